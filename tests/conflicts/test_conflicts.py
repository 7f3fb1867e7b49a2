"""The register of relations by HTTP, and what the database refuses."""

from datetime import date
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.access.models import Client, Membership
from app.conflicts import service
from app.conflicts.models import Kind
from app.conflicts.schemas import ConflictRead
from app.core.db import set_context, transaction
from app.core.identity import SYSTEM, Actor, Role
from app.core.paging import Page
from tests.conftest import an_actor
from tests.factories import a_unit, an_agency, an_employee

URL = "/v1/conflicts"
REASON = "Saudara kandung, tercatat dalam KK"
ENDING = {"until": "2026-01-31", "reason": "Pegawai pindah ke bidang lain"}


@pytest.fixture
async def person(agency, save):
    unit = a_unit(agency)
    employee = an_employee(unit)
    await save(unit, employee)
    return employee


@pytest.fixture
async def member(agency, save):
    """A client of the committee."""
    client = Client(id=uuid4(), name="Komite 2", roles=["committee"], agency_id=agency.id)
    await save(client)
    return Actor(client.id, "Komite 2", frozenset({Role.COMMITTEE}), frozenset({agency.id}))


def about(person, **values):
    given = {"employee_id": str(person.id), "kind": "family", "reason": REASON}
    return {**given, "since": "2010-01-01", **values}


async def events(sessions):
    async with transaction(sessions, SYSTEM) as session:
        found = text("select kind, data from audit_events where kind like 'conflict.%' order by id")
        return [tuple(row) for row in await session.execute(found)]


async def test_whoever_decides_declares_an_own_relation(client_for, member, person, sessions):
    client = client_for(None, actor=member)

    made = await client.post(URL, json=about(person))
    again = await client.post(URL, json=about(person))
    other = await client.post(URL, json=about(person, kind="business"))
    listed = await client.get(URL)

    assert made.status_code == 201, made.text
    body = ConflictRead.model_validate_json(made.content)
    assert (body.actor_id, body.declared_by, body.basis) == (member.id, member.id, "declared")
    assert (body.effects, body.until) == ([], None)
    assert (again.status_code, again.json()["code"]) == (409, "conflict-known")
    assert other.status_code == 201
    TypeAdapter(Page[ConflictRead]).validate_json(listed.content)
    assert [item["kind"] for item in listed.json()["items"]] == ["business", "family"]
    assert [kind for kind, _ in await events(sessions)] == ["conflict.declared"] * 2
    assert (await events(sessions))[0][1] == {"decider": str(member.id), "relation": "family"}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR])
async def test_a_relation_of_somebody_else_is_reported(client_for, member, person, role, sessions):
    answer = await client_for(role).post(URL, json=about(person, actor_id=str(member.id)))

    assert answer.status_code == 201, answer.text
    assert answer.json()["basis"] == "reported"
    assert answer.json()["actor_name"] == "Komite 2"
    assert [kind for kind, _ in await events(sessions)] == ["conflict.reported"]


@pytest.mark.parametrize(
    ("role", "others", "status"),
    [
        (Role.COMMITTEE, True, 403),
        (Role.PPK, True, 403),
        (Role.AUDITOR, False, 403),
        (Role.SIMPEG, False, 403),
        (Role.ASN, False, 403),
        (Role.ADMIN, False, 403),
        (Role.PYB, False, 201),
        (Role.PPK, False, 201),
        (Role.ANALYST, False, 201),
    ],
)
async def test_who_may_declare_and_who_may_report(client_for, member, person, role, others, status):
    values = {"actor_id": str(member.id)} if others else {}

    answer = await client_for(role).post(URL, json=about(person, **values))

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"since": "2199-01-01"}, "/since"),
        ({"until": "2009-12-31"}, "/until"),
        ({"employee_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"}, "/employee_id"),
        ({"actor_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"}, "/actor_id"),
        ({"kind": "friend"}, "/kind"),
        ({"reason": "   singkat  "}, "/reason"),
        ({"surprise": 1}, "/surprise"),
    ],
)
async def test_what_is_wrong_is_pointed_at(client_for, person, values, pointer):
    answer = await client_for(Role.ANALYST).post(URL, json=about(person, **values))

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_somebody_of_another_agency_is_not_there(client_for, save):
    other = an_agency()
    unit = a_unit(other)
    stranger = an_employee(unit)
    await save(other, unit, stranger)

    answer = await client_for(Role.PPK).post(URL, json=about(stranger))

    assert (answer.status_code, answer.json()["code"]) == (422, "conflict-refused")


async def test_a_decider_sees_the_own_relations_and_the_watchers_all(client_for, member, person):
    own = (await client_for(None, actor=member).post(URL, json=about(person))).json()
    await client_for(Role.PPK).post(URL, json=about(person))
    seen = {}
    for role in (Role.ANALYST, Role.AUDITOR, Role.COMMITTEE, Role.PPK):
        listed = await client_for(role).get(URL, params={"employee_id": str(person.id)})
        one = await client_for(role).get(f"{URL}/{own['id']}")
        seen[role] = (len(listed.json()["items"]), one.status_code)
    himself = an_actor(Role.ASN, person.agency_id, employee_id=person.id)
    asn = await client_for(None, actor=himself).get(URL)

    assert seen == {
        Role.ANALYST: (2, 200),
        Role.AUDITOR: (2, 200),
        Role.COMMITTEE: (0, 404),
        Role.PPK: (0, 404),
    }
    assert asn.status_code == 403


async def test_that_somebody_read_a_relation_is_told_to_the_civil_servant(
    client_for, member, person, sessions
):
    own = (await client_for(None, actor=member).post(URL, json=about(person))).json()

    await client_for(Role.AUDITOR).get(f"{URL}/{own['id']}")

    async with transaction(sessions, SYSTEM) as session:
        await set_context(session, an_actor(Role.AUDITOR, person.agency_id).context)
        found = await session.execute(text("select what, object_id from person_accesses"))
        assert [(what, str(where)) for what, where in found] == [("conflict", own["id"])]


async def test_a_relation_ends_once_and_stays(client_for, member, person, sessions):
    client = client_for(None, actor=member)
    own = (await client.post(URL, json=about(person))).json()

    early = await client.post(f"{URL}/{own['id']}/ending", json={**ENDING, "until": "2009-12-31"})
    ended = await client.post(f"{URL}/{own['id']}/ending", json=ENDING)
    again = await client.post(f"{URL}/{own['id']}/ending", json=ENDING)
    anew = await client.post(URL, json=about(person, since="2026-02-02"))

    assert (early.status_code, early.json()["errors"][0]["pointer"]) == (422, "/until")
    assert ended.status_code == 200, ended.text
    ConflictRead.model_validate_json(ended.content)
    assert (ended.json()["until"], ended.json()["ending_reason"]) == tuple(ENDING.values())
    assert (again.status_code, again.json()["code"]) == (409, "conflict-ended")
    assert anew.status_code == 201
    kinds = [kind for kind, _ in await events(sessions)]
    assert kinds == ["conflict.declared", "conflict.ended", "conflict.declared"]


async def test_what_others_reported_is_not_for_the_decider_to_end(client_for, member, person):
    reported = await client_for(Role.AUDITOR).post(URL, json=about(person, actor_id=str(member.id)))
    where = f"{URL}/{reported.json()['id']}/ending"

    decider = await client_for(None, actor=member).post(where, json=ENDING)
    analyst = await client_for(Role.ANALYST).post(where, json=ENDING)

    assert decider.status_code == 403
    assert analyst.status_code == 200


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2009, 12, 31), False),
        (date(2010, 1, 1), True),
        (date(2026, 1, 31), True),
        (date(2026, 2, 1), False),
    ],
)
async def test_other_domains_are_told_what_stands_between_on_a_day(
    client_for, member, person, sessions, day, found
):
    client = client_for(None, actor=member)
    own = (await client.post(URL, json=about(person))).json()
    await client.post(f"{URL}/{own['id']}/ending", json=ENDING)
    asker = an_actor(Role.PPK, person.agency_id)

    async with transaction(sessions, asker) as session:
        edges = await service.between(
            session, person.agency_id, [member.id, asker.id], [person.id], day
        )
        elsewhere = await service.between(session, uuid4(), [member.id], [person.id], day)
        context = await session.scalar(text("select current_setting('app.context')"))

    assert {(e.actor_id, e.employee_id, e.kind) for e in edges} == (
        {(member.id, person.id, Kind.FAMILY)} if found else set()
    )
    assert elsewhere == set()
    assert context == asker.context


async def test_deciders_are_clients_and_people_with_a_role_in_the_whole_agency(
    agency, member, person, save, sessions
):
    where = {"agency_id": agency.id, "valid_from": date(2026, 1, 1)}
    given = {"issuer": "https://masuk.example.go.id", "roles": ["committee"], **where}
    people = {
        "Sekretaris": {},
        "Berakhir": {"valid_until": date(2026, 1, 2)},
        "Sebagian": {"units": [person.unit_id]},
    }
    rows = [
        Membership(actor_id=uuid4(), subject=name, name=name, **{**given, **values})
        for name, values in people.items()
    ]
    await save(*rows)

    asker = an_actor(Role.COMMITTEE, agency.id)
    async with transaction(sessions, asker) as session:
        ids = [member.id, uuid4(), *(row.actor_id for row in rows)]
        found = await service.deciders(session, agency.id, ids)

    assert {decider.name for decider in found.values()} == {"Komite 2", "Sekretaris"}
    assert found[member.id].roles == {Role.COMMITTEE}


RAW = (
    "insert into conflicts (agency_id, actor_id, actor_name, employee_id, kind, basis, reason,"
    " since, declared_by) values (:agency, :actor, 'x', :person, 'other', :basis, 'sebab', "
    "'2020-01-01', :by)"
)


@pytest.mark.parametrize(
    ("role", "basis", "by_oneself"),
    [
        (Role.COMMITTEE, "reported", True),
        (Role.COMMITTEE, "declared", False),
        (Role.ASN, "declared", True),
        (Role.SIMPEG, "declared", True),
    ],
)
async def test_the_database_refuses_what_is_said_in_anothers_name(
    person, sessions, role, basis, by_oneself
):
    actor = an_actor(role, person.agency_id, employee_id=person.id)
    by = actor.id if by_oneself else uuid4()
    values = {"agency": person.agency_id, "person": person.id, "basis": basis, "by": by}
    values["actor"] = by if basis == "declared" else uuid4()

    with pytest.raises(DBAPIError, match="row-level security"):
        async with transaction(sessions, actor) as session:
            await session.execute(text(RAW), values)


async def test_the_database_keeps_what_is_on_record(client_for, member, person, sessions):
    await client_for(None, actor=member).post(URL, json=about(person))

    for change in (
        "update conflicts set since = '2026-01-01'",
        "update conflicts set actor_id = gen_random_uuid()",
        "delete from conflicts",
        (
            "insert into conflict_effects (agency_id, conflict_id, what, subject_id)"
            " select agency_id, id, 'x', id from conflicts"
        ),
    ):
        with pytest.raises(DBAPIError, match=r"only ends|permission denied|row-level"):
            async with transaction(sessions, member) as session:
                await session.execute(text(change))
