"""`talenta retention`: what has reached its time, and its destruction."""

from typing import Annotated

import typer

from app.core.config import get_settings
from app.core.service import running
from app.core.serving import run
from app.privacy import retention as keeping


def retention(
    apply: Annotated[
        bool, typer.Option("--apply", help="Destroy it; without this it is only counted.")
    ] = False,
) -> None:
    """Count what has reached the end of its retention, or destroy it."""

    async def main() -> None:
        async with running(get_settings()) as service:
            if apply:
                counts = await keeping.destroy(service.sessions)
            else:
                counts = await keeping.counted(service.sessions)
        for code, count in counts.items():
            typer.echo(f"{code:20} {count:>10,} {'destroyed' if apply else 'due'}")

    run(main())
