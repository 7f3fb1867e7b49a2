"""With every check of the service switched off, the database still refuses."""

import importlib
import inspect
import pkgutil
from http import HTTPStatus

import pytest
from sqlalchemy import text, true

import app
from app.core.db import transaction
from app.core.identity import SYSTEM, Actor
from tests.authority.asking import answered, routes
from tests.authority.world import NARROW, actors

STRANGERS = ("admin", "kanreg", "bkn")
"""Roles that have no business with people: the database shows them nobody."""
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
OWN_TRACES = {
    "auditor": {"audit_events", "person_accesses", "talent_cards", "conflicts"},
    "asn": {
        "audit_events",
        "objections",
        "person_accesses",
        "talent_cards",
        "development_progress",
        "correction_requests",
        "processing_restrictions",
    },
}
"""What their reading leaves behind, a card as it was printed among it; what an auditor reports of
those who decide, and what a civil servant asks about the own record or reports of the own plan."""
AGENCY_TABLES = text(
    "select c.table_name from information_schema.columns c join information_schema.tables t"
    " using (table_schema, table_name) where c.column_name = 'agency_id'"
    " and c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1"
)
CONTENT = """select '{table}', md5(string_agg(t::text, chr(10) order by t::text)) from "{table}" t
where agency_id = :agency"""


def policies():
    for package in pkgutil.iter_modules(app.__path__, "app."):
        if package.ispkg:
            inside = importlib.import_module(package.name)
            for module in pkgutil.iter_modules(inside.__path__):
                if module.name == "policy":
                    yield importlib.import_module(f"{package.name}.policy")


@pytest.fixture
def without_checks(monkeypatch, sides):
    """The service lets everybody do everything, once there are things to do it with."""
    assert sides
    switched = []
    for policy in policies():
        for name, function in inspect.getmembers(policy, inspect.isfunction):
            if function.__module__ != policy.__name__:
                continue
            kind = inspect.signature(function).return_annotation
            if kind is bool:
                monkeypatch.setattr(policy, name, lambda *_, **__: True)
            elif "ColumnElement" in str(kind):
                monkeypatch.setattr(policy, name, lambda *_, **__: true())
            else:
                continue
            switched.append(f"{policy.__name__}.{name}")
    monkeypatch.setattr(Actor, "has", lambda *_: True)
    monkeypatch.setattr(Actor, "sees", lambda *_: True)
    monkeypatch.setattr(Actor, "whole_agency", True)
    assert len(switched) > 20
    return switched


async def digest(sessions, agency_id, *, but=()):
    """What is in the tables of an agency."""
    async with transaction(sessions, SYSTEM) as session:
        tables = [name for name in await session.scalars(AGENCY_TABLES) if name not in but]
        every = " union all ".join(CONTENT.format(table=name) for name in tables)
        rows = await session.execute(text(every), {"agency": agency_id})
        return dict(rows.all())


@pytest.mark.usefixtures("without_checks")
async def test_nothing_of_another_agency_is_read_or_changed(
    app, connection, client_for, sides, sessions
):
    before = await digest(sessions, sides["foreign"].agency.id)
    wrong = []
    for name, actor in actors(sides["own"]).items():
        client = client_for(None, actor=actor)
        for route in routes(app):
            if name in NARROW:
                continue
            checked = None
            async with answered(connection, client, route, sides["foreign"]) as answer:
                if route.split()[0] in WRITES and answer.is_success:
                    checked = await digest(sessions, sides["foreign"].agency.id)
            leaked = answer.is_success and sides["foreign"].mark in answer.text
            if leaked or answer.status_code >= 500 or checked not in (None, before):
                wrong.append((name, route, answer.status_code, answer.text[:100]))

    assert wrong == []


@pytest.mark.usefixtures("without_checks")
async def test_who_has_no_business_with_people_reads_nobody(app, connection, client_for, sides):
    people = actors(sides["own"])
    wrong = []
    for name in STRANGERS:
        client = client_for(None, actor=people[name])
        for route in routes(app):
            async with answered(connection, client, route, sides["own"]) as answer:
                seen = answer.is_success and "Pegawai Sendiri" in answer.text
            if seen or answer.status_code >= 500:
                wrong.append((name, route, answer.status_code, answer.text[:100]))

    assert wrong == []


@pytest.mark.usefixtures("without_checks")
@pytest.mark.parametrize("name", NARROW)
async def test_who_sees_some_people_reads_no_others(app, connection, client_for, sides, name):
    client = client_for(None, actor=actors(sides["own"])[name])
    wrong = []
    for route in routes(app):
        for which in ("own", "beside"):
            async with answered(connection, client, route, sides[which]) as answer:
                seen = answer.is_success and "Pegawai Sebelah" in answer.text
            if seen or answer.status_code >= 500:
                wrong.append((route, which, answer.status_code, answer.text[:100]))

    assert wrong == []


@pytest.mark.usefixtures("without_checks")
@pytest.mark.parametrize("name", ["auditor", "asn"])
async def test_who_only_reads_changes_nothing(app, connection, client_for, sides, sessions, name):
    agency_id = sides["own"].agency.id
    before = await digest(sessions, agency_id, but=OWN_TRACES[name])
    client = client_for(None, actor=actors(sides["own"])[name])
    wrong, refused = [], 0
    for route in routes(app):
        if route.split()[0] in WRITES:
            async with answered(connection, client, route, sides["own"]) as answer:
                after = await digest(sessions, agency_id, but=OWN_TRACES[name])
            refused += answer.status_code == HTTPStatus.FORBIDDEN  # by the database: who else?
            if answer.status_code >= 500 or after != before:
                changed = [table for table in before if before[table] != after[table]]
                wrong.append((route, answer.status_code, answer.text[:100], changed))

    assert wrong == []
    assert refused > 5
