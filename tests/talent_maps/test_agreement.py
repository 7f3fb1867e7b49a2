"""A whole province with defects: every placement is what the pure rules say of that person."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.demo.province import write_province
from app.imports import service as imports
from app.imports.service import Upload
from app.scoring_schemes import service as schemes
from app.scoring_schemes.scoring import score
from app.talent_maps import service
from app.talent_maps.evidence import facts_of
from app.talent_maps.models import Placement
from app.talent_maps.schemas import NewMap

AS_OF = date(2026, 1, 1)


@pytest.mark.parametrize("scheme", ["bkn-411-2025", "pu-djbk"])
async def test_a_map_places_everybody_as_the_pure_rules_do(sessions, tmp_path, scheme):
    write_province(tmp_path, employees=150)
    await schemes.ensure_shipped(sessions)
    uploads = [Upload(path.name, path.read_bytes()) for path in sorted(tmp_path.iterdir())]
    received = await imports.look(uploads)
    async with transaction(sessions, SYSTEM) as session:
        there, _ = await imports.receive(
            session, SYSTEM, received, agency=None, dry_run=False, keep=False
        )
    given = {n: file.upload.content for n, file in enumerate(received)}
    await imports.run(sessions, there.id, given=given)
    async with transaction(sessions, SYSTEM) as session:
        new = NewMap(name="Peta", scheme=scheme, as_of=AS_OF)
        asked = await service.draw_up(session, SYSTEM, new, today=datetime.now(UTC).date())
    await service.calculate(sessions, asked.id)

    async with transaction(sessions, SYSTEM) as session:
        talent_map = await service.get_finished(session, SYSTEM, asked.id)
        parsed = schemes.parsed(await schemes.get(session, talent_map.scheme_id))
        placements = list(
            await session.scalars(select(Placement).where(Placement.map_id == talent_map.id))
        )
        assert talent_map.known_at is not None
        assert len(placements) == talent_map.population > 100
        for placement in placements:
            facts = await facts_of(session, placement.employee_id, talent_map.known_at)
            expected = score(parsed, facts, AS_OF)
            assert placement.performance == expected.performance.score
            assert placement.potential == expected.potential.score
            assert placement.value == expected.value
            assert tuple(placement.missing) == expected.missing
