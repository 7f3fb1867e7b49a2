"""A small scheme and the answers about it, as the documentation shows them."""

from typing import Any

DOCUMENT: dict[str, Any] = {
    "code": "contoh",
    "version": 1,
    "title": "Skema contoh: predikat dan JPM",
    "legal_basis": [{"instrument": "PermenPANRB 3/2020", "note": "kinerja dan potensial"}],
    "numbering": "permenpanrb-3-2020",
    "value": {"performance": "50", "potential": "50"},
    "ranking": ["value", "performance", "potential"],
    "axes": {
        "performance": {
            "cutoffs": ["60", "80"],
            "components": [
                {
                    "code": "predikat",
                    "title": "Predikat kinerja dua tahun",
                    "weight": "100",
                    "indicator": "performance.predicate",
                    "look_back": [
                        {"years_ago": 1, "weight": "60"},
                        {"years_ago": 2, "weight": "40"},
                    ],
                    "points": {
                        "sangat_baik": "100",
                        "baik": "83.5",
                        "butuh_perbaikan": "60",
                        "kurang": "40",
                        "sangat_kurang": "20",
                    },
                    "missing": "block",
                }
            ],
        },
        "potential": {
            "cutoffs": ["60", "80"],
            "components": [
                {
                    "code": "jpm",
                    "title": "Kompetensi (JPM)",
                    "weight": "70",
                    "indicator": "competency.jpm",
                    "validity_years": 3,
                    "cap": "required",
                    "missing": "block",
                },
                {
                    "code": "masa_jabatan",
                    "title": "Lama dalam jabatan",
                    "weight": "30",
                    "indicator": "position.tenure_years",
                    "bands": [
                        {"from": "0", "points": "40"},
                        {"from": "2", "points": "100"},
                    ],
                    "missing": "zero",
                },
            ],
        },
    },
}

SUMMARY: dict[str, Any] = {
    "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a71",
    "code": "contoh",
    "version": 1,
    "title": "Skema contoh: predikat dan JPM",
    "numbering": "permenpanrb-3-2020",
    "sha256": "1141d76eb855d95d2436db756aa86ac4a534ad9034e7486282c4f149861be5d3",
    "state": "published",
    "created_at": "2026-01-05T02:30:00.000000Z",
    "published_at": "2026-01-06T01:00:00.000000Z",
}
PUBLISHED: dict[str, Any] = {**SUMMARY, "document": DOCUMENT}
DRAFT: dict[str, Any] = {**PUBLISHED, "state": "draft", "published_at": None}
PAGE: dict[str, Any] = {"items": [SUMMARY], "next": None}
