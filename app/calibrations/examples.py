"""Answers as the documentation shows them. All people are invented."""

from typing import Any

SESSION_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0e01"
MOVE_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0e21"
PERSON_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b11"
MAP_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a5e"
PROPOSER, AUTHORISER, THIRD = (f"0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0e3{n}" for n in (1, 2, 3))
OWNER = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0e30"
SHA256 = "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab"
JUSTIFICATION = (
    "Memimpin pemulihan layanan sesudah banjir Januari; SK tim belum tercatat di SIMPEG."
)

CALIBRATION: dict[str, Any] = {
    "id": SESSION_ID,
    "agency_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c",
    "map_id": MAP_ID,
    "name": "Kalibrasi Administrator 2026",
    "held_on": "2026-02-03",
    "quorum": 3,
    "state": "open",
    "owner_id": OWNER,
    "owner_name": "Analis SDM",
    "members": [
        {"actor_id": PROPOSER, "name": "Komite 1", "attended_at": "2026-02-03T02:00:00.000000Z"},
        {"actor_id": AUTHORISER, "name": "Komite 2", "attended_at": "2026-02-03T02:01:00.000000Z"},
        {"actor_id": THIRD, "name": "Sekretaris Daerah", "attended_at": None},
    ],
    "agenda": [
        {"place": 1, "employee_id": PERSON_ID, "box": None},
        {"place": 2, "employee_id": None, "box": 8},
    ],
    "created_at": "2026-02-02T03:00:00.000000Z",
    "ended_at": None,
    "cancelled_because": None,
    "register_sha256": None,
}
CLOSED: dict[str, Any] = CALIBRATION | {
    "state": "closed",
    "ended_at": "2026-02-03T04:00:00.000000Z",
    "register_sha256": SHA256,
}
CANCELLED: dict[str, Any] = CALIBRATION | {
    "state": "cancelled",
    "ended_at": "2026-02-03T04:00:00.000000Z",
    "cancelled_because": "Kuorum tidak hadir sampai pukul 11.00",
}
MOVE: dict[str, Any] = {
    "id": MOVE_ID,
    "session_id": SESSION_ID,
    "employee_id": PERSON_ID,
    "box": 5,
    "to_box": 8,
    "reason_code": "evidence_not_on_file",
    "justification": JUSTIFICATION,
    "proposed_by": PROPOSER,
    "authoriser_id": AUTHORISER,
    "counted": 0,
    "revealed_at": None,
    "outcome": "voting",
    "created_at": "2026-02-03T02:30:00.000000Z",
}
APPROVED: dict[str, Any] = MOVE | {
    "counted": 3,
    "revealed_at": "2026-02-03T02:40:00.000000Z",
    "outcome": "approved",
}
AUTHORISED: dict[str, Any] = APPROVED | {"outcome": "authorised"}
RECORD: dict[str, Any] = {
    "id": MOVE_ID,
    "employee_id": PERSON_ID,
    "cell": "mid/mid",
    "calibrated_cell": "mid/high",
    "reason_code": "evidence_not_on_file",
    "justification": JUSTIFICATION,
    "proposed_by": PROPOSER,
    "authoriser_id": AUTHORISER,
    "authorised_at": "2026-02-03T02:50:00.000000Z",
    "votes": [
        {"actor_id": PROPOSER, "vote": "approve", "reason": "SK sudah saya lihat", "counts": True},
        {"actor_id": AUTHORISER, "vote": "approve", "reason": "Setuju usul ini", "counts": True},
        {"actor_id": THIRD, "vote": "reject", "reason": "Tunggu data lengkap", "counts": True},
    ],
}
REGISTER: dict[str, Any] = {
    "id": SESSION_ID,
    "state": "closed",
    "register_sha256": SHA256,
    "content": {
        "id": SESSION_ID,
        "map_id": MAP_ID,
        "name": "Kalibrasi Administrator 2026",
        "held_on": "2026-02-03",
        "quorum": "3",
        "owner_id": OWNER,
        "attended": [PROPOSER, AUTHORISER, THIRD],
        "moves": {MOVE_ID: SHA256},
    },
    "items": [
        {
            "employee_id": PERSON_ID,
            "nip": "**************2003",
            "name": "Dewi Contoh",
            "box": 5,
            "calibrated_box": 8,
            "outcome": "authorised",
            "standing": True,
            "void_votes": [],
            "record": RECORD,
            "sha256": SHA256,
        }
    ],
}
NINE_BOX: dict[str, Any] = {
    "map_id": MAP_ID,
    "state": "closed",
    "moved": 1,
    "boxes": [
        {"box": 5, "cell": "mid/mid", "computed": 3203, "calibrated": 3202},
        {"box": 8, "cell": "mid/high", "computed": 1072, "calibrated": 1073},
    ],
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    """A list with one item."""
    return {"items": [item], "next": None}
