"""The list of people: what it can be narrowed to, its orders, and pages beside writers."""

import asyncio
import random

import pytest

from app.core.identity import Role
from tests.employees.following import (
    client,
    client_for_agency,
    committed,
    kept,
    own_database,
    reads,
    unit,
)
from tests.employees.test_changes_order import Writer
from tests.factories import a_unit, an_employee

__all__ = ["client", "client_for_agency", "committed", "own_database", "reads", "unit"]
LIST = "/v1/employees"


@pytest.fixture
async def people(agency, save):
    unit = a_unit(agency)
    await save(
        unit,
        an_employee(unit, name="Andi", rank_code="33", legal_status="Aktif"),
        an_employee(unit, name="Budi", rank_code="34", legal_status="CLTN"),
        an_employee(unit, name="Citra", rank_code="33", legal_status="Aktif", employment="PPPK"),
    )


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Andi", "Budi", "Citra"]),
        ("sort=name", ["Andi", "Budi", "Citra"]),
        ("sort=-name", ["Citra", "Budi", "Andi"]),
        ("rank_code=33", ["Andi", "Citra"]),
        ("rank_code=33&sort=-name", ["Citra", "Andi"]),
        ("legal_status=CLTN", ["Budi"]),
        ("employment=PPPK", ["Citra"]),
        ("employment=PNS&rank_code=33", ["Andi"]),
        ("rank_code=' or 1=1", []),
    ],
)
async def test_people_are_narrowed_and_ordered(client_for, query, names):
    answer = await client_for(Role.ANALYST).get(f"{LIST}?{query}")

    assert [person["name"] for person in answer.json()["items"]] == names


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("query", "pointer"),
    [("sort=nip", "?sort"), ("employment=TNI", "?employment"), ("golongan=33", "?golongan")],
)
async def test_what_the_list_does_not_know_is_refused(client_for, query, pointer):
    answer = await client_for(Role.ANALYST).get(f"{LIST}?{query}")

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.usefixtures("people")
async def test_the_cursor_of_one_order_is_none_of_another(client_for):
    client = client_for(Role.ANALYST)
    cursor = (await client.get(f"{LIST}?limit=1")).json()["next"]

    answer = await client.get(f"{LIST}?limit=1&sort=-name&cursor={cursor}")

    assert answer.json()["errors"][0]["code"] == "cursor-invalid"


@pytest.mark.committed
@pytest.mark.parametrize("sort", ["name", "-name"])
async def test_pages_beside_writers_hold_everybody_once(
    client, committed, own_database, unit, sort
):
    """A thousand people; writers change some, rename others and add more, while pages are read."""
    dice = random.Random(20260301)  # noqa: S311 - it is to be the same every time
    people = [an_employee(unit, name=f"Nama {n // 3:04d}") for n in range(1000)]
    await kept(committed, *people)
    renamed = people[::10]
    reading = True

    async def write():
        while reading:
            async with Writer(own_database.url()) as writer:
                await writer.rename(dice.choice(renamed), f"Nama {dice.randrange(400):04d}")
                await writer.commit()
            await kept(committed, an_employee(unit, name=f"Nama {dice.randrange(400):04d}"))

    writing = asyncio.create_task(write())
    seen, cursor = [], {}
    while True:
        answer = await client.get(LIST, params={"limit": 37, "sort": sort, **cursor})
        page = answer.json()
        seen += [person["id"] for person in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    reading = False
    await writing

    still = {str(person.id) for person in people} - {str(person.id) for person in renamed}
    assert sorted(one for one in seen if one in still) == sorted(still)
    assert len(seen) >= len(still)
