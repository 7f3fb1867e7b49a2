"""`talenta client`: clients of the API from the command line of whoever runs the installation."""

import asyncio
from typing import Annotated

import typer

from app.access import service
from app.access.errors import ClientNameTaken
from app.access.schemas import ClientAdmission
from app.core.config import get_settings
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.service import running

client = typer.Typer(no_args_is_help=True, help="Clients of the API.")


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
) -> None:
    """Let a client in and print its secret, this once."""
    admitted = asyncio.run(admit(name, role, agency))
    typer.echo(f"client_id      {admitted.client.id}")
    typer.echo(f"client_secret  {admitted.secret}")


async def admit(name: str, roles: list[Role], agency: str | None) -> service.Admitted:
    """Let a client in, in a transaction of its own."""
    async with (
        running(get_settings()) as installation,
        transaction(installation.sessions, SYSTEM) as session,
    ):
        agency_id = await service.agency_coded(session, agency) if agency else None
        if agency and agency_id is None:
            raise typer.BadParameter(f"There is no agency with the code {agency}.")
        admission = ClientAdmission(name=name, roles=roles, agency_id=agency_id)
        try:
            return await service.admit(session, SYSTEM, admission)
        except ClientNameTaken as problem:
            raise typer.BadParameter(problem.words.en) from problem
