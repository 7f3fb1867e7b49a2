"""Answers as the documentation shows them. All people are invented."""

from typing import Any

KEY = "3f1c0a5be2d94c77"
_JPM: dict[str, Any] = {"score": "jpm", "compared": 92, "severity": "2.4167", "unsaid": None}

ASSESSOR: dict[str, Any] = {
    "key": KEY,
    "name": "Asesor Contoh 07",
    "institution": "UPT Penilaian Kompetensi BKD",
    "assessments": 92,
    "identical": 4,
    "identical_percent": "4.3478",
    "scores": [
        {**_JPM, "spread": "8.9321"},
        {
            "score": "potential",
            "compared": 92,
            "severity": "-0.3125",
            "unsaid": None,
            "spread": "6.1102",
        },
    ],
    "drift": [
        {
            "half": "2025-1",
            "assessments": 89,
            "scores": [{**_JPM, "compared": 89, "severity": "2.4912"}],
        },
        {
            "half": "2025-2",
            "assessments": 3,
            "scores": [{"score": "jpm", "compared": 3, "severity": None, "unsaid": "too_few"}],
        },
    ],
}
PAGE: dict[str, Any] = {"items": [ASSESSOR], "next": None}
EFFECT: dict[str, Any] = {
    "key": KEY,
    "name": "Asesor Contoh 07",
    "institution": "UPT Penilaian Kompetensi BKD",
    "assessments": 92,
    "lost": 75,
    "gained": 0,
    "compared": 10938,
    "rescored": 17,
    "other_box": 3,
    "other_rank": 2104,
    "largest": 311,
    "mean_change": "0.4310",
}
