"""An answer as the documentation shows it. All people are invented."""

from typing import Any

from app.talent_pools.examples import JUDGED, POOL

AXES: list[dict[str, Any]] = [
    {
        "axis": "performance",
        "score": "95.5000",
        "level": "high",
        "cutoffs": ["60", "80"],
        "weight": "50",
        "contribution": "47.7500",
        "missing": [],
        "components": [
            {
                "code": "kinerja",
                "title": "Predikat kinerja",
                "status": "scored",
                "score": "100.0000",
                "weight": "70",
                "contribution": "70.0000",
            }
        ],
    }
]
FIRST: dict[str, Any] = JUDGED | {
    "pool_id": POOL["id"],
    "map_id": POOL["map_id"],
    "as_of": "2026-01-01",
    "axes": AXES,
}
SECOND: dict[str, Any] = FIRST | {
    "employee_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b12",
    "nip": "**************1004",
    "name": "Budi Contoh",
    "rank": 2,
}
COMPARISON: dict[str, Any] = {
    "position_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0c33",
    "scheme": "bkn-411-2025@1",
    "scheme_sha256": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
    "candidates": [FIRST, SECOND],
}
