"""Who plays in the story: one client for each role, and the file that keeps their secrets."""

import os
from uuid import UUID

import orjson

from app.access import service as access
from app.access.recognition import recognise
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM, Actor, Role
from app.demo.paths import Paths

OWNER_ONLY = 0o600
Cast = dict[Role, dict[str, str]]
"""`client_id` and `client_secret` by role."""


def remembered(places: Paths) -> Cast | None:
    """The clients of an earlier start, if their file is still there and whole."""
    if not places.clients.exists():
        return None
    found = orjson.loads(places.clients.read_bytes())
    return (
        {Role(role): client for role, client in found.items()}
        if found.keys() == set(Role)
        else None
    )


async def assembled(sessions: Sessions, places: Paths, agency_id: UUID) -> Cast:
    """The clients of an earlier start, or new secrets for all of them, kept in the file."""
    if (known := remembered(places)) is not None:
        return known
    async with transaction(sessions, SYSTEM) as session:
        clients = await access.ensure_demo_clients(session, agency_id)
    cast = {
        client.role: {"client_id": str(client.client_id), "client_secret": client.secret}
        for client in clients
    }
    descriptor = os.open(places.clients, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        kept = {role.value: client for role, client in cast.items()}
        file.write(orjson.dumps(kept, option=orjson.OPT_INDENT_2))
    return cast


async def signed_in(sessions: Sessions, cast: Cast, role: Role) -> Actor:
    """The actor that a client of the cast is, by its own secret."""
    client = cast[role]
    recognised = await recognise(sessions, client["client_id"], client["client_secret"])
    return recognised.actor


def lines(cast: Cast) -> list[str]:
    """The clients with their secrets, a line each."""
    return [
        f"{role:<10} {client['client_id']}  {client['client_secret']}"
        for role, client in cast.items()
    ]
