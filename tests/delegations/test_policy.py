"""Who sees and makes delegations, acting officials and absences."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.delegations import policy
from app.delegations.models import Absence
from tests.conftest import an_actor
from tests.factories import an_agency


@pytest.mark.parametrize("role", list(Role))
async def test_predicate_and_scope_agree(sessions, save, agency, role):
    other = an_agency()
    days = {"valid_from": date(2026, 1, 5), "valid_until": date(2026, 1, 9)}
    who = {"actor_id": uuid4(), "name": "Bagas Prasetya", "recorded_by": SYSTEM.id}
    there = [Absence(id=uuid4(), agency_id=one.id, **who, **days) for one in (agency, other)]
    await save(other, *there)

    for actor in (
        an_actor(role, agency.id),
        an_actor(role, None),
        an_actor(role, agency.id, units=frozenset({uuid4()})),
    ):
        async with transaction(sessions, SYSTEM) as session:
            seen = set(
                await session.scalars(select(Absence.id).where(policy.visible_to(actor, Absence)))
            )
        assert seen == {one.id for one in there if policy.can_view(actor, one)}


@pytest.mark.parametrize("role", list(Role))
def test_only_who_decides_delegates_and_only_an_administrator_designates(role):
    actor = an_actor(role, uuid4())

    assert policy.can_delegate(actor) == (role in policy.DECIDERS)
    assert policy.can_designate(actor) == (role is Role.ADMIN)
    assert policy.can_record(actor, own=False) == (role is Role.ADMIN)
