"""The unit of work: one request, one transaction, committed before the response is sent."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

import asyncpg
from fastapi import Depends, Request
from sqlalchemy import DateTime, Enum, MetaData, func, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.errors import Problem
from app.core.identity import Actor, actor_of

Sessions = async_sessionmaker[AsyncSession]


class Model(DeclarativeBase):
    """A table. Ids come from the database function `new_id()`: UUIDs that rise with time."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: DateTime(timezone=True)}
    # RETURNING on UPDATE too, so that no attribute is expired when it is shown.
    __mapper_args__ = {"eager_defaults": True}


class Identified(Model):
    """A table with an opaque id of its own."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.new_id(), sort_order=-10)


def names_of(enumeration: type[Any], length: int = 32) -> Enum:
    """An enumeration stored as text by its values; a new member is no migration of a type."""
    return Enum(
        enumeration,
        native_enum=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


def engine_for(
    url: str, *, size: int, pooler: bool = False, role: str | None = None
) -> AsyncEngine:
    """An engine on the service's login; `pooler` keeps no prepared statements."""
    arguments: dict[str, Any] = {"timeout": 5}
    if role:
        arguments["server_settings"] = {"role": role}
    if pooler:
        arguments |= {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
    return create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1),
        pool_size=size,
        max_overflow=0,
        pool_timeout=10,
        pool_pre_ping=True,
        hide_parameters=True,  # a failing statement's values name people
        connect_args=arguments,
    )


def sessions_of(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


async def set_context(session: AsyncSession, context: str) -> None:
    """Tell row-level security, until the transaction ends, who acts and where."""
    await session.execute(text("select set_config('app.context', :c, true)"), {"c": context})


@asynccontextmanager
async def transaction(sessions: Sessions, actor: Actor) -> AsyncIterator[AsyncSession]:
    """One transaction in an actor's context: committed at the end, rolled back on any exception."""
    async with sessions.begin() as session:
        await set_context(session, actor.context)
        yield session


async def unit_of_work(request: Request) -> AsyncIterator[AsyncSession]:
    """One request, one transaction; that of its `Idempotency-Key`, where it has one."""
    if session := request.scope["state"].get("session"):
        yield session
        return
    async with transaction(request.app.state.sessions, actor_of(request)) as session:
        yield session


# scope="function" ends the dependency *before* the response is sent, so a client
# never reads 201 for a row whose commit failed.
Session = Annotated[AsyncSession, Depends(unit_of_work, scope="function")]


async def anonymous_unit_of_work(request: Request) -> AsyncIterator[AsyncSession]:
    """A transaction without any context: it sees only what is meant for everybody."""
    async with request.app.state.sessions.begin() as session:
        yield session


AnonymousSession = Annotated[AsyncSession, Depends(anonymous_unit_of_work, scope="function")]


async def raw(session: AsyncSession) -> "asyncpg.Connection[Any]":
    """The driver's connection inside the session's transaction, for COPY."""
    connection = await session.connection()
    driver = (await connection.get_raw_connection()).driver_connection
    return cast("asyncpg.Connection[Any]", driver)


def constraint_of(error: IntegrityError) -> str | None:
    """The name of the constraint that was violated."""
    cause = getattr(error.orig, "__cause__", None)
    return getattr(cause, "constraint_name", None)


@contextmanager
def violations(meanings: Mapping[str, Problem]) -> Iterator[None]:
    """Raise the Problem that a violated constraint stands for."""
    try:
        yield
    except IntegrityError as error:
        problem = meanings.get(constraint_of(error) or "")
        if problem is None:
            raise
        raise problem from error
