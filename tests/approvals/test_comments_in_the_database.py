"""Raw SQL as the service: what was said stays, and nobody is called who may not read."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import Role
from tests.approvals.conftest import URL
from tests.approvals.standing_in import as_client, people
from tests.approvals.test_comments import say
from tests.approvals.test_implementation import drafted, ready
from tests.conftest import an_actor

__all__ = ["as_client", "people"]
CALL = """insert into approval_mentions
(agency_id, request_id, comment_id, actor_id, person_id, name)
select agency_id, request_id, id, '{who}', '{who}', 'X' from approval_comments"""
SAY = """insert into approval_comments (agency_id, request_id, actor_id, actor_name, body)
select agency_id, id, '{who}', 'X', 'X' from approval_requests"""


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ("update approval_comments set body = 'lain'", "permission denied"),
        ("delete from approval_comments", "permission denied"),
        ("update approval_mentions set seen_at = now()", "never changes"),
        (CALL, "not your comment"),
        (SAY, "row-level security"),
    ],
    ids=["body", "gone", "anothers-mention", "anothers-comment", "anothers-name"],
)
async def test_raw_sql_changes_nothing_that_was_said(  # noqa: PLR0917 - fixtures
    submitted, as_client, people, sessions, agency, change, refused
):
    secretary, *_ = people[Role.PYB]
    request = await submitted()
    await say(as_client(people[Role.COMMITTEE][0]), request, secretary.id)

    with pytest.raises(Exception, match=refused):
        async with transaction(sessions, an_actor(Role.ANALYST, agency.id)) as session:
            await session.execute(text(change.format(who=secretary.id)))


async def test_raw_sql_calls_nobody_who_may_not_read(
    submitted, as_client, people, sessions, agency
):
    member, *_ = people[Role.COMMITTEE]
    request = await submitted()
    await say(as_client(member), request)

    with pytest.raises(Exception, match="who is called may read"):
        async with transaction(
            sessions, an_actor(Role.COMMITTEE, agency.id, id=member.id)
        ) as session:
            await session.execute(text(CALL.format(who=uuid4())))


async def test_the_database_shows_examiners_nothing_of_what_was_not_sent_to_them(
    submitted, client_for, as_client, people, sessions
):
    secretary, *_ = people[Role.PYB]
    pool = await submitted()
    await say(as_client(people[Role.COMMITTEE][0]), pool, secretary.id)
    readiness = await drafted(client_for(Role.ANALYST), checklist=ready())
    await say(client_for(Role.ANALYST), readiness, secretary.id)

    async def read():
        async with transaction(sessions, an_actor(Role.BKN, None)) as session:
            return [
                await session.scalar(text(f"select count(*) from {table}"))
                for table in ("approval_comments", "approval_mentions")
            ]

    before = await read()
    await client_for(Role.PPK).post(f"{URL}/{readiness['id']}/submission")

    assert (before, await read()) == ([0, 0], [1, 1])
