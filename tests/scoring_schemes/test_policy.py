"""Who may write schemes: analysts whose role holds somewhere."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.core.identity import SYSTEM, Actor, Role
from app.scoring_schemes import policy

agencies = st.none() | st.frozensets(st.uuids(), max_size=3)


@given(roles=st.frozensets(st.sampled_from(list(Role))), agencies=agencies)
def test_analysts_of_some_agency_write_and_nobody_else(roles, agencies):
    actor = Actor(UUID(int=1), "siapa pun", roles, agencies)

    assert policy.can_write(actor) == (Role.ANALYST in roles and actor.agencies != frozenset())


def test_the_installation_itself_writes():
    assert policy.can_write(SYSTEM)
