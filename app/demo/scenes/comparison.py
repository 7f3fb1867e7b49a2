"""Two maps of the story held against each other: who stands elsewhere, and by what."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from app.core.db import transaction
from app.core.identity import Role
from app.demo.cast import signed_in
from app.demo.story import Stage
from app.movements import service as movements
from app.movements.flows import Flows
from app.talent_maps.models import TalentMap


@dataclass(frozen=True, slots=True)
class Compared:
    """The flows, what moved people, and where the picture is."""

    flows: Flows
    reasons: dict[str, int]
    picture: Path


async def play(stage: Stage, before: TalentMap, after: TalentMap) -> Compared:
    """Count the flows from one map to another and keep them as a picture; nothing is written."""
    committee = await signed_in(stage.sessions, stage.cast, Role.COMMITTEE)
    async with transaction(stage.sessions, committee) as session:
        two = await movements.pair(session, committee, after.id, before.id)
        compared = Compared(
            await movements.counted(session, two),
            await movements.reasons(session, two),
            stage.places.flows,
        )
        drawn = await movements.flow_picture(session, two, "en")
    await asyncio.to_thread(compared.picture.write_text, drawn, encoding="utf-8")
    return compared
