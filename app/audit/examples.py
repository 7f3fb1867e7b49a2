"""Answers as the documentation shows them. All hashes are invented."""

from typing import Any

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
OTHER = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
ORIGIN = "talenta.example.go.id/log"

ENTRY: dict[str, Any] = {
    "id": 1042,
    "index": 1041,
    "at": "2026-01-12T02:30:14.120934Z",
    "kind": "talent_pool.nominated",
    "agency_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c",
    "commitment": HASH,
    "salt": OTHER,
    "erased": False,
    "event": {
        "at": "2026-01-12T02:30:14.120934Z",
        "agency_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c",
        "actor_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b01",
        "actor_name": "Analis BKD",
        "on_behalf_of": None,
        "kind": "talent_pool.nominated",
        "subject_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0d77",
        "purpose": None,
        "request_id": "5f0c3f0f8c764c55a2d7c4f3a9b1e2d3",
        "before_sha256": None,
        "after_sha256": None,
        "data": {"box": 9},
    },
}

CHECKPOINT: dict[str, Any] = {
    "size": 1042,
    "origin": ORIGIN,
    "root": HASH,
    "note": f"{ORIGIN}\n1042\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n"
    f"— {ORIGIN} 8kJ6Yw…(base64)\n",
    "created_at": "2026-01-12T02:35:00.000000Z",
}

INCLUSION: dict[str, Any] = {
    "index": 1041,
    "size": 1042,
    "commitment": HASH,
    "root": OTHER,
    "path": [HASH, OTHER],
}

CONSISTENCY: dict[str, Any] = {
    "from": 900,
    "to": 1042,
    "from_root": HASH,
    "to_root": OTHER,
    "path": [HASH, OTHER],
}

KEYS: dict[str, Any] = {
    "keys": [
        {
            "kid": "c0ffee01",
            "name": ORIGIN,
            "public": "A+FXwS+JEQ+aurNOkgsUgjXI8wH1nsCPTnFIS86YdsQ=",
            "line": f"{ORIGIN}+c0ffee01+AQPhV8EviREPmrqzTpILFII1yPMB9Z7Aj05xSEvOmHbE",
        }
    ]
}

EXPORT = (
    '{"format": "talenta-log/1", "origin": "talenta.example.go.id/log", "keys": […]}\n'
    '{"index": 0, "commitment": "9f86…", "salt": "6030…", "event": {…}, "erased": false}\n'
    '{"checkpoint": "talenta.example.go.id/log\\n1042\\n…"}\n'
)


def page(item: dict[str, Any]) -> dict[str, Any]:
    return {"items": [item], "next": None}
