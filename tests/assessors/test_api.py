"""Assessors of a map by HTTP."""

from datetime import UTC, date, datetime

import pytest
from pydantic import TypeAdapter

from app.assessors.schemas import AssessorRead
from app.core.identity import Actor, Role
from app.core.paging import Page
from app.talent_maps.models import State
from tests.assessors.conftest import CENTRE, LENIENT, SELDOM, SEVERE, an_assessment
from tests.talent_pools.conftest import a_map

BEFORE, AFTER = datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 1, 7, tzinfo=UTC)
"""Around the instant as of which the map knows its facts."""


def url(measured):
    return f"/v1/talent-maps/{measured.map.id}/assessors"


async def asked(client_for, measured, role=Role.COMMITTEE):
    answer = await client_for(role).get(url(measured))
    assert answer.status_code == 200, answer.text
    TypeAdapter(Page[AssessorRead]).validate_json(answer.content)
    return {item["name"]: item for item in answer.json()["items"]}


async def test_severity_is_held_against_others_and_said_of_five_or_more(client_for, measured):
    found = await asked(client_for, measured)
    severe, lenient, seldom = (found[name]["scores"] for name in (SEVERE, LENIENT, SELDOM))

    # 2 of 3 is 66.6667; others gave 100, so the distance is 33.3333.
    assert severe[0] == {
        "score": "jpm",
        "compared": 6,
        "severity": "33.3333",
        "unsaid": None,
        "spread": "0.0000",
    }
    # Others: six of 66.6667 and one of 100, whose mean is 71.4286.
    assert (lenient[0]["severity"], lenient[0]["compared"]) == ("-28.5714", 5)
    assert (seldom[0]["severity"], seldom[0]["unsaid"]) == (None, "too_few")
    assert {item["scores"][1]["unsaid"] for item in found.values()} == {"not_used"}
    assert found[SEVERE]["institution"] == CENTRE


async def test_identical_sheets_are_counted_within_an_assessor(client_for, measured, save):
    differs = an_assessment(measured.people[0], SEVERE, 2, achieved=[2] * 8 + [1])
    await save(differs)
    found = await asked(client_for, measured)

    severe = found[SEVERE]
    assert (severe["assessments"], severe["identical"]) == (7, 6)
    assert severe["identical_percent"] == "85.7143"
    assert (found[SELDOM]["identical"], found[SELDOM]["identical_percent"]) == (0, "0.0000")


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"assessed_on": date(2024, 3, 4)}, id="older"),
        pytest.param({"assessed_on": date(2026, 1, 2)}, id="after-D"),
        pytest.param({"recorded_at": AFTER}, id="known-later"),
        pytest.param({"superseded_at": BEFORE}, id="superseded"),
    ],
)
async def test_what_the_map_did_not_use_does_not_count(client_for, measured, save, values):
    await save(an_assessment(measured.people[11], SELDOM, 1, **values))
    found = await asked(client_for, measured)

    assert found[SELDOM]["assessments"] == 1


async def test_an_assessment_that_is_no_longer_valid_does_not_count(client_for, measured, save):
    stranger = measured.people[11]
    old = an_assessment(stranger, "Asesor Lama", 1, date(2022, 12, 31))
    valid = an_assessment(stranger, "Asesor Lama", 1, date(2023, 1, 1))
    found = await asked(client_for, measured)
    assert "Asesor Lama" not in found

    await save(old, valid)
    measured_again = await asked(client_for, measured)
    assert "Asesor Lama" not in measured_again, "the latest day counts, and it is another's"


async def test_drift_shows_each_half_year_against_the_same_others(client_for, measured, save):
    later = [an_assessment(person, SEVERE, 3, date(2025, 9, 1)) for person in measured.people[:5]]
    await save(*later)
    found = await asked(client_for, measured)
    first, second = found[SEVERE]["drift"]

    assert (first["half"], first["assessments"]) == ("2025-1", 1)
    assert first["scores"][0]["unsaid"] == "too_few"
    assert (second["half"], second["scores"][0]["severity"]) == ("2025-2", "0.0000")


async def test_assessments_that_name_nobody_stand_last_and_are_nobodys_severity(
    client_for, measured, save
):
    unnamed = [an_assessment(person, None, 1, date(2025, 10, 1)) for person in measured.people[:6]]
    await save(*unnamed)
    answer = await client_for(Role.ANALYST).get(url(measured))
    last = answer.json()["items"][-1]

    assert (last["name"], last["key"], last["assessments"]) == (None, None, 6)
    assert last["scores"][0]["severity"] is None
    assert last["scores"][0]["unsaid"] == "unnamed"


async def test_the_list_comes_in_pages(client_for, measured):
    client, names, cursor = client_for(Role.AUDITOR), [], ""
    while cursor is not None:
        page = (await client.get(f"{url(measured)}?limit=2{cursor}")).json()
        names += [item["name"] for item in page["items"]]
        cursor = page["next"] and f"&cursor={page['next']}"

    assert names == sorted([SEVERE, LENIENT, SELDOM])
    assert (await client.get(f"{url(measured)}?cursor=abc")).status_code == 422


@pytest.mark.parametrize(
    ("role", "status"),
    [(role, 200) for role in (Role.COMMITTEE, Role.ANALYST, Role.AUDITOR)]
    + [(role, 403) for role in (Role.PPK, Role.PYB, Role.SIMPEG)]
    + [(role, 404) for role in (Role.ADMIN, Role.KANREG, Role.BKN, Role.ASN)],
)
async def test_only_those_who_answer_for_or_check_the_measurement_see_it(
    client_for, measured, role, status
):
    assert (await client_for(role).get(url(measured))).status_code == status


async def test_whoever_has_one_unit_does_not_compare_the_agencys_assessors(client_for, measured):
    unit = frozenset({measured.people[0].unit_id})
    agencies = frozenset({measured.map.agency_id})
    narrow = Actor(measured.map.id, "x", frozenset({Role.ANALYST}), agencies, unit)

    assert (await client_for(None, actor=narrow).get(url(measured))).status_code == 403


async def test_an_unfinished_map_has_used_nothing_yet(client_for, measured, agency, save):
    waiting = a_map(
        agency,
        type("S", (), {"id": measured.map.scheme_id}),
        name="Menunggu",
        state=State.RUNNING,
        known_at=None,
        population=None,
        cell_counts=None,
    )
    await save(waiting)
    answer = await client_for(Role.ANALYST).get(f"/v1/talent-maps/{waiting.id}/assessors")

    assert (answer.status_code, answer.json()["code"]) == (409, "talent-map-not-ready")
