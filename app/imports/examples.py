"""Answers as the documentation shows them. All people are invented."""

from typing import Any

IMPORT_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0c01"

SUMMARY: dict[str, Any] = {
    "id": IMPORT_ID,
    "agency_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c",
    "actor_name": "SIMPEG Provinsi",
    "dry_run": False,
    "state": "finished",
    "phase": "finished",
    "percent": 100,
    "counts": [
        {
            "kind": "pegawai",
            "rows": 20020,
            "accepted": 19875,
            "unchanged": 0,
            "findings": 50,
            "rejected": 145,
        }
    ],
    "created_at": "2026-01-12T02:30:00.000000Z",
    "finished_at": "2026-01-12T02:30:14.000000Z",
}

FILE: dict[str, Any] = {
    "number": 0,
    "name": "pegawai.csv",
    "kind": "pegawai",
    "size": 8047609,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "code": None,
    "detail": None,
    "line": None,
    "columns": None,
    "dropped_columns": ["nik", "agama_nama"],
}

IMPORT: dict[str, Any] = {**SUMMARY, "files": [FILE]}

QUEUED: dict[str, Any] = {
    **IMPORT,
    "state": "queued",
    "phase": "queued",
    "percent": 0,
    "counts": [],
    "finished_at": None,
}

ROW: dict[str, Any] = {
    "file": "pegawai.csv",
    "kind": "pegawai",
    "line": 2415,
    "verdict": "rejected",
    "code": "date-invalid",
    "pointer": "/tanggal_lahir",
    "detail": "Tanggal tidak ada di kalender; tulis dd-mm-yyyy atau yyyy-mm-dd.",
    "row": {"nip_baru": "199608182022042003", "nama": "Dewi Contoh", "tanggal_lahir": "31-02-1996"},
}

REJECTED = (
    "nip_baru,nama,tanggal_lahir,unor_id,code\r\n"
    "199608182022042003,Dewi Contoh,31-02-1996,0C54,date-invalid\r\n"
)

EVENTS = (
    'event: progress\ndata: {"state":"running","phase":"pegawai","percent":60}\n\n'
    'event: end\ndata: {"state":"finished","phase":"finished","percent":100}\n\n'
)


def page(item: dict[str, Any]) -> dict[str, Any]:
    return {"items": [item], "next": None}
