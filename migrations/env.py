"""Alembic's environment: one connection, given by `app.core.migrating` or made from a URL."""

import asyncio
import importlib
import pkgutil

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

import app
from app.core.db import Model

for package in pkgutil.iter_modules(app.__path__, "app."):
    if package.ispkg:
        for module in pkgutil.iter_modules(importlib.import_module(package.name).__path__):
            if module.name == "models" or module.name.endswith("_models"):
                importlib.import_module(f"{package.name}.{module.name}")


def ours(_thing, name, kind, _reflected, _compare_to):
    """The job queue's tables are its library's business."""
    return not (kind == "table" and name.startswith("pgqueuer"))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        include_object=ours,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_by_url(url: str) -> None:
    engine = create_async_engine(url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(run_by_url(context.config.attributes["url"]))
