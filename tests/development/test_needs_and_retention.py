"""Training needs and retention by box, with the rows behind the numbers."""

from datetime import date

import pytest
from pydantic import TypeAdapter

from app.core.identity import Role
from app.core.paging import Page
from app.development.schemas import CoverageRead, MeasureRead, NeedPersonRead, NeedRead
from app.employees.levels import COMPETENCIES
from tests.assessors.conftest import SEVERE, an_assessment, measured

__all__ = ["measured"]
NEEDS = "/v1/development-plans/needs"
MEASURES = "/v1/retention-measures"


def a_measure(measured, **values):
    return {
        "employee_id": str(measured.people[0].id),
        "map_id": str(measured.map.id),
        "measure": "reward",
        "note": "Piagam pegawai berprestasi",
        "done_by": "Kepala BKD",
        "done_on": "2026-02-17",
        **values,
    }


async def test_needs_count_who_falls_short_and_lead_to_them(client_for, measured, save):
    await save(an_assessment(measured.people[0], SEVERE, 1, date(2025, 6, 1)))
    client = client_for(Role.COMMITTEE)
    answer = await client.get(NEEDS, params={"map_id": str(measured.map.id)})
    TypeAdapter(list[NeedRead]).validate_json(answer.content)
    first = answer.json()[0]
    behind = await client.get(f"{first['rows']}&limit=4")
    more = await client.get(f"{first['rows']}&limit=4&cursor={behind.json()['next']}")
    TypeAdapter(Page[NeedPersonRead]).validate_json(behind.content)
    people = behind.json()["items"] + more.json()["items"]

    assert [need["competency"] for need in answer.json()] == list(COMPETENCIES)
    # One person wants two levels and five want one: 7 / 6.
    assert (first["people"], first["below"], first["unknown"]) == (12, 6, 0)
    assert first["mean_gap"] == "1.1667"
    assert {p["employee_id"] for p in people} == {str(p.id) for p in measured.people[:6]}
    assert len(people) == 6
    assert (len(behind.json()["items"]), more.json()["next"]) == (4, None)


async def test_without_a_valid_assessment_one_is_unknown_and_not_below(client_for, measured, save):
    await save(an_assessment(measured.people[1], SEVERE, 1, date(2025, 9, 1), required=None))
    answer = await client_for(Role.ANALYST).get(
        NEEDS, params={"map_id": str(measured.map.id), "by": "unit"}
    )
    first = answer.json()[0]

    assert (first["unknown"], first["below"]) == (1, 5)
    assert (first["cohort"], first["unit_id"]) == (None, str(measured.people[0].unit_id))


async def test_nobody_below_has_no_mean(client_for, measured, save):
    await save(*(an_assessment(p, SEVERE, 3, date(2025, 9, 1)) for p in measured.people))
    first = (
        await client_for(Role.ANALYST).get(NEEDS, params={"map_id": str(measured.map.id)})
    ).json()[0]

    assert (first["below"], first["mean_gap"]) == (0, None)


async def test_an_unknown_competency_is_named(client_for, measured):
    params = {"map_id": str(measured.map.id), "competency": "kesaktian"}
    answer = await client_for(Role.ANALYST).get(f"{NEEDS}/people", params=params)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "competency-unknown")


@pytest.mark.parametrize("role", [Role.SIMPEG])
async def test_needs_are_for_those_who_develop_decide_or_check(client_for, measured, role):
    for url in (NEEDS, f"{MEASURES}/coverage"):
        answer = await client_for(role).get(url, params={"map_id": str(measured.map.id)})
        assert answer.status_code == 403


async def test_a_measure_is_one_that_the_box_recommends_and_covers_a_person_once(
    client_for, measured
):
    client = client_for(Role.ANALYST)
    kept = await client.post(MEASURES, json=a_measure(measured))
    await client.post(MEASURES, json=a_measure(measured, measure="promotion"))
    wrong = await client.post(MEASURES, json=a_measure(measured, measure="counselling"))
    future = await client.post(MEASURES, json=a_measure(measured, done_on="2199-01-01"))
    coverage = await client_for(Role.PPK).get(
        f"{MEASURES}/coverage", params={"map_id": str(measured.map.id)}
    )
    TypeAdapter(list[CoverageRead]).validate_json(coverage.content)
    boxes = {one["box"]: one for one in coverage.json()}
    behind = await client.get(boxes[9]["rows"])
    TypeAdapter(Page[MeasureRead]).validate_json(behind.content)

    assert (kept.status_code, kept.json()["box"]) == (201, 9)
    assert wrong.json()["errors"][0]["code"] == "measure-not-recommended"
    assert "promotion, national_pool, reward" in wrong.json()["errors"][0]["detail"]
    assert future.json()["errors"][0]["pointer"] == "/done_on"
    assert (boxes[9]["people"], boxes[9]["covered"]) == (12, 1)
    assert boxes[9]["percent"] == "8.3333"
    assert (boxes[5]["people"], boxes[5]["percent"]) == (0, None)
    assert [m["code"] for m in boxes[9]["measures"]] == ["promotion", "national_pool", "reward"]
    assert len(behind.json()["items"]) == 2


@pytest.mark.parametrize("role", [Role.PPK, Role.AUDITOR])
async def test_only_who_develops_people_records_measures(client_for, measured, role):
    answer = await client_for(role).post(MEASURES, json=a_measure(measured))

    assert answer.status_code == 403
