"""A Kantor Regional examines the bodies of its region: of others it sees none."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.access.models import Membership
from app.core.db import transaction
from app.core.identity import Role
from tests.approvals.conftest import URL, decide
from tests.approvals.test_implementation import drafted
from tests.conftest import OVERWRITE, an_actor
from tests.factories import a_client


@pytest.fixture
async def regions(agency, save, app):
    """The agency is in region VII; an official there, and one of region II."""
    agency.kanreg, agency.province = "VII", "Sumatera Selatan"
    officials = {code: a_client([Role.KANREG], None, kanreg=code) for code in ("VII", "II")}
    await save(*officials.values())
    async with transaction(app.state.sessions, an_actor(Role.ADMIN, None)) as session:
        await session.execute(
            text("update agencies set kanreg = 'VII', province = 'Jambi' where id = :id"),
            {"id": agency.id},
        )
    return {
        code: an_actor(Role.KANREG, None, id=one.id, name=one.name, region=code)
        for code, one in officials.items()
    }


async def sent(client_for):
    request = await drafted(client_for(Role.ANALYST))
    answer = await client_for(Role.PPK).post(f"{URL}/{request['id']}/submission")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_region_sees_and_decides_its_own_bodies_alone(client_for, regions):
    ours, theirs = (client_for(None, actor=regions[code]) for code in ("VII", "II"))
    request = await sent(client_for)

    seen = [(await one.get(f"{URL}/{request['id']}")).status_code for one in (ours, theirs)]
    listed = [len((await one.get(URL)).json()["items"]) for one in (ours, theirs)]
    agencies = [len((await one.get("/v1/agencies")).json()["items"]) for one in (ours, theirs)]
    refused = await decide(theirs, request)
    decided = await decide(ours, request, decision="return", reason="Peta jabatan belum sah.")

    assert (seen, listed, agencies) == ([200, 404], [1, 0], [1, 0])
    assert (refused.status_code, refused.json()["code"]) == (404, "approval-request-unknown")
    assert decided.status_code == 201, decided.text


async def test_the_database_shows_a_region_no_other_bodies(client_for, regions, sessions):
    request = await sent(client_for)
    for code, expected in (("VII", 1), ("II", 0)):
        async with transaction(sessions, regions[code]) as session:
            for table in ("approval_requests", "approval_stages", "approval_rounds"):
                column = "id" if table == "approval_requests" else "request_id"
                counted = f"select count(distinct {column}) from {table} where {column} = :id"
                assert await session.scalar(text(counted), {"id": request["id"]}) == expected


async def test_a_submission_names_people_of_the_bodys_own_region(client_for, regions):
    request = await sent(client_for)

    route = (await client_for(Role.PPK).get(f"{URL}/{request['id']}/route")).json()

    named = {person["id"] for person in route["stages"][0]["people"]}
    assert str(regions["VII"].id) in named
    assert str(regions["II"].id) not in named


async def test_a_body_that_moved_is_seen_by_its_new_region_at_once(client_for, regions, agency):
    ours, theirs = (client_for(None, actor=regions[code]) for code in ("VII", "II"))
    everywhere = client_for(Role.ADMIN, agency_id=None)
    request = await sent(client_for)

    placing = {"kanreg": "II", "province": "Jawa Timur"}
    moved = await everywhere.patch(f"/v1/agencies/{agency.id}", json=placing, headers=OVERWRITE)
    seen = [(await one.get(f"{URL}/{request['id']}")).status_code for one in (ours, theirs)]
    newcomer = await decide(theirs, request)

    assert (moved.status_code, moved.json()["kanreg"]) == (200, "II")
    assert seen == [404, 200]
    assert newcomer.json()["code"] == "not-named"


async def test_raw_sql_gives_no_region_to_others(save, agency):
    for client in (
        a_client([Role.KANREG, Role.BKN], None, kanreg="VII"),
        a_client([Role.KANREG], agency.id, kanreg="VII"),
    ):
        with pytest.raises(IntegrityError, match="client_region_for_kanreg"):
            await save(client)


async def test_raw_sql_makes_no_person_of_every_region(save):
    person = Membership(
        issuer="https://masuk.example.go.id",
        subject="ratna",
        actor_id=uuid4(),
        name="Ratna W.",
        roles=["kanreg"],
        valid_from=date(2026, 1, 5),
    )

    with pytest.raises(IntegrityError, match="serves one region"):
        await save(person)
