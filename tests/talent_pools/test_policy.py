"""Who may see and change pools: Python and SQL say the same of every actor and pool."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.dialects import postgresql

from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from app.talent_pools import policy
from app.talent_pools.models import Pool
from tests.talent_pools.test_pools import made

AGENCIES = [UUID(int=n) for n in range(1, 4)]
actors = st.builds(
    Actor,
    id=st.uuids(),
    name=st.just("siapa pun"),
    roles=st.frozensets(st.sampled_from(list(Role)), max_size=3),
    agencies=st.none() | st.frozensets(st.sampled_from(AGENCIES), max_size=3),
)


@given(actor=actors)
def test_who_may_change_a_pool_may_see_it(actor):
    pool = Pool(agency_id=AGENCIES[0])

    assert not policy.can_change(actor, pool) or policy.can_view(actor, pool)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.KANREG, Role.BKN])
def test_who_runs_or_oversees_the_system_has_no_business_with_careers(role):
    actor = Actor(uuid4(), str(role), frozenset({role}), None)

    assert not policy.can_list(actor)
    assert "false" in str(policy.visible_to(actor).compile(dialect=postgresql.dialect()))


async def test_predicate_and_scope_agree_on_every_actor_and_pool(client_for, body, sessions):
    await made(client_for, body)
    mine = body.agency.id

    async def agree(actor):
        async with transaction(sessions, SYSTEM) as session:
            (pool,) = (await session.scalars(select(Pool))).all()
            for predicate, scope in (
                (policy.can_view, policy.visible_to),
                (policy.can_change, policy.changeable_by),
            ):
                seen = (await session.scalars(select(Pool).where(scope(actor)))).all()
                assert (seen == [pool]) == predicate(actor, pool)

    for role in Role:
        for agencies in (None, frozenset(), frozenset({mine}), frozenset({uuid4(), mine})):
            await agree(Actor(uuid4(), "x", frozenset({role}), agencies))
        await agree(Actor(uuid4(), "x", frozenset({role}), frozenset({uuid4()})))
