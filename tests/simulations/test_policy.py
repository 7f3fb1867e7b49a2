"""Who may try weights and see what was tried: Python and SQL say the same of every actor."""

from uuid import uuid4

from sqlalchemy import select

from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from app.simulations import policy
from app.simulations.models import Simulation
from tests.conftest import an_actor
from tests.simulations.conftest import ADDRESS, asked


def test_who_may_try_weights_does_it_in_view_of_others():
    for role in Role:
        actor = an_actor(role, uuid4())
        assert not policy.can_simulate(actor) or policy.can_list(actor)
        part = an_actor(role, uuid4(), units=frozenset({uuid4()}))
        assert not policy.can_simulate(part)
        assert not policy.can_list(part)


async def test_predicate_and_scope_agree_on_every_actor(client_for, mapped, agency, sessions):
    talent_map = await mapped(60)
    made = await client_for(Role.ANALYST).post(ADDRESS, json=asked(talent_map))
    assert made.status_code == 201

    async def agree(actor):
        async with transaction(sessions, SYSTEM) as session:
            (run,) = (await session.scalars(select(Simulation))).all()
            scoped = select(Simulation).where(policy.visible_to(actor))
            seen = (await session.scalars(scoped)).all()
            assert (seen == [run]) == policy.can_view(actor, run)
        return bool(seen)

    mine, beside = frozenset({agency.id}), frozenset({uuid4()})
    seeing = {
        role
        for role in Role
        for agencies in (None, frozenset(), mine, beside, mine | beside)
        if await agree(Actor(uuid4(), "x", frozenset({role}), agencies))
    }
    assert seeing == {Role.ANALYST, Role.AUDITOR}
