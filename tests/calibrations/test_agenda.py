"""The agenda of an open session grows: by its owner, by people of the map, never by a relation."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.calibrations.schemas import CalibrationRead
from app.core.db import transaction
from app.core.identity import Actor, Role
from tests.calibrations.conftest import URL

REASON = "Diminta komite sesudah rapat persiapan"
ITEM = """insert into calibration_agenda (session_id, place, agency_id, employee_id)
 values (:session, 9, :agency, :person)"""


def more(*agenda, **values):
    return {"agenda": list(agenda), "reason": REASON, **values}


async def extended(panel, here, *agenda, by="owner"):
    return await panel.client(by).post(f"{here}/agenda", json=more(*agenda))


async def test_who_comes_up_later_is_taken_onto_the_agenda_and_may_be_moved(panel, client_for):
    here = await panel.called(agenda=[{"box": 9}])
    move = panel.move(employee_id=panel.person("seven"), to_box=8)
    early = await panel.client("ani").post(f"{here}/moves", json=move)
    longer = await extended(panel, here, {"employee_id": panel.person("seven")}, {"box": 5})
    CalibrationRead.model_validate_json(longer.content)
    late = await panel.client("ani").post(f"{here}/moves", json=move)
    by_box = await panel.client("ani").post(f"{here}/moves", json=panel.move())

    assert (early.status_code, early.json()["code"]) == (409, "not-on-the-agenda")
    assert longer.status_code == 201, longer.text
    assert longer.json()["agenda"] == [
        {"place": 1, "employee_id": None, "box": 9},
        {"place": 2, "employee_id": panel.person("seven"), "box": None},
        {"place": 3, "employee_id": None, "box": 5},
    ]
    assert (late.status_code, by_box.status_code) == (201, 201)
    log = (await client_for(Role.AUDITOR).get("/v1/audit/entries")).json()["items"]
    (told,) = [one["event"] for one in log if one["event"]["kind"] == "calibration.extended"]
    assert told["data"]["people"] == [panel.person("seven")]
    assert (told["data"]["boxes"], told["data"]["reason"]) == ([5], REASON)


@pytest.mark.parametrize(
    ("asked", "pointer", "code"),
    [
        (more(), "/agenda", "too-short"),
        (more({}), "/agenda/0", "person-or-box"),
        (more({"box": 1}, {"box": 8}), "/agenda/1", "on-the-agenda"),
        (more({"box": 1}, {"box": 1}), "/agenda/1", "on-the-agenda"),
        (more({"employee_id": str(UUID(int=7))}), "/agenda/0/employee_id", "not-on-the-map"),
        (more(*[{"box": 1}] * 499), "/agenda", "agenda-too-long"),
        (more({"box": 1}, reason="ya"), "/reason", "string-too-short"),
    ],
    ids=["empty", "neither", "again", "twice", "stranger", "too many", "no reason"],
)
async def test_what_cannot_be_added_is_pointed_at(panel, asked, pointer, code):
    here = await panel.called()
    answer = await panel.client("owner").post(f"{here}/agenda", json=asked)

    assert answer.status_code == 422, answer.text
    assert (pointer, code) in [(e["pointer"], e["code"]) for e in answer.json()["errors"]]
    agenda = (await panel.client("owner").get(here)).json()["agenda"]
    assert [item["place"] for item in agenda] == [1, 2]


async def test_only_the_owner_extends_it(panel, client_for):
    here = await panel.called()
    others = [await extended(panel, here, {"box": 1}, by=name) for name in panel.members]
    another = await client_for(Role.ANALYST).post(f"{here}/agenda", json=more({"box": 1}))
    unseen = await client_for(Role.SIMPEG).post(f"{here}/agenda", json=more({"box": 1}))

    assert {answer.status_code for answer in (*others, another)} == {403}
    assert unseen.status_code == 404


@pytest.mark.parametrize("ending", ["closing", "cancellation"])
async def test_a_session_that_is_over_takes_nobody(panel, sessions, ending):
    here = await panel.called()
    body = {"reason": REASON} if ending == "cancellation" else None
    over = await panel.client("owner").post(f"{here}/{ending}", json=body)
    answer = await extended(panel, here, {"employee_id": panel.person("seven")})

    assert over.status_code == 200, over.text
    assert (answer.status_code, answer.json()["code"]) == (409, "calibration-over")
    with pytest.raises(DBAPIError, match="calibration_stays"):
        await put(panel, sessions, here, panel.owner)


async def test_nobody_is_taken_up_by_a_relative_or_by_themselves(panel, sessions):
    panel.members["owner"] = panel.members["ani"]
    panel.owner = panel.members.pop("owner")
    here = await panel.called()
    await panel.related("ani", "seven")
    related = await extended(panel, here, {"employee_id": panel.person("seven")})
    new = panel.new(agenda=[{"employee_id": panel.person("seven")}])
    from_the_start = await panel.client("owner").post(URL, json=new)

    assert (related.status_code, related.json()["code"]) == (409, "conflict-of-interest")
    assert (from_the_start.status_code, from_the_start.json()["code"]) == (
        409,
        "conflict-of-interest",
    )
    with pytest.raises(DBAPIError, match="no_conflict_of_interest"):
        await put(panel, sessions, here, panel.owner)
    named = UUID(panel.person("five"))
    oneself = Actor(panel.owner.id, "ani", panel.owner.roles, panel.owner.agencies, None, named)
    client = panel.client_for(None, actor=oneself)
    own = await client.post(f"{here}/agenda", json=more({"employee_id": panel.person("five")}))
    assert own.status_code == 422, "already there"
    another = await panel.called(agenda=[{"box": 9}])
    own = await client.post(f"{another}/agenda", json=more({"employee_id": panel.person("five")}))
    assert (own.status_code, own.json()["code"]) == (409, "conflict-of-interest")


async def put(panel, sessions, here, who):
    """Write an item as the service's own login, past its code."""
    async with transaction(sessions, who) as session:
        values = {"session": UUID(here.rsplit("/", 1)[1]), "agency": panel.body.agency.id}
        await session.execute(text(ITEM), {**values, "person": UUID(panel.person("seven"))})
