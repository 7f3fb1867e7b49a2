"""Pools that come near their end, and nominations that are refused."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from app.access.models import Client
from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from app.core.working_days import today_in_office
from app.talent_pools import reminding
from app.talent_pools.expiry import notice
from app.talent_pools.models import Pool
from tests.talent_pools.conftest import D
from tests.talent_pools.test_pools import REASON, URL, events, made, members_of


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (91, None),
        (90, "expires-within-90-days"),
        (31, "expires-within-90-days"),
        (30, "expires-within-30-days"),
        (8, "expires-within-30-days"),
        (7, "expires-within-7-days"),
        (1, "expires-within-7-days"),
        (0, "expired"),
        (-400, "expired"),
    ],
)
def test_the_most_pressing_notice_is_given(days, expected):
    assert notice(D + timedelta(days=days), D) == expected


def ending(days):
    """Dates of a pool that expires so many days from now."""
    end = today_in_office(datetime.now(UTC)) + timedelta(days=days)
    return {"valid_from": "2026-02-01", "expires_on": end.isoformat()}


@pytest.mark.parametrize(
    ("days", "expected"), [(500, None), (20, "expires-within-30-days"), (-1, "expired")]
)
async def test_a_pool_says_how_near_its_end_is(client_for, body, days, expected):
    pool = await made(client_for, body, **ending(days))
    client = client_for(Role.PPK)

    read = (await client.get(f"{URL}/{pool['id']}")).json()
    listed = (await client.get(URL)).json()["items"]

    # A test may run through midnight.
    assert read["expires_in_days"] in (days, days - 1)
    assert (pool["notice"], read["notice"]) == (expected, expected)
    assert listed == [read]


async def test_each_notice_goes_to_the_log_once(client_for, body, sessions):
    pool = await made(client_for, body)
    last = date.fromisoformat(pool["expires_on"])

    async def remind(days):
        async with transaction(sessions, SYSTEM) as session:
            await reminding.remind_on(session, last - timedelta(days=days))

    for days in (91, 89, 88, 30, 6, 5, 0, -10):
        await remind(days)

    found = [data for kind, data in await events(sessions, pool["id"]) if "expiring" in kind]
    assert [(event["notice"], event["days"]) for event in found] == [
        ("expires-within-90-days", 89),
        ("expires-within-30-days", 30),
        ("expires-within-7-days", 6),
        ("expired", 0),
    ]


async def test_an_expired_pool_takes_nobody_in(client_for, body):
    pool = await made(client_for, body, **ending(0))
    nomination = {"employee_id": str(body.people["nine"].id), "reason": REASON}

    answer = await client_for(Role.ANALYST).post(f"{URL}/{pool['id']}/members", json=nomination)

    assert (answer.status_code, answer.json()["code"]) == (409, "talent-pool-expired")


async def test_nobody_nominates_whom_they_are_related_to(client_for, body, agency, save):
    pool = await made(client_for, body)
    nine = str(body.people["nine"].id)
    client = Client(id=uuid4(), name="Komite 2", roles=["committee"], agency_id=agency.id)
    await save(client)
    member = Actor(client.id, "Komite 2", frozenset({Role.COMMITTEE}), frozenset({agency.id}))
    related, other = client_for(None, actor=member), client_for(Role.COMMITTEE)
    gone = await other.delete(f"{URL}/{pool['id']}/members/{nine}", params={"reason": REASON})
    relation = {"employee_id": nine, "kind": "family", "reason": "Saudara kandung, tercatat di KK"}
    declared = await related.post("/v1/conflicts", json={**relation, "since": "2010-01-01"})
    nomination = {"employee_id": nine, "reason": REASON}

    refused = await related.post(f"{URL}/{pool['id']}/members", json=nomination)
    there = await members_of(other, pool)
    by_another = await other.post(f"{URL}/{pool['id']}/members", json=nomination)

    assert (gone.status_code, declared.status_code) == (204, 201)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict-of-interest")
    assert declared.json()["id"] in refused.json()["detail"]
    assert nine not in {one["employee_id"] for one in there}
    assert by_another.status_code == 201


async def test_a_pool_whose_end_was_moved_is_not_reminded_of_early(client_for, body, sessions):
    pool = await made(client_for, body)
    last = date.fromisoformat(pool["expires_on"])
    async with transaction(sessions, SYSTEM) as session:
        moved = update(Pool).where(Pool.id == UUID(pool["id"]))
        await session.execute(moved.values(expires_on=last + timedelta(days=400)))

    async with transaction(sessions, SYSTEM) as session:
        await reminding.remind_on(session, last)

    assert not [kind for kind, _ in await events(sessions, pool["id"]) if "expiring" in kind]
