"""A running service: its settings, its database (embedded or own), its sessions and read pool."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from app.core.config import Settings
from app.core.db import Sessions, engine_for, sessions_of
from app.core.lines import Lines
from app.core.migrating import OWNER, SERVICE, migrate, prepare_embedded
from app.core.postgres import EmbeddedPostgres

DATABASE = "talenta"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the database is, for each way of using it."""

    owner: str
    commands: str
    reads: str
    listen: str
    role: str | None = None
    """Session role to take on, where the login itself is the owner's."""


@dataclass(frozen=True, slots=True)
class Service:
    """What the commands and the application stand on."""

    settings: Settings
    addresses: Addresses
    sessions: Sessions
    reads: Lines
    notes: Lines | None = None
    """Connections that only write down who read what; None where nothing is served."""


def own_addresses(settings: Settings) -> Addresses:
    """The addresses of a PostgreSQL of your own."""
    assert settings.database_url is not None  # noqa: S101 - the caller asked `embedded`
    owner = settings.database_url.get_secret_value().replace("postgresql+asyncpg", "postgresql", 1)
    app = settings.database_app_url
    commands = app.get_secret_value() if app else owner
    reads, listen = settings.database_read_url, settings.database_listen_url
    return Addresses(
        owner=owner,
        commands=commands,
        reads=reads.get_secret_value() if reads else commands,
        listen=listen.get_secret_value() if listen else commands,
        role=None if app else SERVICE,
    )


def lines_for_reads(addresses: Addresses, settings: Settings) -> Lines:
    """Connections for reads, which can do nothing else."""
    session = {"default_transaction_read_only": "on", "application_name": "talenta-reads"}
    return _lines(addresses.reads, settings.database_read_pool, addresses, settings, session)


def lines_for_notes(addresses: Addresses, settings: Settings) -> Lines:
    """The connection that writes down who read what: one statement at a time is enough."""
    session = {"application_name": "talenta-notes"}
    return _lines(addresses.commands, 1, addresses, settings, session)


def _lines(
    url: str, size: int, addresses: Addresses, settings: Settings, session: dict[str, str]
) -> Lines:
    server_settings = {**session, "timezone": "UTC"}
    if addresses.role:
        server_settings["role"] = addresses.role
    options: dict[str, Any] = {"server_settings": server_settings}
    if settings.database_pooler:
        options = {"statement_cache_size": 0}
    return Lines(url, size, timeout=5, **options)


@asynccontextmanager
async def running(
    settings: Settings, *, to_revision: str | None = "head"
) -> AsyncIterator[Service]:
    """The service's database, started or joined if it is the embedded one, migrated, and connected.

    Migration is skipped for a database of one's own: `talenta migrate` does that on purpose.
    """
    embedded = EmbeddedPostgres(settings.talenta_home) if settings.embedded else None
    try:
        if embedded is None:
            addresses = own_addresses(settings)
        else:
            embedded.start()
            await prepare_embedded(embedded.url("postgres", "postgres"), DATABASE)
            app = embedded.url(SERVICE, DATABASE)
            addresses = Addresses(embedded.url(OWNER, DATABASE), app, app, app)
            if to_revision:
                await migrate(addresses.owner, to_revision)
        engine = engine_for(
            addresses.commands,
            size=settings.database_pool,
            pooler=settings.database_pooler,
            role=addresses.role,
        )
        reads = lines_for_reads(addresses, settings)
        notes = lines_for_notes(addresses, settings)
        try:
            yield Service(settings, addresses, sessions_of(engine), reads, notes)
        finally:
            reads.terminate()
            notes.terminate()
            await engine.dispose()
    finally:
        if embedded is not None:
            embedded.stop()
