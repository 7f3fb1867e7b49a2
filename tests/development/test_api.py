"""Plans by HTTP: made from gaps, filled, worked on, ended; who may do what."""

from dataclasses import replace
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from app.core.paging import Page
from app.development.schemas import PlanRead, PlanSummary, ProgressRead
from tests.assessors.conftest import measured
from tests.cards.test_api import looks_at, own
from tests.conftest import OVERWRITE, an_actor
from tests.talent_pools.conftest import a_position

__all__ = ["measured"]
URL = "/v1/development-plans"
EVENTS = text("select kind from audit_events where subject_id = :id order by id")
HASH = "9c" * 32


@pytest.fixture
async def target(agency, measured, save):
    """The post of an administrator: level 3 in every competency, PKA required."""
    position = a_position(agency, type("U", (), {"id": measured.people[0].unit_id}))
    await save(position)
    return position


def new_plan(measured, target, **values):
    return {
        "employee_id": str(measured.people[0].id),
        "position_id": str(target.id),
        "map_id": str(measured.map.id),
        "starts_on": "2026-02-01",
        "ends_on": "2026-12-31",
        **values,
    }


def an_activity(**values):
    return {
        "gap": "integritas",
        "kind": "experience",
        "title": "Memimpin tim percepatan",
        "hours": "70",
        "due_on": "2026-09-30",
        **values,
    }


async def made(client_for, measured, target, *activities, active=True):
    client = client_for(Role.ANALYST)
    plan = (await client.post(URL, json=new_plan(measured, target))).json()
    for activity in activities:
        answer = await client.post(f"{URL}/{plan['id']}/activities", json=activity)
        assert answer.status_code == 201, answer.text
        plan = answer.json()
    if active and activities:
        await client.patch(f"{URL}/{plan['id']}", json={"status": "active"}, headers=OVERWRITE)
    return plan


async def test_a_plan_is_made_from_what_the_person_lacks(client_for, measured, target, sessions):
    answer = await client_for(Role.COMMITTEE).post(URL, json=new_plan(measured, target))
    PlanRead.model_validate_json(answer.content)
    plan = answer.json()
    gaps = {gap["code"]: gap for gap in plan["gaps"]}

    assert answer.status_code == 201, answer.text
    assert set(gaps) == {"training", *(c for c in gaps if gaps[c]["kind"] == "competency")}
    assert gaps["training"]["datum"] == "diklat: -; syarat PKA"
    assert (gaps["integritas"]["achieved"], gaps["integritas"]["required"]) == (2, 3)
    assert len(gaps) == 10
    assert [a["achieved"] for a in plan["aspects"]] == [2] * 8
    assert plan["status"] == "draft"
    assert await looks_at(sessions, measured.people[0]) == ["development-plan"]


async def test_the_gaps_stay_as_they_were_found(client_for, measured, target, sessions):
    plan = await made(client_for, measured, target)
    change = "update development_plans set content = '{}' where id = :id"
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(text(change), {"id": plan["id"]})


async def test_hours_are_held_against_70_20_10(client_for, measured, target):
    plan = await made(
        client_for,
        measured,
        target,
        an_activity(),
        an_activity(kind="exposure", hours="20.5"),
        an_activity(kind="education", hours="9.5", gap="training"),
    )
    first = plan["activities"][0]["id"]
    report = {"percent": 50, "evidence": "Laporan triwulan", "evidence_sha256": HASH}
    url = f"{URL}/{plan['id']}/activities/{first}/progress"
    kept = await client_for(Role.ANALYST).post(url, json=report)
    ProgressRead.model_validate_json(kept.content)
    now = (await client_for(Role.AUDITOR).get(f"{URL}/{plan['id']}")).json()

    assert [(m["kind"], m["percent"]) for m in now["mix"]] == [
        ("experience", "70.0000"),
        ("exposure", "20.5000"),
        ("education", "9.5000"),
    ]
    done = {a["id"]: (a["percent"], a["reports"]) for a in now["activities"]}
    assert done[first] == (50, 1)
    assert sum(float(m["hours_done"]) for m in now["mix"]) > 0


async def test_the_person_sees_the_own_plan_and_reports_on_it(
    client_for, measured, target, sessions
):
    plan = await made(client_for, measured, target, an_activity())
    me, colleague = (client_for(None, actor=own(person)) for person in measured.people[:2])
    url = f"{URL}/{plan['id']}"
    report = f"{url}/activities/{plan['activities'][0]['id']}/progress"
    mine = await me.get("/v1/me/development-plans")
    TypeAdapter(Page[PlanSummary]).validate_json(mine.content)

    assert [one["id"] for one in mine.json()["items"]] == [plan["id"]]
    assert mine.json()["items"][0]["nip"] == measured.people[0].nip
    assert (await me.get(url)).status_code == 200
    assert (await me.post(report, json={"percent": 100})).status_code == 201
    assert (await me.patch(url, json={"status": "completed"}, headers=OVERWRITE)).status_code == 403
    assert (await me.post(f"{url}/activities", json=an_activity())).status_code == 403
    assert (await colleague.get(url)).status_code == 404
    assert (await colleague.post(report, json={"percent": 1})).status_code == 404
    assert (await colleague.get("/v1/me/development-plans")).json()["items"] == []
    assert "development-plan" in await looks_at(sessions, measured.people[0])


async def test_a_plan_is_completed_when_everything_is_done_and_then_closed(
    client_for, measured, target, sessions
):
    plan = await made(client_for, measured, target, an_activity(), an_activity(gap="box"))
    client, url = client_for(Role.ANALYST), f"{URL}/{plan['id']}"
    reports = [f"{url}/activities/{a['id']}/progress" for a in plan["activities"]]
    early = await client.patch(url, json={"status": "completed"}, headers=OVERWRITE)
    for report in reports:
        await client.post(report, json={"percent": 100})
    done = await client.patch(url, json={"status": "completed"}, headers=OVERWRITE)
    late = [
        await client.post(reports[0], json={"percent": 10}),
        await client.post(f"{url}/activities", json=an_activity()),
        await client.patch(url, json={"status": "active"}, headers=OVERWRITE),
    ]
    async with transaction(sessions, SYSTEM) as session:
        kinds = list(await session.scalars(EVENTS, {"id": plan["id"]}))

    assert (early.status_code, early.json()["code"]) == (409, "activities-unfinished")
    assert (done.status_code, done.json()["status"]) == (200, "completed")
    assert {(a.status_code, a.json()["code"]) for a in late} == {(409, "development-plan-not-open")}
    assert kinds == [
        "development_plan.drafted",
        "development_plan.activity_added",
        "development_plan.activity_added",
        "development_plan.activated",
        "development_plan.completed",
    ]


async def test_a_plan_is_abandoned_with_a_reason_and_makes_room_for_another(
    client_for, measured, target
):
    plan = await made(client_for, measured, target, an_activity())
    client, url = client_for(Role.ANALYST), f"{URL}/{plan['id']}"
    second = await client.post(URL, json=new_plan(measured, target))
    silent = await client.patch(url, json={"status": "abandoned"}, headers=OVERWRITE)
    said = await client.patch(
        url, json={"status": "abandoned", "reason": "Pindah instansi"}, headers=OVERWRITE
    )
    again = await client.post(URL, json=new_plan(measured, target))

    assert (second.status_code, second.json()["code"]) == (409, "already-planned")
    assert (silent.status_code, silent.json()["errors"][0]["pointer"]) == (422, "/reason")
    assert (said.status_code, said.json()["reason"]) == (200, "Pindah instansi")
    assert again.status_code == 201


async def test_an_empty_plan_is_not_set_to_work(client_for, measured, target):
    plan = await made(client_for, measured, target)
    answer = await client_for(Role.ANALYST).patch(
        f"{URL}/{plan['id']}", json={"status": "active"}, headers=OVERWRITE
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "development-plan-empty")


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        pytest.param({"employee_id": str(SYSTEM.id)}, "/employee_id", id="not-on-the-map"),
        pytest.param({"position_id": str(SYSTEM.id)}, "/position_id", id="no-such-position"),
        pytest.param({"map_id": str(SYSTEM.id)}, "/map_id", id="no-such-map"),
        pytest.param({"ends_on": "2026-02-01"}, "/ends_on", id="ends-as-it-starts"),
    ],
)
async def test_what_cannot_be_planned_is_named(client_for, measured, target, values, pointer):
    answer = await client_for(Role.ANALYST).post(URL, json=new_plan(measured, target, **values))

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        pytest.param({"gap": "kesaktian"}, "/gap", id="no-such-gap"),
        pytest.param({"due_on": "2027-01-01"}, "/due_on", id="after-the-plan"),
        pytest.param({"hours": "0"}, "/hours", id="takes-no-time"),
        pytest.param({"kind": "osmosis"}, "/kind", id="no-such-kind"),
    ],
)
async def test_what_is_no_activity_is_named(client_for, measured, target, values, pointer):
    plan = await made(client_for, measured, target)
    url = f"{URL}/{plan['id']}/activities"
    answer = await client_for(Role.ANALYST).post(url, json=an_activity(**values))

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_evidence_comes_with_its_hash(client_for, measured, target):
    plan = await made(client_for, measured, target, an_activity())
    url = f"{URL}/{plan['id']}/activities/{plan['activities'][0]['id']}/progress"
    answer = await client_for(Role.ANALYST).post(url, json={"percent": 1, "evidence": "Laporan"})

    assert answer.json()["errors"][0]["code"] == "evidence-without-hash"


@pytest.mark.parametrize("role", [Role.SIMPEG, Role.ADMIN, Role.KANREG, Role.BKN])
async def test_who_has_no_business_with_careers_sees_no_plans(client_for, measured, target, role):
    plan = await made(client_for, measured, target, an_activity())
    client = client_for(role)

    assert (await client.get(f"{URL}/{plan['id']}")).status_code == 404
    assert (await client.get(URL)).status_code == 403
    assert (await client.post(URL, json=new_plan(measured, target))).status_code == 403


@pytest.mark.parametrize("role", [Role.PPK, Role.PYB, Role.AUDITOR])
async def test_who_decides_or_checks_reads_and_changes_nothing(client_for, measured, target, role):
    plan = await made(client_for, measured, target, an_activity())
    client, url = client_for(role), f"{URL}/{plan['id']}"
    report = f"{url}/activities/{plan['activities'][0]['id']}/progress"
    listed = (await client.get(URL)).json()["items"]

    assert [(one["id"], one["activities"], one["finished"]) for one in listed] == [
        (plan["id"], 1, 0)
    ]
    assert listed[0]["nip"].startswith("****")
    assert (
        await client.patch(url, json={"status": "completed"}, headers=OVERWRITE)
    ).status_code == 403
    assert (await client.post(report, json={"percent": 1})).status_code == 403


async def test_the_database_keeps_plans_from_colleagues_and_reports_in_ones_own_name(
    client_for, measured, target, sessions, agency
):
    plan = await made(client_for, measured, target, an_activity())
    colleague = own(measured.people[1])
    async with transaction(sessions, colleague) as session:
        for table in ("development_plans", "development_activities", "development_progress"):
            assert await session.scalar(text(f"select count(*) from {table}")) == 0
    forged = text(
        "insert into development_progress (agency_id, activity_id, employee_id, percent,"
        " reported_by) values (:agency, :activity, :person, 100, :by)"
    )
    values = {
        "agency": agency.id,
        "activity": plan["activities"][0]["id"],
        "person": measured.people[0].id,
        "by": uuid4(),
    }
    for actor in (own(measured.people[0]), an_actor(Role.AUDITOR, agency.id), colleague):
        named = {**values, "by": actor.id if actor is not None else None}
        wrong = values if actor.employee_id == measured.people[0].id else named
        with pytest.raises(DBAPIError, match="row-level security"):
            async with transaction(sessions, actor) as session:
                await session.execute(forged, wrong)


async def test_an_analyst_of_one_unit_plans_for_its_people_alone(client_for, measured, target):
    unit = frozenset({measured.people[0].unit_id})
    inside = Actor(uuid4(), "x", frozenset({Role.ANALYST}), frozenset({target.agency_id}), unit)
    outside = replace(inside, units=frozenset({uuid4()}))
    made_there = await client_for(None, actor=inside).post(URL, json=new_plan(measured, target))
    nobody = await client_for(None, actor=outside).post(URL, json=new_plan(measured, target))

    assert made_there.status_code == 201, made_there.text
    assert nobody.status_code == 422
