"""What the answers look like, for the documentation. All people are invented."""

from typing import Any

BEFORE: dict[str, Any] = {
    "map_id": "019a1f6e-3d1c-7c55-8f0b-6b1c2f0a9d11",
    "name": "Peta talenta 2025",
    "scheme": "bkn-411-2025@1",
    "scheme_sha256": "3f7d6a0c7b0f4a6fb1f3f0f1c9d7d7c8e2a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1",
    "as_of": "2025-01-01",
    "population": 19512,
}
AFTER = BEFORE | {
    "map_id": "019a2c01-9e2d-7b44-a1c0-3d2e1f0a9b8c",
    "name": "Peta talenta 2026",
    "as_of": "2026-01-01",
    "population": 19676,
}
LINES = [*map(str, range(1, 10)), "without_box", "not_on_map"]
_ROW = [0, 0, 12, 0, 41, 3, 0, 7, 0, 5, 2]
COMPARISON: dict[str, Any] = {
    "before": BEFORE,
    "after": AFTER,
    "same_scheme": True,
    "stayed": 16804,
    "moved": 2391,
    "entered": 481,
    "left": 317,
    "lines": LINES,
    "matrix": [_ROW] * 11,
}
REASONS: dict[str, Any] = {"facts": 1210, "scheme": 940, "either": 62, "both": 179}
CHANGE: dict[str, Any] = {
    "employee_id": "019a1f6a-0b7e-7b1a-9c2e-5d3f4a6b7c88",
    "nip": "**************1001",
    "name": "Contoh Pegawai",
    "change": "moved",
    "from_box": 5,
    "to_box": 8,
    "why": "facts",
}
WAYPOINT: dict[str, Any] = {
    "map_id": "019a2c01-9e2d-7b44-a1c0-3d2e1f0a9b8c",
    "name": "Peta talenta 2026",
    "as_of": "2026-01-01",
    "known_at": "2026-01-05T02:00:01.104291Z",
    "scheme": "bkn-411-2025@1",
    "scheme_sha256": BEFORE["scheme_sha256"],
    "box": 8,
    "calibrated_box": None,
    "value": "84.1250",
    "rank": 412,
    "population": 19676,
    "break": False,
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    return {"items": [item], "next": None}
