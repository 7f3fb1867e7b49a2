"""Answers as the documentation shows them. All people are invented."""

from typing import Any

from app.employees.levels import COMPETENCIES

_ACHIEVED = (3, 4, 3, 2, 3, 3, 3, 3, 4)
RADAR: dict[str, Any] = {
    "employee_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b11",
    "position_id": None,
    "assessed_on": "2025-08-10",
    "required_from": "assessment",
    "competencies": [
        {"code": code, "achieved": achieved, "required": 3, "gap": 3 - achieved}
        for code, achieved in zip(COMPETENCIES, _ACHIEVED, strict=True)
    ],
}
VERIFICATION: dict[str, Any] = {
    "code": "7K2M-9QXT-4B8N-C3VW-6H1R-0ZDE",
    "document": "talent_card",
    "status": "authentic",
    "issued_at": "2026-02-03T04:05:06Z",
    "agency": "Pemerintah Provinsi Contoh",
    "content_sha256": "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
    "pdf_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
}
