"""What the answers look like, for the documentation. All people are invented."""

from typing import Any

from app.scoring_schemes.examples import DOCUMENT

SIMULATION_ID = "019a1f80-52b1-7d3e-9a0c-3e2f1d0c9b8a"
ACTOR = "019a1f60-2222-7000-8000-000000000002"
MAP = "019a1f6e-3d1c-7c55-8f0b-6b1c2f0a9d11"
PERSON = "019a1f6a-0b7e-7b1a-9c2e-5d3f4a6b7c88"

SUMMARY: dict[str, Any] = {
    "id": SIMULATION_ID,
    "created_at": "2026-01-12T02:00:00.104291Z",
    "actor_id": ACTOR,
    "actor_name": "Analis BKD",
    "agency_id": "019a1f60-1111-7000-8000-000000000001",
    "map_id": MAP,
    "pool_id": None,
    "scheme": "contoh@1",
    "scheme_sha256": "1141d76eb855d95d2436db756aa86ac4a534ad9034e7486282c4f149861be5d3",
    "purpose": "Bahan rapat komite: dampak menaikkan bobot kompetensi.",
    "population": 3,
    "moved": 1,
    "gained": None,
    "lost": None,
}
RESULT: dict[str, Any] = {
    "population": 3,
    "moved": 1,
    "boxes": [
        {"box": 5, "before": 2, "after": 1},
        {"box": 8, "before": 0, "after": 1},
        {"box": None, "before": 1, "after": 1},
    ],
    "flows": [
        {
            "box_before": 5,
            "cell_before": "mid/mid",
            "box_after": 8,
            "cell_after": "mid/high",
            "people": 1,
        }
    ],
    "ranks": {
        "unchanged": 2,
        "up": 0,
        "down": 0,
        "newly_ranked": 0,
        "no_longer_ranked": 0,
        "largest_rise": 0,
        "largest_fall": 0,
    },
    "pool": None,
}
SIMULATION: dict[str, Any] = {**SUMMARY, "result": RESULT, "document": DOCUMENT}
MOVE: dict[str, Any] = {
    "employee_id": PERSON,
    "nip": "**************1001",
    "name": "Contoh Pegawai",
    "box_before": 5,
    "cell_before": "mid/mid",
    "box_after": 8,
    "cell_after": "mid/high",
    "calibrated_box": None,
    "value_before": "76.2500",
    "value_after": "79.1667",
    "rank_before": 2,
    "rank_after": 1,
    "rank_change": 1,
    "pool": None,
}
ACTOR_RUNS: dict[str, Any] = {
    "actor_id": ACTOR,
    "actor_name": "Analis BKD",
    "runs": 41,
    "schemes": 39,
    "maps": 1,
    "first_at": "2026-01-12T02:00:00.104291Z",
    "last_at": "2026-01-12T09:41:07.000512Z",
}


STANDING: dict[str, Any] = {
    "performance": "75.6000",
    "potential": "79.1250",
    "value": "77.3625",
    "box": 5,
    "cell": "mid/mid",
    "missing": [],
}
COUNTERFACTUAL: dict[str, Any] = {
    "map_id": MAP,
    "employee_id": PERSON,
    "scheme": "bkn-411-2025@1",
    "scheme_sha256": "3f7d6a0c7b0f4a6fb1f3f0f1c9d7d7c8e2a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1",
    "as_of": "2026-01-01",
    "known_at": "2026-01-05T02:00:01.104291Z",
    "target_box": None,
    "before": STANDING,
    "possible": True,
    "changes": [
        {
            "lever": "training",
            "what": "Jam pelatihan bersertifikat dalam tahun yang dihitung",
            "years": [2025],
            "before": "6",
            "after": "10",
            "steps": 1,
            "effects": [
                {
                    "axis": "potential",
                    "code": "pengembangan_kompetensi",
                    "title": "Pengembangan kompetensi (JP per tahun)",
                    "score_before": "60.0000",
                    "score_after": "80.0000",
                }
            ],
        }
    ],
    "after": {
        **STANDING,
        "potential": "81.1250",
        "value": "78.3625",
        "box": 8,
        "cell": "mid/high",
    },
    "verified": True,
    "smaller_steps_tried": 1,
    "impossible": None,
    "fixed": [
        {
            "axis": "performance",
            "code": "kinerja_utama",
            "title": "Penilaian kinerja",
            "score": "80.0000",
            "reason": "Predikat yang sudah diberikan tidak berubah lagi; predikat berikutnya"
            " ditetapkan atasan.",
        }
    ],
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    return {"items": [item], "next": None}
