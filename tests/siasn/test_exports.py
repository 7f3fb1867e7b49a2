"""A map's people in SIASN's shapes, by HTTP."""

import orjson
import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.calibrations.conftest import panel
from tests.conftest import an_actor
from tests.talent_maps.test_api import MAP, people
from tests.talent_pools.conftest import body
from tests.talent_pools.test_standing_boxes import moved

__all__ = ["body", "panel", "people"]
WHO = "0f3c1a52-7c1e-4d6f-9b3a-5c7e8d9f0b11"


@pytest.fixture
async def where(client_for, people, run_jobs, sessions):
    """A map of three people; SIASN knows the best of them."""
    async with transaction(sessions, SYSTEM) as session:
        known = text("update employees set pns_id = :who where id = :id")
        await session.execute(known, {"who": WHO, "id": people["best"].id})
    where = (await client_for(Role.ANALYST).post("/v1/talent-maps", json=MAP)).headers["location"]
    await run_jobs()
    return where


async def lines(client, where, shape):
    answer = await client.get(f"{where}/siasn/{shape}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [orjson.loads(line) for line in answer.content.splitlines()]


async def test_the_box_and_the_axes_of_whom_siasn_knows(client_for, where):
    client = client_for(Role.ANALYST)
    best = (await client.get(f"{where}/placements")).json()["items"][0]

    (sent,) = await lines(client, where, "talentmapping")

    assert sent["pns_id"] == WHO
    assert (sent["box"], sent["sumbu_y"]) == (str(best["box"]), best["performance"][:-2])
    assert float(sent["sumbu_x"]) == pytest.approx(float(best["potential"]), abs=0.005)


async def test_competencies_potential_and_appraisals_are_those_the_map_knew(
    client_for, where, people, sessions
):
    client = client_for(Role.SIMPEG)
    async with transaction(sessions, SYSTEM) as session:  # corrected since
        for table in ("assessments", "performances"):
            await session.execute(
                text(
                    f"update {table} set superseded_at = clock_timestamp() where employee_id = :id"
                ),
                {"id": people["best"].id},
            )

    (competencies,) = await lines(client, where, "kompetensi")
    (potential,) = await lines(client, where, "potensi")
    (performance,) = await lines(client, where, "skp22")

    assert set(competencies.values()) == {WHO, "3"}
    assert (potential["pnsOrangId"], potential["total"]) == (WHO, "20")
    assert (performance["pnsDinilaiOrang"], performance["tahun"]) == (WHO, "2025")
    assert performance["id"] is None


@pytest.mark.parametrize(("shape", "looks"), [("talentmapping", 0), ("kompetensi", 1)])
async def test_histories_are_on_record_with_each_person(
    client_for, where, people, sessions, shape, looks
):
    await lines(client_for(Role.ANALYST), where, shape)

    auditor = an_actor(Role.AUDITOR, people["best"].agency_id)
    async with transaction(sessions, auditor) as session:
        found = text(
            "select count(*) from person_accesses where what = :what and employee_id = :id"
        )
        values = {"what": f"siasn/{shape}", "id": people["best"].id}
        assert await session.scalar(found, values) == looks
        latest = text("select data->>'what' from audit_events order by id desc limit 1")
        assert await session.scalar(latest) == f"siasn/{shape}"


async def test_who_decides_takes_nothing_and_other_shapes_there_are_none(client_for, where):
    refused = await client_for(Role.PPK).get(f"{where}/siasn/talentmapping")
    unknown = await client_for(Role.ANALYST).get(f"{where}/siasn/hukdis")

    assert refused.status_code == 403
    assert unknown.status_code == 422


async def test_the_box_that_calibration_decided_is_sent(client_for, body, panel, sessions):
    await moved(panel, "five", 8)
    async with transaction(sessions, SYSTEM) as session:
        known = text("update employees set pns_id = 'P-' || nip")
        await session.execute(known)

    sent = await lines(client_for(Role.ANALYST), f"/v1/talent-maps/{body.map_id}", "talentmapping")

    assert [one["box"] for one in sent] == ["9", "8", "8", "7", "8"]
    assert sent[0]["pns_id"] == f"P-{body.people['nine'].nip}"
