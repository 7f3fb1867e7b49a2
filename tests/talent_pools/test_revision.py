"""What the database counts: every change of a pool, by whatever way it comes."""

import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.talent_pools import service
from tests.talent_pools.test_pools import REASON, URL, events, made


@pytest.fixture
async def pool(client_for, body, sessions):
    """A pool that has been approved."""
    pool = await made(client_for, body, boxes=[7, 8, 9], rule={"limit": 2})
    async with transaction(sessions, SYSTEM) as session:
        await service.mark_approved(session, UUID(pool["id"]), uuid4(), uuid4())
    return pool


async def run(sessions, sql, **values):
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(text(sql), values)


async def seen(client_for, pool):
    return (await client_for(Role.PPK).get(f"{URL}/{pool['id']}")).json()


async def test_approval_changes_the_status_and_not_the_revision(client_for, pool, sessions):
    after = await seen(client_for, pool)

    assert (after["status"], after["revision"]) == ("approved", pool["revision"])
    assert after["approved_request_id"] is not None
    assert (await events(sessions, pool["id"]))[-1][0] == "talent_pool.approved"


@pytest.mark.parametrize(
    "change",
    [
        "delete from talent_pool_members where pool_id = :pool",
        """insert into talent_pool_members
          (agency_id, pool_id, employee_id, origin, reason, added_by)
          select agency_id, :pool, id, 'nomination', 'karena', id from employees
          where nip like '%04'""",
        "update talent_pools set boxes = '{9}' where id = :pool",
        "update talent_pools set name = 'lain' where id = :pool",
        """update talent_pools set rule = jsonb_set(rule, '{limit}', '3') where id = :pool""",
        "update talent_pools set expires_on = '2028-01-01' where id = :pool",
        """update talent_pools set legal_basis = 'lain', status = 'approved',
          approved_request_id = :pool where id = :pool""",
    ],
)
async def test_any_change_raises_the_revision_and_undoes_the_approval(
    client_for, pool, sessions, change
):
    await run(sessions, change, pool=UUID(pool["id"]))

    after = await seen(client_for, pool)
    assert after["revision"] > pool["revision"]
    assert (after["status"], after["approved_request_id"]) == ("draft", None)


async def test_a_nomination_by_http_undoes_the_approval(client_for, body, pool):
    nomination = {"employee_id": str(body.people["seven"].id), "reason": REASON}
    await client_for(Role.ANALYST).post(f"{URL}/{pool['id']}/members", json=nomination)

    assert (await seen(client_for, pool))["status"] == "draft"


async def test_what_changes_nothing_leaves_the_approval(client_for, pool, sessions):
    await run(sessions, "update talent_pools set name = name where id = :pool", pool=pool["id"])
    await run(sessions, "delete from talent_pool_members where pool_id = :other", other=uuid4())

    assert (await seen(client_for, pool))["status"] == "approved"


@pytest.mark.parametrize(
    "sql",
    [
        "update talent_pools set revision = revision - 1 where id = :pool",
        "update talent_pools set approved_request_id = null where id = :pool",
        "update talent_pools set boxes = '{0}' where id = :pool",
        "update talent_pools set expires_on = valid_from where id = :pool",
        """insert into talent_pool_members (agency_id, pool_id, employee_id, origin, added_by)
          select agency_id, :pool, id, 'nomination', id from employees where nip like '%05'""",
        """insert into talent_pool_members (agency_id, pool_id, employee_id, origin, added_by)
          select agency_id, pool_id, employee_id, 'rule', added_by from talent_pool_members
          where pool_id = :pool limit 1""",
    ],
)
async def test_the_database_refuses_what_can_not_be(pool, sessions, sql):
    with pytest.raises(IntegrityError):
        await run(sessions, sql, pool=UUID(pool["id"]))


@pytest.mark.parametrize(
    "sql",
    [
        "delete from talent_pools where id = :pool",
        "update talent_pool_members set reason = 'lain' where pool_id = :pool",
    ],
)
async def test_the_service_may_neither_delete_pools_nor_rewrite_members(pool, sessions, sql):
    with pytest.raises(DBAPIError, match="permission denied"):
        await run(sessions, sql, pool=UUID(pool["id"]))


@pytest.mark.usefixtures("pool")
async def test_without_context_there_are_no_pools(sessions):
    async with sessions.begin() as session:
        await session.execute(text("select set_config('app.context', '', true)"))
        for table in ("talent_pools", "talent_pool_members"):
            assert await session.scalar(text(f"select count(*) from {table}")) == 0


async def test_the_canonical_content_says_all_that_is_decided_on(body, pool, sessions):
    async with transaction(sessions, SYSTEM) as session:
        content = await service.canonical_content(session, UUID(pool["id"]))
        again = await service.canonical_content(session, UUID(pool["id"]))

    assert content == again
    assert content == json.loads(json.dumps(content))
    assert content["map"]["as_of"] == "2026-01-01"
    assert content["map"]["known_at"] == "2026-01-06T00:00:00+00:00"
    assert len(content["map"]["scheme_sha256"]) == 64
    assert content["rule"] == {"minimum_value": None, "cohorts": None, "limit": 2}
    assert [(m["rank"], m["box"], m["value"]) for m in content["members"]] == [
        (1, 9, "92.2500"),
        (2, 8, "81.5000"),
        (2, 8, "81.5000"),
    ]
    assert content["members"][0]["employee_id"] == str(body.people["nine"].id)
