"""Migrating: the roles of an embedded server, then Alembic's migrations, as the tables' owner."""

from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

ROOT = Path(__file__).resolve().parents[2]
OWNER, SERVICE = "talenta_owner", "talenta_app"


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


async def prepare_embedded(superuser_url: str, database: str) -> None:
    """Make the roles and the database of a new embedded server; do nothing on an old one."""
    connection = await asyncpg.connect(superuser_url)
    try:
        for role in (OWNER, SERVICE):
            if not await connection.fetchval("select 1 from pg_roles where rolname = $1", role):
                await connection.execute(f"create role {role} login")
        known = await connection.fetchval("select 1 from pg_database where datname = $1", database)
        if not known:
            await connection.execute(f"create database {database} owner {OWNER}")
    finally:
        await connection.close()


async def migrate(owner_url: str, revision: str = "head") -> None:
    """Bring the tables to `revision`. Raises whatever Alembic raises."""
    url = owner_url.replace("postgresql://", "postgresql+asyncpg://", 1)
    engine = create_async_engine(url, poolclass=pool.NullPool)

    def run(connection: Connection) -> None:
        command.upgrade(alembic_config(connection), revision)

    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()
