"""Candidates side by side by HTTP: each with the own pool's facts, on record, by one scheme."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import Role
from app.succession import examples
from app.succession.schemas import ComparisonRead
from tests.conftest import an_actor
from tests.talent_pools.test_pools import made

URL = "/v1/succession/comparisons"


def of(pool, *people):
    return [{"pool_id": pool["id"], "employee_id": str(person.id)} for person in people]


async def asked(client, body, candidates, **values):
    question = {"position_id": str(body.position.id), "candidates": candidates, **values}
    return await client.post(URL, json=question)


async def test_candidates_stand_side_by_side_as_in_their_list(client_for, readable):
    nine, eight = readable.people["nine"], readable.people["eight"]
    pool = await made(client_for, readable)
    client = client_for(Role.COMMITTEE)

    answer = await asked(client, readable, of(pool, eight, nine))
    listed = await client.get(
        f"/v1/talent-pools/{pool['id']}/candidates?position_id={readable.position.id}"
    )
    trace = await client.get(f"/v1/talent-maps/{readable.map_id}/placements/{eight.id}")

    assert answer.status_code == 200, answer.text
    assert ComparisonRead.model_validate_json(answer.content)
    sides = answer.json()["candidates"]
    assert [side["employee_id"] for side in sides] == [str(eight.id), str(nine.id)]
    by_person = {one["employee_id"]: one for one in listed.json()["items"]}
    for side in sides:
        same = by_person[side["employee_id"]]
        same.pop("rank_band")
        assert {name: side[name] for name in same} == same
        assert (side["pool_id"], side["map_id"]) == (pool["id"], str(readable.map_id))
    assert sides[0]["axes"] == trace.json()["axes"]
    assert sides[0]["nip"].startswith("*" * 14)


async def test_a_look_at_each_is_on_record(client_for, readable, sessions):
    nine, eight = readable.people["nine"], readable.people["eight"]
    pool = await made(client_for, readable)

    await asked(client_for(Role.PPK), readable, of(pool, nine, eight))

    auditor = an_actor(Role.AUDITOR, readable.agency.id)
    async with transaction(sessions, auditor) as session:
        found = text("select employee_id from person_accesses where object_id = :map_id")
        looks = set(await session.scalars(found, {"map_id": readable.map_id}))
    assert looks == {nine.id, eight.id}


async def test_people_of_different_schemes_are_not_compared(
    client_for, readable, by_another_scheme
):
    pool = await made(client_for, readable)
    other = await made(client_for, readable, name="KRS lain", map_id=str(by_another_scheme.id))
    sides = of(pool, readable.people["nine"]) + of(other, readable.people["eight"])

    answer = await asked(client_for(Role.ANALYST), readable, sides)

    assert (answer.status_code, answer.json()["code"]) == (409, "schemes-differ")
    assert "terbaca@1" in answer.json()["detail"]


async def test_what_is_not_there_is_pointed_at(client_for, readable):
    pool = await made(client_for, readable)
    nine, eight, five = (readable.people[name] for name in ("nine", "eight", "five"))
    client, nowhere = client_for(Role.ANALYST), {"id": str(uuid4())}

    async def pointer(candidates, **values):
        answer = await asked(client, readable, candidates, **values)
        assert answer.status_code == 422, answer.text
        return [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]

    both = of(pool, nine, eight)
    assert await pointer(both, position_id=str(uuid4())) == [("/position_id", "position-unknown")]
    assert await pointer(of(pool, nine) + of(nowhere, eight)) == [
        ("/candidates/1/pool_id", "talent-pool-unknown")
    ]
    assert await pointer(of(pool, nine, five)) == [("/candidates/1/employee_id", "not-a-member")]
    assert await pointer(of(pool, nine, nine)) == [("/candidates/1/employee_id", "named-twice")]
    assert (await pointer(of(pool, nine)))[0][0] == "/candidates"
    assert (await pointer(both * 3))[0][0] == "/candidates"


@pytest.mark.parametrize("role", [Role.ADMIN, Role.KANREG, Role.BKN, Role.ASN])
async def test_who_sees_no_pool_compares_nobody(client_for, readable, role):
    pool = await made(client_for, readable)
    sides = of(pool, readable.people["nine"], readable.people["eight"])

    assert (await asked(client_for(role), readable, sides)).status_code == 422
    stranger = client_for(Role.ANALYST, agency_id=uuid4())
    assert (await asked(stranger, readable, sides)).status_code == 422


def test_the_documentation_shows_an_answer_that_can_be():
    assert ComparisonRead.model_validate(examples.COMPARISON, strict=False)
