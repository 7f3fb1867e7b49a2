"""Answers as the documentation shows them."""

from typing import Any

MAP_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a5e"
_HEAD: dict[str, Any] = {
    "agency": "Pemerintah Provinsi Contoh",
    "today": "2026-03-02",
    "map_id": MAP_ID,
}
FOLLOW_UP: dict[str, Any] = {
    "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0e01",
    "recommendation": "complete-data",
    "what": "Permintaan data SKP kepada seluruh perangkat daerah",
    "done_by": "Bidang Pengembangan BKD",
    "done_on": "2026-02-20",
    "recorded_at": "2026-02-20T04:05:06.000000Z",
}
FIGURE: dict[str, Any] = {
    "code": "without_box",
    "section": "mapping",
    "title": "Belum berkotak",
    "value": 8663,
    "rows": f"/v1/talent-maps/{MAP_ID}/placements",
}
REPORT: dict[str, Any] = {
    **_HEAD,
    "map": "Peta talenta 2026",
    "as_of": "2026-01-01",
    "achievements": [FIGURE],
    "analysis": [
        {
            "code": "without_box",
            "title": "Belum berkotak",
            "part": 8663,
            "whole": 19676,
            "percent": "44.0283",
        }
    ],
    "without_box": [
        {
            "code": "jpm",
            "people": 7001,
            "rows": f"/v1/talent-maps/{MAP_ID}/placements?missing=jpm",
        }
    ],
    "recommendations": [
        {
            "code": "complete-data",
            "title": "Lengkapi data pegawai yang belum berkotak.",
            "figure": "without_box",
            "value": 8663,
            "rows": f"/v1/talent-maps/{MAP_ID}/placements",
            "follow_ups": [FOLLOW_UP],
        }
    ],
}
EVIDENCE: dict[str, Any] = {
    **_HEAD,
    "questions": [
        {
            "code": "a2q5",
            "title": "Retensi talenta",
            "conditions": [
                {
                    "code": "every_group",
                    "title": "Dilaksanakan bagi semua kelompok",
                    "met": False,
                    "why": None,
                    "figures": [FIGURE],
                }
            ],
            "proposed_score": None,
            "score_reason": "Ada syarat yang belum terpenuhi atau tidak dapat dihitung; penilai"
            " yang menentukan nilainya.",
        }
    ],
}
