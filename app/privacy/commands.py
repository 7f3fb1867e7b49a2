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
        for line in await lines(apply=apply):
            typer.echo(line)

    run(main())


async def lines(*, apply: bool) -> list[str]:
    """What the command says, class by class."""
    async with running(get_settings()) as service:
        counts = await (keeping.destroy if apply else keeping.counted)(service.sessions)
    word = "destroyed" if apply else "due"
    return [f"{code:20} {count:>10,} {word}" for code, count in counts.items()]
