"""What if: the analyst tries another threshold, and asks what would have moved one person."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select, text

from app.core.db import transaction
from app.core.identity import Role
from app.demo.cast import signed_in
from app.demo.story import Stage
from app.scoring_schemes import service as schemes
from app.simulations import counterfactuals
from app.simulations import service as simulations
from app.simulations.models import Simulation
from app.simulations.schemas import NewSimulation
from app.talent_maps.models import TalentMap

PURPOSE = "Bahan rapat komite talenta: dampak ambang potensi tinggi 75 (contoh)."
HIGH_FROM = "75"
BOXES = [5, 8]
"""Where the person is looked for: somebody who can still rise."""
SEARCHED = 50
STANDING = text("""
select p.employee_id from talent_map_placements p join talent_maps m on m.id = p.map_id
where p.map_id = :map_id and m.numbers[p.cell + 1] = any (:boxes)
order by p.place limit :limit""")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A simulation, and what would have moved somebody; None where nobody of those can rise."""

    simulation: dict[str, Any]
    counterfactual: dict[str, Any] | None


async def play(stage: Stage, talent_map: TalentMap, pool_id: UUID) -> WhatIf:
    """Try a lower threshold once, and ask about the first person whom something would move."""
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    async with transaction(stage.sessions, analyst) as session:
        known = select(Simulation).where(
            Simulation.map_id == talent_map.id, Simulation.purpose == PURPOSE
        )
        run = await session.scalar(known)
        if run is None:
            scheme = (await schemes.get(session, talent_map.scheme_id)).document
            scheme["axes"]["potential"]["cutoffs"][1] = HIGH_FROM
            new = NewSimulation(
                map_id=talent_map.id, pool_id=pool_id, scheme=scheme, purpose=PURPOSE
            )
            written = orjson.dumps(new.model_dump(mode="json"))
            run = await simulations.simulate(session, analyst, new, written)
        simulation = simulations.shown(run)
    async with transaction(stage.sessions, analyst) as session:
        where = {"map_id": talent_map.id, "boxes": BOXES, "limit": SEARCHED}
        for employee_id in await session.scalars(STANDING, where):
            moved = await counterfactuals.counterfactual_of(session, talent_map, employee_id)
            if moved["possible"]:
                answer = await counterfactuals.ask(
                    session, analyst, talent_map.id, employee_id, target_box=None, language="id"
                )
                return WhatIf(simulation, answer)
    return WhatIf(simulation, None)
