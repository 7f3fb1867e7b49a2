"""What would have moved somebody, by HTTP: it does when it is really so, and less does not."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.employees.history_models import Course, Feedback, TeamAssignment
from app.employees.models import Employee
from app.talent_maps import service as maps
from app.talent_maps.models import Placement
from app.talent_maps.schemas import NewMap
from tests.conftest import an_actor

D = date(2026, 1, 1)
LESS = {"training": Decimal(1), "feedback": Decimal("0.01")}


def address(map_id, employee_id):
    return f"/v1/talent-maps/{map_id}/placements/{employee_id}/counterfactual"


async def people_of(sessions, talent_map):
    """Placements in the order of the map."""
    async with transaction(sessions, SYSTEM) as session:
        of_map = select(Placement).where(Placement.map_id == talent_map.id)
        return list(await session.scalars(of_map.order_by(Placement.place)))


async def answers(client, sessions, talent_map, **question):
    """The counterfactual of everybody on a map who has a box, and of some who have none."""
    found = {}
    people = await people_of(sessions, talent_map)
    boxed = sum(one.cell is not None for one in people)
    for one in people[: boxed + 5]:
        answer = await client.post(address(talent_map.id, one.employee_id), json=question)
        if answer.status_code != 422:
            assert answer.status_code == 200, answer.text
            found[one.employee_id] = answer.json()
    return found


def fact_of(change, employee, before):
    """The change as a personnel system would record it; None for the level of education."""
    common = {"agency_id": employee.agency_id, "employee_id": employee.id}
    common["source_id"] = uuid4().hex
    match change["lever"]:
        case "training":
            (year,) = change["years"]
            hours = Decimal(change["after"]) - Decimal(change["before"]) - before
            day = date(year, 12, 1)
            return Course(**common, year=year, held_on=day, name="Diklat", hours=hours)
        case "feedback":
            (year,) = change["years"]
            return Feedback(**common, year=year, score=Decimal(change["after"]) - before)
        case "team":
            role, _, scope = change["after"].partition(".")
            seat = {"role": role, "scope": scope, "decree_no": "188/1"}
            return TeamAssignment(**common, decree_on=date(2025, 12, 1), **seat)
    return None


@pytest.fixture
def made_so(sessions):
    """Everybody's changes made real, or all but a little of them; then a new map."""

    async def make(talent_map, found, *, less=None):
        async with transaction(sessions, SYSTEM) as session:
            for employee_id, answer in found.items():
                employee = await session.get(Employee, employee_id)
                for change in answer["changes"]:
                    lever = change["lever"]
                    before = LESS[lever] if lever == less else Decimal(0)
                    fact = fact_of(change, employee, before)
                    if fact is not None:
                        session.add(fact)
                    else:
                        employee.education_level = change["after"]
            await session.flush()
            new = NewMap(
                name=f"Peta {uuid4()}", scheme=await scheme_of(session, talent_map), as_of=D
            )
            asked = await maps.draw_up(session, SYSTEM, new, today=D)
        await maps.calculate(sessions, asked.id)
        async with transaction(sessions, SYSTEM) as session:
            there = await maps.get_finished(session, SYSTEM, asked.id)
        return {one.employee_id: one for one in await people_of(sessions, there)}

    return make


async def scheme_of(session, talent_map):
    name = "select code || '@' || version from scoring_schemes where id = :id"
    return await session.scalar(text(name), {"id": talent_map.scheme_id})


def box(talent_map, placement):
    return None if placement.cell is None else talent_map.numbers[placement.cell]


@pytest.mark.parametrize("scheme", ["bkn-411-2025", "pu-djbk"])
async def test_a_map_with_the_changes_made_gives_exactly_that_box(
    client_for, mapped, sessions, made_so, scheme
):
    talent_map = await mapped(90, scheme)
    everybody = await answers(client_for(Role.ANALYST), sessions, talent_map)
    found = {who: answer for who, answer in everybody.items() if answer["possible"]}
    before = {one.employee_id: one for one in await people_of(sessions, talent_map)}

    after = await made_so(talent_map, found)

    assert len(found) > 3
    assert len(found) < len(everybody)
    for who, answer in everybody.items():
        assert answer["before"]["box"] == box(talent_map, before[who])
        assert answer["verified"] == answer["possible"]
        if who not in found:
            assert box(talent_map, after[who]) == box(talent_map, before[who])
            continue
        assert box(talent_map, after[who]) == answer["after"]["box"] != answer["before"]["box"]
        assert str(after[who].value) == answer["after"]["value"]
        assert str(after[who].performance) == answer["after"]["performance"]
        assert str(after[who].potential) == answer["after"]["potential"]
        assert answer["smaller_steps_tried"] >= len(answer["changes"])


@pytest.mark.parametrize("lever", ["training", "feedback"])
async def test_a_little_less_of_any_change_is_not_enough(
    client_for, mapped, sessions, made_so, lever
):
    talent_map = await mapped(90)
    everybody = await answers(client_for(Role.ANALYST), sessions, talent_map)
    found = {
        who: answer
        for who, answer in everybody.items()
        if lever in [change["lever"] for change in answer["changes"]]
    }

    after = await made_so(talent_map, found, less=lever)

    assert found
    for who, answer in found.items():
        assert box(talent_map, after[who]) != answer["after"]["box"]


async def test_the_box_asked_for_is_reached_or_said_to_be_out_of_reach(
    client_for, mapped, sessions
):
    talent_map = await mapped(90)
    asked = await answers(client_for(Role.ANALYST), sessions, talent_map, target_box=9)

    reached = [answer for answer in asked.values() if answer["possible"]]
    others = [answer["impossible"] for answer in asked.values() if not answer["possible"]]
    assert {answer["after"]["box"] for answer in reached} == {9}
    assert {answer["code"] for answer in others} == {"data-missing", "out-of-reach"}
    for answer in others:
        assert answer["reachable"]["box"] != 9
        if answer["code"] == "data-missing":
            assert answer["reachable"]["missing"]
            assert all(code in answer["reason"] for code in answer["reachable"]["missing"])


async def test_a_box_that_is_no_better_is_refused(client_for, mapped, sessions):
    talent_map = await mapped(90)
    client = client_for(Role.ANALYST)
    who = next(one for one in await people_of(sessions, talent_map) if box(talent_map, one) == 5)

    refused = {}
    for number in range(1, 10):
        asked = {"target_box": number}
        answer = await client.post(address(talent_map.id, who.employee_id), json=asked)
        if answer.status_code == 422:
            refused[number] = answer.json()["errors"][0]["code"]

    assert refused == dict.fromkeys((1, 2, 3, 4, 5, 6), "target-not-better")


async def test_reasons_are_given_in_both_languages(client_for, mapped, sessions):
    talent_map = await mapped(90)
    client = client_for(Role.ANALYST)
    people = await people_of(sessions, talent_map)
    who = address(talent_map.id, people[-1].employee_id)

    indonesian = (await client.post(who)).json()
    english = (await client.post(who, headers={"accept-language": "en"})).json()

    assert indonesian["impossible"]["code"] == english["impossible"]["code"] == "data-missing"
    assert "Skor tidak dapat dihitung" in indonesian["impossible"]["reason"]
    assert "There is no score" in english["impossible"]["reason"]
    reasons = {one["code"]: one["reason"] for one in english["fixed"]}
    assert reasons["lama_jabatan"] == "Only time adds to tenure."


async def test_who_asked_stands_before_the_person_s_eyes(client_for, mapped, sessions, agency):
    talent_map = await mapped(60)
    who = (await people_of(sessions, talent_map))[0].employee_id
    himself = client_for(None, actor=an_actor(Role.ASN, agency.id, employee_id=who))

    await client_for(Role.PPK).post(address(talent_map.id, who))

    (look,) = (await himself.get(f"/v1/employees/{who}/accesses")).json()["items"]
    assert (look["what"], look["object_id"]) == ("counterfactual", str(talent_map.id))


async def test_whoever_is_not_on_the_map_has_nothing_to_move(client_for, mapped):
    talent_map = await mapped(60)

    answer = await client_for(Role.ANALYST).post(address(talent_map.id, UUID(int=1)))

    assert (answer.status_code, answer.json()["code"]) == (404, "placement-unknown")
