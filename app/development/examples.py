"""Answers as the documentation shows them. All people are invented."""

from typing import Any

PLAN_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0d01"
ACTIVITY_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0d02"
PERSON_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b11"
MAP_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a5e"
UNTIL = "2026-02-03T04:05:06.000000Z"

_PLAN: dict[str, Any] = {
    "id": PLAN_ID,
    "employee_id": PERSON_ID,
    "position_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a33",
    "map_id": MAP_ID,
    "starts_on": "2026-02-01",
    "ends_on": "2026-12-31",
    "status": "active",
    "created_at": UNTIL,
}
SUMMARY: dict[str, Any] = {
    **_PLAN,
    "nip": "**************2003",
    "name": "Dewi Contoh",
    "activities": 3,
    "finished": 1,
}
ACTIVITY: dict[str, Any] = {
    "id": ACTIVITY_ID,
    "gap": "pengambilanKeputusan",
    "kind": "experience",
    "title": "Memimpin tim percepatan perizinan",
    "hours": "70.0000",
    "due_on": "2026-09-30",
    "percent": 40,
    "reports": 2,
    "reported_at": UNTIL,
}
PLAN: dict[str, Any] = {
    **_PLAN,
    "reason": None,
    "gaps": [
        {
            "code": "training",
            "kind": "rule",
            "result": "fail",
            "achieved": None,
            "required": None,
            "datum": "diklat: -; syarat PKA",
        },
        {
            "code": "pengambilanKeputusan",
            "kind": "competency",
            "result": "fail",
            "achieved": 2,
            "required": 3,
            "datum": None,
        },
    ],
    "aspects": [{"code": "intelektual", "achieved": 4}],
    "content_sha256": "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
    "activities": [ACTIVITY],
    "mix": [
        {
            "kind": "experience",
            "hours": "70.0000",
            "hours_done": "28.0000",
            "percent": "100.0000",
            "reference_percent": 70,
        }
    ],
}
PROGRESS: dict[str, Any] = {
    "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0d03",
    "activity_id": ACTIVITY_ID,
    "percent": 40,
    "note": "Dua dari lima perizinan dipercepat.",
    "evidence": "Laporan tim triwulan I",
    "evidence_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "reported_at": UNTIL,
}
NEED: dict[str, Any] = {
    "competency": "pengambilanKeputusan",
    "cohort": 3,
    "unit_id": None,
    "people": 420,
    "unknown": 31,
    "below": 97,
    "mean_gap": "1.1134",
    "rows": f"/v1/development-plans/needs/people?map_id={MAP_ID}"
    "&competency=pengambilanKeputusan&cohort=3",
}
NEED_PERSON: dict[str, Any] = {
    "employee_id": PERSON_ID,
    "nip": "**************2003",
    "name": "Dewi Contoh",
    "achieved": 2,
    "required": 3,
    "gap": 1,
}
MEASURE: dict[str, Any] = {
    "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0d04",
    "employee_id": PERSON_ID,
    "map_id": MAP_ID,
    "box": 9,
    "measure": "reward",
    "note": "Piagam pegawai berprestasi tahun 2026",
    "done_by": "Kepala BKD",
    "done_on": "2026-02-17",
    "recorded_at": UNTIL,
}
COVERAGE: dict[str, Any] = {
    "box": 9,
    "people": 48,
    "covered": 32,
    "percent": "66.6667",
    "measures": [{"code": "reward", "title": "Penghargaan"}],
    "rows": f"/v1/retention-measures?map_id={MAP_ID}&box=9",
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    """One page with one item."""
    return {"items": [item], "next": None}
