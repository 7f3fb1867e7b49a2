"""Migrations go up, agree with the models, and come down again."""

from collections.abc import AsyncIterator

import pytest
from alembic import command
from sqlalchemy import pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.migrating import OWNER, alembic_config, migrate, prepare_embedded


@pytest.fixture
async def owner(postgres) -> AsyncIterator:
    await prepare_embedded(postgres.url("postgres", "postgres"), "migrations_talenta")
    url = postgres.url(OWNER, "migrations_talenta")
    await migrate(url)
    engine = create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://"), poolclass=pool.NullPool
    )
    yield engine
    await engine.dispose()


async def test_the_tables_are_what_the_models_say_and_can_be_taken_down(owner):
    async with owner.connect() as connection:
        await connection.run_sync(lambda sync: command.check(alembic_config(sync)))
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "base"))
        await connection.commit()
        left = await connection.scalars(
            text(
                "select relname from pg_class where relnamespace = 'public'::regnamespace"
                " and relkind in ('r', 'v') and relname <> 'alembic_version'"
            )
        )

        assert left.all() == []


async def test_every_table_is_behind_row_level_security(owner):
    async with owner.connect() as connection:
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "head"))
        open_tables = await connection.scalars(
            text(
                "select relname from pg_class where relnamespace = 'public'::regnamespace"
                " and relkind = 'r' and relname not like 'pgqueuer%'"
                " and relname <> 'alembic_version'"
                " and not (relrowsecurity and relforcerowsecurity)"
            )
        )

        assert open_tables.all() == []
