"""A session with three members of the committee, a move, and its votes opened."""

from uuid import UUID

from app.core.identity import Actor, Role
from tests.authority.case import Case
from tests.calibrations.conftest import WHY

SESSION = {
    "map_id": "{map_id}",
    "name": "Kalibrasi baru",
    "held_on": "2026-02-03",
    "members": ["{first_id}", "{second_id}"],
    "quorum": 2,
    "agenda": [{"box": 9}],
}
MOVE = {
    "employee_id": "{other_id}",
    "to_box": 8,
    "reason_code": "recent_change",
    "justification": WHY,
    "authoriser_id": "{second_id}",
}
VOTE = {"vote": "approve", "reason": "Bukti sudah diperiksa"}
HERE = "/v1/calibrations"
OF_MOVE = {"move_id": "calibration_move_id"}
MORE = {"agenda": [{"box": 1}], "reason": "Diminta komite dalam rapat"}
CASES = {
    f"POST {HERE}": Case(body=SESSION),
    f"POST {HERE}/{{calibration_id}}/agenda": Case(body=MORE),
    f"POST {HERE}/{{calibration_id}}/moves": Case(body=MOVE),
    f"POST {HERE}/{{calibration_id}}/moves/{{move_id}}/votes": Case(body=VOTE, path=OF_MOVE),
    f"POST {HERE}/{{calibration_id}}/moves/{{move_id}}/authorisation": Case(path=OF_MOVE),
    f"POST {HERE}/{{calibration_id}}/cancellation": Case(body={"reason": "Kuorum tidak hadir"}),
}


async def prepare(side, client_for, _save):
    where = {"agency_id": side.agency.id}
    admin, owner = client_for(Role.ADMIN, **where), client_for(Role.ANALYST, **where)
    for name in ("first_id", "second_id", "third_id"):
        named = {"name": f"{name} {side.mark}", "roles": ["committee"]}
        made = await admin.post("/v1/clients", json={**named, "agency_id": str(side.agency.id)})
        side.keep(**{name: made.json()["id"]})
    members = [side.ids[name] for name in ("first_id", "second_id", "third_id")]
    session = {**SESSION, "map_id": side.ids["map_id"], "members": members}
    called = await owner.post(HERE, json={**session, "name": f"Kalibrasi {side.mark}"})
    assert called.status_code == 201, called.text
    here = f"{HERE}/{called.json()['id']}"
    here_alone = frozenset({side.agency.id})
    second, third = (
        client_for(None, actor=Actor(UUID(one), "uji", frozenset({Role.COMMITTEE}), here_alone))
        for one in members[1:]
    )
    for client in (second, third):
        await client.post(f"{here}/attendance")
    about = {"employee_id": side.ids["employee_id"], "authoriser_id": side.ids["second_id"]}
    move = await third.post(f"{here}/moves", json={**MOVE, **about})
    assert move.status_code == 201, move.text
    for client in (second, third):
        answer = await client.post(f"{here}/moves/{move.json()['id']}/votes", json=VOTE)
        assert answer.status_code == 201, answer.text
    side.keep(calibration_id=called.json()["id"], calibration_move_id=move.json()["id"])
