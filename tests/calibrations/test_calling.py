"""Sessions are called with what there is, listed and found."""

from uuid import UUID

import pytest
from pydantic import TypeAdapter

from app.calibrations.schemas import CalibrationRead
from app.core.identity import Role
from app.core.paging import Page
from tests.calibrations.conftest import URL


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"map_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"}, "/map_id"),
        ({"quorum": 5}, "/quorum"),
        ({"quorum": 1}, "/quorum"),
        ({"agenda": []}, "/agenda"),
        ({"agenda": [{}]}, "/agenda/0"),
        ({"agenda": [{"box": 8}, {"employee_id": str(UUID(int=7))}]}, "/agenda/1/employee_id"),
        ({"members": [str(UUID(int=7)), str(UUID(int=8))], "quorum": 2}, "/members/0"),
        ({"surprise": 1}, "/surprise"),
    ],
    ids=["map", "quorum", "one", "empty", "neither", "person", "member", "unknown"],
)
async def test_what_is_wrong_in_a_new_session_is_pointed_at(panel, values, pointer):
    answer = await panel.client("owner").post(URL, json=panel.new(**values))

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_sessions_are_listed_and_found(panel, client_for):
    here = await panel.called()
    taken = (await panel.client("owner").get(here)).json()["name"]
    again = await panel.client("owner").post(URL, json=panel.new(name=taken))

    listed = await client_for(Role.AUDITOR).get(URL, params={"map_id": str(panel.body.map_id)})
    one = await client_for(Role.AUDITOR).get(here)
    closed = await client_for(Role.AUDITOR).get(URL, params={"state": "closed"})
    nobody = [await client_for(role).get(here) for role in (Role.SIMPEG, Role.ASN, Role.BKN)]

    TypeAdapter(Page[CalibrationRead]).validate_json(listed.content)
    CalibrationRead.model_validate_json(one.content)
    assert listed.json()["items"] == [one.json()]
    assert closed.json()["items"] == []
    assert [item["place"] for item in one.json()["agenda"]] == [1, 2]
    assert {m["name"] for m in one.json()["members"]} == set(panel.members)
    assert (again.status_code, again.json()["code"]) == (409, "calibration-name-taken")
    assert [answer.status_code for answer in nobody] == [404] * 3
