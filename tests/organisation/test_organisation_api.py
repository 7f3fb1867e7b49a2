"""Agencies, units and positions through HTTP."""

import pytest
from pydantic import TypeAdapter

from app.core.identity import Role
from app.core.paging import Page
from app.organisation.schemas import AgencyRead, PositionRead, UnitRead
from tests.factories import a_position, a_unit, an_agency


@pytest.fixture
async def world(agency, save):
    """Two units, one below the other, and two positions; and a stranger's agency besides."""
    other = an_agency()
    top = a_unit(agency, name="Badan Kepegawaian")
    below = a_unit(agency, name="Bidang Mutasi", parent_id=top.id)
    theirs = a_unit(other)
    posts = [a_position(top, critical=True), a_position(below)]
    await save(other, top, below, theirs, *posts, a_position(theirs))
    return top, below, theirs, posts


async def test_an_actor_sees_only_the_agencies_where_their_roles_hold(client_for, agency, world):
    client = client_for(Role.ANALYST)

    page = await client.get("/v1/agencies")
    own = await client.get(f"/v1/agencies/{agency.id}")
    foreign = await client.get(f"/v1/agencies/{world[2].agency_id}")

    assert [item["code"] for item in page.json()["items"]] == ["PROV-UJI"]
    assert own.json() == page.json()["items"][0]
    assert foreign.status_code == 404
    assert foreign.json()["code"] == "agency-unknown"
    TypeAdapter(Page[AgencyRead]).validate_json(page.content)


@pytest.mark.usefixtures("world")
async def test_who_may_see_every_agency_sees_every_agency(client_for):
    page = await client_for(Role.BKN, agency_id=None).get("/v1/agencies")

    assert len(page.json()["items"]) == 2


async def test_units_are_walked_down_the_tree(client_for, world):
    top, below, _, _ = world
    client = client_for(Role.SIMPEG)

    everything = await client.get("/v1/units")
    children = await client.get("/v1/units", params={"parent_id": str(top.id)})
    one = await client.get(f"/v1/units/{below.id}")

    assert [u["name"] for u in everything.json()["items"]] == ["Badan Kepegawaian", "Bidang Mutasi"]
    assert [u["id"] for u in children.json()["items"]] == [str(below.id)]
    assert one.json()["parent_id"] == str(top.id)
    TypeAdapter(Page[UnitRead]).validate_json(everything.content)
    UnitRead.model_validate_json(one.content)


async def test_positions_are_found_by_unit_and_by_what_depends_on_them(client_for, world):
    top, _, _, posts = world
    client = client_for(Role.COMMITTEE)

    everything = await client.get("/v1/positions")
    of_unit = await client.get("/v1/positions", params={"unit_id": str(top.id)})
    critical = await client.get("/v1/positions", params={"critical": "true"})
    others = await client.get("/v1/positions", params={"critical": "false"})
    one = await client.get(f"/v1/positions/{posts[1].id}")

    assert [p["id"] for p in everything.json()["items"]] == [str(p.id) for p in posts]
    assert [p["id"] for p in of_unit.json()["items"]] == [str(posts[0].id)]
    assert [p["id"] for p in critical.json()["items"]] == [str(posts[0].id)]
    assert [p["id"] for p in others.json()["items"]] == [str(posts[1].id)]
    TypeAdapter(Page[PositionRead]).validate_json(everything.content)
    PositionRead.model_validate_json(one.content)


@pytest.mark.parametrize(
    ("address", "code"), [("units", "unit-unknown"), ("positions", "position-unknown")]
)
async def test_what_is_another_agencys_is_not_there(client_for, world, address, code):
    theirs = world[2].id if address == "units" else "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"

    answer = await client_for(Role.ANALYST).get(f"/v1/{address}/{theirs}")

    assert answer.status_code == 404
    assert answer.json()["code"] == code


async def test_an_administrator_of_everything_opens_an_agency(client_for):
    client = client_for(Role.ADMIN, agency_id=None)
    body = {"code": "7100", "name": "Pemerintah Provinsi Baru"}

    opened = await client.post("/v1/agencies", json=body)
    again = await client.post("/v1/agencies", json=body)

    assert opened.status_code == 201
    assert opened.json()["code"] == "7100"
    assert again.status_code == 409
    assert again.json()["code"] == "agency-code-taken"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_nobody_else_opens_an_agency(client_for, role):
    body = {"code": "7100", "name": "Pemerintah Provinsi Baru"}

    answer = await client_for(role, agency_id=None).post("/v1/agencies", json=body)

    assert answer.status_code == 403


async def test_an_administrator_of_one_agency_opens_no_other(client_for):
    body = {"code": "7100", "name": "Pemerintah Provinsi Baru"}

    answer = await client_for(Role.ADMIN).post("/v1/agencies", json=body)

    assert answer.status_code == 403
