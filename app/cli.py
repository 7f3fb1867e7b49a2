"""`talenta`: the one command. The domains' commands are in their `commands.py`."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import orjson
import typer
from pydantic import ValidationError

from app.access.commands import client, keys
from app.audit.commands import log
from app.core.config import Settings, get_settings
from app.core.logs import configure
from app.core.migrating import migrate as migrate_to
from app.core.safety import UnsafeSettings, refuse_unsafe
from app.core.service import Service, own_addresses, running
from app.core.serving import run, serve_on
from app.demo import commands as demonstration
from app.demo.province import EMPLOYEES
from app.evidence.commands import evidence
from app.imports.commands import import_files
from app.main import create_app
from app.privacy.commands import retention
from app.scoring_schemes import service as schemes
from app.siasn.commands import siasn
from app.talent_maps.commands import make_map
from app.talent_pools.commands import candidates
from app.verifier import __main__ as verifier
from app.worker import run_apart

app = typer.Typer(
    name="talenta", no_args_is_help=True, help="Manajemen Talenta ASN.", rich_markup_mode=None
)

ALONE = "verify"
"""The command that needs no settings, no database and no service."""
UNSAFE = 78
"""Status of a command that the settings do not allow (EX_CONFIG of sysexits.h)."""
INTERRUPTED = 130
"""Status of a command that Ctrl-C ended, as shells have it."""


@app.callback()
def start(context: typer.Context) -> None:
    if context.invoked_subcommand == ALONE:
        return
    try:
        configure(get_settings().log_level)
    except ValidationError as error:
        raise refused(fault["msg"] for fault in error.errors(include_input=False)) from None


def refused(reasons: Iterable[str]) -> typer.Exit:
    """Say what in the settings stands in the way, and end."""
    typer.echo("Not started, because of the settings:", err=True)
    for reason in reasons:
        typer.echo(f"- {reason}", err=True)
    return typer.Exit(UNSAFE)


async def safe(settings: Settings, service: Service | None = None) -> None:
    """End the command when a production installation is not safe to serve."""
    try:
        await refuse_unsafe(settings, None if service is None else service.addresses)
    except UnsafeSettings as unsafe:
        raise refused(unsafe.reasons) from None


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the API, and run jobs in the same process unless WORKER_IN_PROCESS=false."""
    given = {"TALENTA_HOST": host, "TALENTA_PORT": port}
    os.environ.update({name: str(value) for name, value in given.items() if value is not None})
    get_settings.cache_clear()  # other settings follow where the service listens
    settings = get_settings()

    async def main() -> None:
        await safe(settings)
        async with running(settings) as service:
            await safe(settings, service)
            await schemes.ensure_shipped(service.sessions)
            application = create_app(settings, service)
            where = settings.talenta_host, settings.talenta_port
            await serve_on(application, *where, settings.trusted_proxies)

    run(main())


@app.command()
def demo(
    employees: Annotated[
        int,
        typer.Option(envvar="DEMO_EMPLOYEES", min=100, max=1_000_000, help="Size of the province."),
    ] = EMPLOYEES,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
) -> None:
    """Tell the main story with an invented province, then serve."""
    if port is not None:  # in the environment, because addresses in letters follow the settings
        os.environ["TALENTA_PORT"] = str(port)
        get_settings.cache_clear()
    settings = get_settings()
    if settings.production:
        raise refused(["The demonstration is not for production; set TALENTA_ENV=development."])
    demonstration.refuse_taken_port(settings.talenta_host, settings.talenta_port)

    async def main() -> None:
        async with running(settings) as service:
            await schemes.ensure_shipped(service.sessions)
            await demonstration.tell(service, employees)
            application = create_app(settings, service)
            await demonstration.propose(application, service)
            await serve_on(application, settings.talenta_host, settings.talenta_port)

    try:
        run(main())
    except KeyboardInterrupt:
        typer.echo("Stopped. The next start goes on where this one ended.", err=True)
        raise typer.Exit(INTERRUPTED) from None


@app.command()
def worker() -> None:
    """Run jobs in a process of its own."""

    async def main() -> None:
        settings = get_settings()
        await safe(settings)
        async with running(settings) as service:
            await safe(settings, service)
            await run_apart(service)

    run(main())


@app.command()
def migrate(
    revision: Annotated[str, typer.Argument(help="Revision to migrate to.")] = "head",
) -> None:
    """Bring the database's tables up to date, as their owner."""
    settings = get_settings()

    async def main() -> None:
        if settings.embedded:
            async with running(settings, to_revision=revision):
                return
        await migrate_to(own_addresses(settings).owner, revision)

    run(main())


@app.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    document = create_app(get_settings()).openapi()
    sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")


@app.command(ALONE)
def verify(
    file: Annotated[Path, typer.Argument(help="A log export (.ndjson) or an evidence bundle.")],
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="A checkpoint that you kept: the log must go on from it."),
    ] = None,
    key: Annotated[
        list[Path] | None,
        typer.Option(help="Keys that you trust, a line each; else those in the file itself."),
    ] = None,
) -> None:
    """Verify a log export or an evidence bundle, offline; the status is 1 if anything is wrong."""
    raise typer.Exit(verifier.run(file, checkpoint or (), key or ()))


app.command("import")(import_files)
app.command("map")(make_map)
app.command()(candidates)
app.command()(evidence)
app.command()(retention)
app.add_typer(client, name="client")
app.add_typer(keys, name="keys")
app.add_typer(log, name="log")
app.add_typer(siasn, name="siasn")
