"""Assessors: one who assessed the person of a side's map."""

from datetime import date
from hashlib import sha256
from uuid import UUID

from app.employees.history_models import Assessment
from tests.authority.case import Case
from tests.talent_pools.conftest import RECORDED

CASES: dict[str, Case] = {}


async def prepare(side, _client_for, save) -> None:
    """Let the side's assessor assess the side's person."""
    named = f"Asesor {side.mark}\x1fUPT Penilaian"
    side.keep(assessor_key=sha256(named.encode()).hexdigest()[:16])
    await save(
        Assessment(
            agency_id=side.agency.id,
            employee_id=UUID(side.ids["employee_id"]),
            source_id=f"A-{side.mark}",
            recorded_at=RECORDED,
            assessed_on=date(2025, 3, 4),
            purpose="pemetaan",
            institution="UPT Penilaian",
            assessor=f"Asesor {side.mark}",
            achieved=[3] * 9,
            required=[3] * 9,
            aspects=[3] * 8,
        )
    )
