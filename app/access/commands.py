"""`talenta client` and `talenta keys`, for whoever runs the installation."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated, NamedTuple
from uuid import UUID

import typer
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.access import service
from app.access.schemas import ClientAdmission
from app.access.signing_keys import SigningKey
from app.access.tokens import key_ring_of
from app.audit import service as audit
from app.core.config import get_settings
from app.core.db import transaction
from app.core.errors import Problem
from app.core.identity import SYSTEM, Role
from app.core.service import running

client = typer.Typer(no_args_is_help=True, help="Clients of the API.")
keys = typer.Typer(no_args_is_help=True, help="Keys that sign access tokens.")

Id = Annotated[UUID, typer.Argument(help="Its client_id.")]


@asynccontextmanager
async def acting() -> AsyncIterator[AsyncSession]:
    """A transaction of the installation itself; a problem ends the command with its words."""
    try:
        async with (
            running(get_settings()) as installation,
            transaction(installation.sessions, SYSTEM) as session,
        ):
            yield session
    except Problem as problem:
        details = " ".join(f"{fault.pointer}: {fault.words.en}" for fault in problem.errors)
        raise typer.BadParameter(f"{problem.words.en} {details}".strip()) from problem


@client.callback()
def clients() -> None:
    """Clients of the API."""


@client.command("add")
def add_client(
    name: Annotated[str, typer.Argument(help="What people call it.")],
    role: Annotated[list[Role], typer.Option(help="What it may do; give it once for each role.")],
    agency: Annotated[
        str | None, typer.Option(help="Code of the agency where the roles hold; default: all.")
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(help="SIASN id of a unit where they hold, with all below; default: all."),
    ] = None,
    kanreg: Annotated[
        str | None,
        typer.Option(help="Kantor Regional, for role kanreg, which serves its agencies alone."),
    ] = None,
    valid_from: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day; default: today."),
    ] = None,
    valid_until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="Last day; default: none."),
    ] = None,
) -> None:
    """Let a client in and print its secret, this once."""
    place = Place(agency, tuple(unit or ()), valid_from, valid_until, kanreg)
    show(asyncio.run(admit(name, role, place)))


@client.command("rotate")
def rotate_secret(
    client_id: Id,
    overlap_hours: Annotated[
        int, typer.Option(min=0, max=720, help="How long the old secret is accepted too.")
    ] = 24,
) -> None:
    """Give a client a new secret and print it, this once."""
    admitted = asyncio.run(rotate(client_id, timedelta(hours=overlap_hours)))
    show(admitted)
    if admitted.old_until is not None:
        typer.echo(f"old secret accepted until {admitted.old_until:%Y-%m-%d %H:%M} UTC")


@client.command("lock-out")
def lock_out_client(client_id: Id) -> None:
    """End a client's access at once, its tokens too."""
    asyncio.run(lock_out(client_id))
    typer.echo("locked out")


@keys.command("list")
def list_keys() -> None:
    """Show the keys whose tokens are accepted; the first signs."""
    for key in key_ring_of(get_settings()).accepted():
        typer.echo(described(key))


@keys.command("rotate")
def rotate_keys(
    now: Annotated[
        bool, typer.Option("--now", help="Sign with it at once, not in ten minutes.")
    ] = False,
    stolen: Annotated[
        bool, typer.Option("--stolen", help="And refuse all tokens of the keys before it.")
    ] = False,
) -> None:
    """Make a key that follows the one that signs."""
    ring = key_ring_of(get_settings())
    if ring.files:
        raise typer.BadParameter("SIGNING_KEY_FILE names the keys: put a new one first in it.")
    key = ring.replace() if stolen else ring.rotate(at_once=now)
    asyncio.run(record_rotation(key, stolen=stolen))
    typer.echo(described(key))


def show(admitted: service.Admitted) -> None:
    typer.echo(f"client_id      {admitted.client.id}")
    typer.echo(f"client_secret  {admitted.secret}")


def described(key: SigningKey) -> str:
    """A key in a line."""
    if not key.signs_from:
        return f"{key.kid}  {key.file}"
    return f"{key.kid}  {key.file}  signs from {datetime.fromtimestamp(key.signs_from, UTC):%c} UTC"


class Place(NamedTuple):
    """Where and when roles are to hold, as the command line has it."""

    agency: str | None = None
    units: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    kanreg: str | None = None


async def admit(name: str, roles: list[Role], place: Place) -> service.Admitted:
    """Let a client in, in a transaction of its own."""
    async with acting() as session:
        agency_id = await service.agency_coded(session, place.agency) if place.agency else None
        if place.agency and agency_id is None:
            raise typer.BadParameter(f"There is no agency with the code {place.agency}.")
        admission = ClientAdmission(
            name=name,
            roles=roles,
            agency_id=agency_id,
            units=await units_named(session, agency_id, place.units),
            valid_from=place.valid_from and place.valid_from.date(),
            valid_until=place.valid_until and place.valid_until.date(),
            kanreg=place.kanreg,
        )
        return await service.admit(session, SYSTEM, admission)


async def units_named(
    session: AsyncSession, agency_id: UUID | None, names: tuple[str, ...]
) -> list[UUID] | None:
    """The ids of an agency's units by their SIASN ids; None when none is named."""
    statement = text("select id from units where agency_id = :agency and siasn_id = :name")
    found = []
    for name in names:
        unit = await session.scalar(statement, {"agency": agency_id, "name": name})
        if unit is None:
            raise typer.BadParameter(
                f"There is no unit {name} in that agency; name it by --agency."
            )
        found.append(unit)
    return found or None


async def rotate(client_id: UUID, overlap: timedelta) -> service.Admitted:
    """Give a client a second secret, in a transaction of its own."""
    async with acting() as session:
        return await service.add_secret(session, SYSTEM, client_id, overlap)


async def lock_out(client_id: UUID) -> None:
    """Lock a client out, in a transaction of its own."""
    async with acting() as session:
        await service.lock_out(session, SYSTEM, client_id)


async def record_rotation(key: SigningKey, *, stolen: bool) -> None:
    """Put a change of the signing key into the event log."""
    async with acting() as session:
        kind = "signing_key.replaced" if stolen else "signing_key.rotated"
        await audit.record(session, SYSTEM, kind, None, kid=key.kid)
