"""What the database itself holds of schemes, whatever the service would do."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.scoring_schemes.test_api import published


@pytest.mark.parametrize(
    "statement",
    [
        "update scoring_schemes set title = 'Lain' where id = :id",
        "update scoring_schemes set published_at = null, published_by = null where id = :id",
        "update scoring_schemes set published_at = now() where id = :id",
        (
            "update scoring_schemes set canonical = replace(canonical, '\"70\"', '\"7\"')"
            " where id = :id"
        ),
    ],
)
async def test_the_database_keeps_a_published_scheme_as_it_is(client_for, sessions, statement):
    scheme = await published(client_for(Role.ANALYST))

    with pytest.raises(IntegrityError, match="a published scheme never changes"):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(text(statement), {"id": scheme["id"]})


@pytest.mark.parametrize(
    "statement",
    [
        "delete from scoring_schemes where id = :id",
        "truncate scoring_schemes",
        "alter table scoring_schemes disable trigger published_scheme_stays",
        "set local session_replication_role = replica",
    ],
)
async def test_the_service_can_neither_remove_schemes_nor_the_guard(
    client_for, sessions, statement
):
    scheme = await published(client_for(Role.ANALYST))

    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(text(statement), {"id": scheme["id"]} if ":" in statement else {})


async def test_without_a_context_no_scheme_is_seen(client_for, sessions):
    await published(client_for(Role.ANALYST))

    async with sessions.begin() as session:
        await session.execute(text("select set_config('app.context', '', true)"))
        assert (await session.scalars(text("select id from scoring_schemes"))).all() == []
