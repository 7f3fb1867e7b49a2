"""Leave-one-out: what becomes of a map without one assessor, against a map made without them."""

from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy import text

from app.assessors.schemas import EffectRead
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.talent_maps import service as talent_maps
from tests.assessors.conftest import CENTRE, LENIENT, SELDOM, SEVERE, an_assessment
from tests.talent_pools.conftest import a_map

PLACES = text("""select employee_id, rank, cell, value from talent_map_placements
where map_id = :id and value is not null order by employee_id""")


def key_of(name):
    return sha256(f"{name}\x1f{CENTRE}".encode()).hexdigest()[:16]


async def calculated(sessions, save, agency, measured, name):
    """A map that is computed from what there is now."""
    waiting = a_map(
        agency,
        type("S", (), {"id": measured.map.scheme_id}),
        name=name,
        state="queued",
        step="waiting",
        progress=0,
        known_at=None,
        population=None,
        cell_counts=None,
    )
    await save(waiting)
    await talent_maps.calculate(sessions, waiting.id)
    return waiting.id


async def places(sessions, map_id):
    async with transaction(sessions, SYSTEM) as session:
        rows = await session.execute(PLACES, {"id": map_id})
        return {row.employee_id: row for row in rows}


def ranked(rows, among):
    """Ranks among some of the people: 1, 2, 2, 4."""
    ranks = sorted(rows[one].rank for one in among)
    return {one: ranks.index(rows[one].rank) + 1 for one in among}


@pytest.mark.parametrize("name", [SEVERE, LENIENT, SELDOM])
async def test_it_is_the_difference_to_a_map_made_without_the_assessor(
    client_for, measured, agency, save, sessions, name
):
    older = [an_assessment(p, "Asesor Lama", 1, date(2024, 1, 5)) for p in measured.people[4:8]]
    await save(*older)
    whole = await calculated(sessions, save, agency, measured, "Seluruhnya")
    url = f"/v1/talent-maps/{whole}/assessors/{key_of(name)}/effect"
    answer = await client_for(Role.COMMITTEE).get(url)
    EffectRead.model_validate_json(answer.content)
    said = answer.json()
    async with transaction(sessions, SYSTEM) as session:
        gone = "update assessments set superseded_at = clock_timestamp() where assessor = :name"
        await session.execute(text(gone), {"name": name})
    without = await calculated(sessions, save, agency, measured, "Tanpa asesor itu")
    before, after = await places(sessions, whole), await places(sessions, without)
    both = before.keys() & after.keys()
    first, second = ranked(before, both), ranked(after, both)
    moves = [abs(first[one] - second[one]) for one in both]

    assert said["lost"] == len(before.keys() - after.keys())
    assert said["gained"] == len(after.keys() - before.keys()) == 0
    assert said["compared"] == len(both)
    assert said["rescored"] == sum(before[one].value != after[one].value for one in both)
    assert said["other_box"] == sum(before[one].cell != after[one].cell for one in both)
    assert said["other_rank"] == sum(move > 0 for move in moves)
    assert said["largest"] == max(moves)
    assert abs(float(said["mean_change"]) - sum(moves) / len(moves)) < 0.0001
    assert len(before) == 12, "everybody has a value with the assessor"


async def test_the_older_assessment_counts_instead_and_the_others_lose_their_score(
    client_for, measured, agency, save, sessions
):
    await save(an_assessment(measured.people[0], "Asesor Lama", 3, date(2024, 1, 5)))
    whole = await calculated(sessions, save, agency, measured, "Seluruhnya")
    url = f"/v1/talent-maps/{whole}/assessors/{key_of(SEVERE)}/effect"
    said = (await client_for(Role.AUDITOR).get(url)).json()

    assert (said["lost"], said["compared"], said["rescored"]) == (5, 7, 1)
    assert (said["assessments"], said["name"]) == (6, SEVERE)


async def test_it_leaves_nothing_behind(client_for, measured, sessions):
    before = await places(sessions, measured.map.id)
    url = f"/v1/talent-maps/{measured.map.id}/assessors/{key_of(SEVERE)}/effect"
    assert (await client_for(Role.ANALYST).get(url)).status_code == 200

    assert await places(sessions, measured.map.id) == before


@pytest.mark.parametrize(("key", "status"), [("0" * 16, 404), ("abc", 422), ("' or 1=1 --", 422)])
async def test_an_assessor_of_no_assessment_is_not_there(client_for, measured, key, status):
    url = f"/v1/talent-maps/{measured.map.id}/assessors/{key}/effect"

    assert (await client_for(Role.ANALYST).get(url)).status_code == status


async def test_who_may_not_compare_assessors_gets_no_effect(client_for, measured):
    url = f"/v1/talent-maps/{measured.map.id}/assessors/{key_of(SEVERE)}/effect"

    assert (await client_for(Role.PPK).get(url)).status_code == 403
    assert (await client_for(Role.ASN).get(url)).status_code == 404
