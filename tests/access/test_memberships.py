"""Memberships: what people of a provider of identities may do, where, and on which days."""

import time
from datetime import date, timedelta
from itertools import count
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.access import authority
from app.access.memberships import memberships_of, person_id
from app.access.oidc_errors import NoAuthority
from app.access.oidc_tokens import Identity
from app.access.people import People
from app.access.schemas import MembershipRead
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.conftest import an_actor
from tests.factories import a_unit, an_agency, an_employee

NOBODY = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"

ISSUER = "https://masuk.example"
TODAY = authority.today()
DAY = timedelta(days=1)


def a_grant(agency, **changes):
    given = {
        "issuer": ISSUER,
        "subject": "ratna",
        "name": "Ratna Wulandari",
        "roles": ["committee"],
        "agency_id": agency and str(agency.id),
    }
    return {name: str(v) if isinstance(v, date) else v for name, v in {**given, **changes}.items()}


async def test_a_person_holds_what_was_granted(admin, agency, sessions, save):
    unit = a_unit(agency)
    employee = an_employee(unit)
    await save(unit, employee)
    body = a_grant(agency, units=[str(unit.id)], employee_id=str(employee.id))

    answer = await admin.post("/v1/memberships", json=body)

    assert answer.status_code == 201, answer.text
    shown = MembershipRead.model_validate_json(answer.content)
    assert shown.valid_from == TODAY
    assert (await admin.get(f"/v1/memberships/{shown.id}")).json() == answer.json()
    (held,) = await memberships_of(sessions, ISSUER, "ratna")
    assert held.membership_id == shown.id
    assert held.roles == {Role.COMMITTEE}
    assert (held.agency_id, held.agency_code) == (agency.id, agency.code)
    assert (held.units, held.employee_id) == ({unit.id}, employee.id)
    assert shown.actor_id == person_id(ISSUER, "ratna")


async def test_nobody_else_holds_it(admin, agency, sessions):
    await admin.post("/v1/memberships", json=a_grant(agency))

    assert await memberships_of(sessions, ISSUER, "budi") == []
    assert await memberships_of(sessions, "https://lain.example", "ratna") == []
    assert await memberships_of(sessions, "", "") == []


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "holds"),
    [
        (TODAY, TODAY, True),
        (None, TODAY, True),
        (TODAY - DAY, None, True),
        (TODAY + DAY, None, False),
        (TODAY - 2 * DAY, TODAY - DAY, False),
    ],
)
async def test_a_membership_holds_on_its_days(
    admin, agency, sessions, valid_from, valid_until, holds
):
    body = a_grant(agency, valid_from=valid_from, valid_until=valid_until)

    answer = await admin.post("/v1/memberships", json=body)

    assert answer.status_code == 201, answer.text
    assert bool(await memberships_of(sessions, ISSUER, "ratna")) is holds


async def test_a_person_has_one_membership_in_an_agency_at_a_time(admin, agency, save):
    other = an_agency()
    await save(other)

    async def granted(where, **days):
        return (await admin.post("/v1/memberships", json=a_grant(where, **days))).status_code

    assert await granted(agency, valid_from=TODAY, valid_until=TODAY + DAY) == 201
    assert await granted(agency, valid_from=TODAY + DAY) == 409
    assert await granted(agency, valid_from=TODAY + 2 * DAY) == 201
    assert await granted(other) == 201
    assert await granted(None) == 201
    assert await granted(None) == 409


async def test_a_membership_that_was_ended_holds_no_more_and_stays_on_record(
    admin, agency, sessions
):
    first = (await admin.post("/v1/memberships", json=a_grant(agency))).json()

    ended = [await admin.delete(f"/v1/memberships/{first['id']}") for _ in range(2)]
    again = await admin.post("/v1/memberships", json=a_grant(agency, roles=["auditor"]))

    assert [answer.status_code for answer in ended] == [204, 204]
    assert again.status_code == 201
    (held,) = await memberships_of(sessions, ISSUER, "ratna")
    assert held.roles == {Role.AUDITOR}
    listed = (await admin.get("/v1/memberships")).json()["items"]
    assert [m["ended_at"] is None for m in listed] == [False, True]
    async with transaction(sessions, SYSTEM) as session:
        rows = text("select kind, before_sha256, after_sha256 from audit_events order by id")
        granted, ended, anew = (await session.execute(rows)).all()
    assert [event.kind for event in (granted, ended, anew)] == [
        "membership.granted",
        "membership.ended",
        "membership.granted",
    ]
    assert granted.after_sha256 == ended.before_sha256 != ended.after_sha256


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"agency_id": NOBODY}, [("/agency_id", "agency-unknown")]),
        ({"units": [NOBODY]}, [("/units/0", "unit-unknown")]),
        (
            {"units": [NOBODY], "agency_id": None},
            [("/units", "agency-needed")],
        ),
        ({"employee_id": NOBODY}, [("/employee_id", "employee-unknown")]),
        ({"employee_id": NOBODY, "agency_id": None}, [("/agency_id", "agency-needed")]),
        ({"valid_from": TODAY, "valid_until": TODAY - DAY}, [("/valid_until", "days-reversed")]),
        ({"roles": []}, [("/roles", "too-short")]),
        ({"roles": ["god"]}, [("/roles/0", "enum")]),
        ({"units": []}, [("/units", "too-short")]),
        ({"subject": ""}, [("/subject", "string-too-short")]),
    ],
    ids=str,
)
async def test_what_cannot_hold_is_refused_by_name(admin, agency, changes, faults):
    answer = await admin.post("/v1/memberships", json=a_grant(agency, **changes))

    assert answer.status_code == 422
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == faults


async def test_units_and_people_of_another_agency_are_refused(admin, agency, save):
    elsewhere = an_agency()
    unit = a_unit(elsewhere)
    employee = an_employee(unit)
    await save(elsewhere, unit, employee)

    by_unit = await admin.post("/v1/memberships", json=a_grant(agency, units=[str(unit.id)]))
    by_person = await admin.post(
        "/v1/memberships", json=a_grant(agency, employee_id=str(employee.id))
    )

    assert by_unit.json()["errors"][0]["code"] == "unit-unknown"
    assert by_person.json()["errors"][0]["code"] == "employee-unknown"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_only_an_administrator_gives_and_takes(client_for, admin, agency, role):
    membership = (await admin.post("/v1/memberships", json=a_grant(agency))).json()
    client = client_for(role)

    given = await client.post("/v1/memberships", json=a_grant(agency, subject="budi"))
    taken = await client.delete(f"/v1/memberships/{membership['id']}")
    listed = await client.get("/v1/memberships")

    unseen = 403 if role is Role.AUDITOR else 404  # an auditor sees the membership
    assert (given.status_code, taken.status_code) == (403, unseen)
    assert listed.status_code == (200 if role is Role.AUDITOR else 403)


async def test_an_administrator_of_one_agency_gives_nothing_elsewhere(client_for, save, agency):
    other = an_agency()
    await save(other)
    local = client_for(Role.ADMIN)

    async def granted(where, roles):
        body = a_grant(where, roles=roles, subject=str(uuid4()))
        return (await local.post("/v1/memberships", json=body)).status_code

    assert await granted(agency, ["analyst"]) == 201
    assert await granted(other, ["analyst"]) == 403
    assert await granted(None, ["analyst"]) == 403


@pytest.mark.parametrize("role", ["bkn", "kanreg"])
async def test_those_who_examine_an_agency_are_not_named_by_it(client_for, admin, agency, role):
    local = client_for(Role.ADMIN)
    client = {"name": "Pemeriksa", "roles": [role], "agency_id": str(agency.id)}

    by_local = [
        await local.post("/v1/memberships", json=a_grant(agency, roles=[role])),
        await local.post("/v1/clients", json=client),
    ]
    by_all = await admin.post("/v1/memberships", json=a_grant(agency, roles=[role]))

    assert [answer.status_code for answer in by_local] == [403, 403]
    assert by_all.status_code == 201


async def test_who_administers_some_units_gives_and_takes_nothing(client_for, admin, agency, save):
    unit = a_unit(agency)
    await save(unit)
    membership = (await admin.post("/v1/memberships", json=a_grant(agency))).json()
    narrow = client_for(None, actor=an_actor(Role.ADMIN, agency.id, units=frozenset({unit.id})))
    client = {"name": "Meja", "roles": ["analyst"], "agency_id": str(agency.id)}

    answers = [
        await narrow.post("/v1/memberships", json=a_grant(agency, subject="budi")),
        await narrow.delete(f"/v1/memberships/{membership['id']}"),
        await narrow.post("/v1/clients", json=client),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3


async def test_memberships_of_other_agencies_are_not_there(client_for, admin):
    everywhere = (await admin.post("/v1/memberships", json=a_grant(None))).json()
    local = client_for(Role.ADMIN)

    one = await local.get(f"/v1/memberships/{everywhere['id']}")
    ended = await local.delete(f"/v1/memberships/{everywhere['id']}")

    assert (one.status_code, ended.status_code) == (404, 404)
    assert (await local.get("/v1/memberships")).json()["items"] == []


class Provided:
    """Tokens of a provider that are good whatever they are."""

    async def identity(self, _token):
        return Identity(ISSUER, "ratna", "Ratna", frozenset(), frozenset(), None, time.time() + 60)


async def test_a_change_that_is_heard_of_holds_at_once(admin, agency, sessions):
    membership = (await admin.post("/v1/memberships", json=a_grant(agency))).json()
    people, changes = People(Provided(), lambda: sessions), count(1)
    people.version = lambda: next(changes)
    before = await people.recognise("token", None)

    await admin.delete(f"/v1/memberships/{membership['id']}")

    assert before.roles == {Role.COMMITTEE}
    with pytest.raises(NoAuthority):
        await people.recognise("token", None)
