"""Examples of vacancies, as the documentation shows them."""

from typing import Any

POST: dict[str, Any] = {
    "position_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a31",
    "code": "J000021",
    "name": "Kepala Bidang Perbendaharaan",
    "unit_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a32",
    "unit": "Bidang Perbendaharaan",
    "level": "Administrator",
    "cohort": 3,
    "critical": True,
    "state": "falling",
    "falls_vacant_on": "2027-04-01",
    "employee_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a33",
    "nip": "**************1003",
    "holder": "Budi Contoh",
    "retirement_age": 58,
}
SUMMARY: dict[str, Any] = {
    "from": "2026-01-01",
    "years": 5,
    "positions": 861,
    "vacant": 12,
    "overdue": 0,
    "falling": 203,
    "unknown": 0,
    "held": 646,
    "vacant_now": [{"cohort": 3, "posts": 12, "critical": 2}],
    "by_year": [
        {"year": 2026, "cohort": 2, "posts": 31, "critical": 0},
        {"year": 2026, "cohort": 3, "posts": 9, "critical": 4},
    ],
}
CALENDAR: dict[str, Any] = {
    "from": "2026-01-01",
    "years": 5,
    "vacant": 12,
    "overdue": 0,
    "falling": 203,
    "unknown": 0,
    "months": [
        {"month": "2026-02", "posts": 3, "critical": 1},
        {"month": "2026-03", "posts": 2, "critical": 0},
    ],
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    """One page with one item."""
    return {"items": [item], "next": None}


BENCH: dict[str, Any] = {
    "position_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a31",
    "code": "J000021",
    "name": "Kepala Bidang Perbendaharaan",
    "level": "Administrator",
    "cohort": 3,
    "critical": True,
    "holders": 1,
    "ready": 5,
}
READY: dict[str, Any] = {
    "employee_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a41",
    "nip": "**************2003",
    "name": "Dewi Contoh",
    "box": 9,
    "calibrated_box": None,
    "calibration_id": None,
    "value": "92.2500",
    "rank": 3,
}
ROWS = "/v1/talent-pools/0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b02/bench?positions=critical"
COVERAGE: dict[str, Any] = {
    "positions": {"positions": 95, "share": "1.0000", "rows": ROWS},
    "with_one": {"positions": 88, "share": "0.9263", "rows": f"{ROWS}&min_ready=1"},
    "with_two": {"positions": 71, "share": "0.7474", "rows": f"{ROWS}&min_ready=2"},
    "without": {"positions": 7, "share": "0.0737", "rows": f"{ROWS}&max_ready=0"},
    "ready": 418,
    "people": 131,
    "strength": "4.4000",
}
