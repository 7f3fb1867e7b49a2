"""Who may see a request: the predicate and the scope agree on every actor and every request."""

from itertools import product
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, column, select, values
from sqlalchemy.sql import visitors

from app.approvals import policy
from app.approvals.kinds.names import Kind
from app.approvals.models import Request
from app.approvals.workflow import Status
from app.core.identity import Actor, Role

AGENCIES = [uuid4(), uuid4()]
REQUESTS = [
    Request(agency_id=agency, kind=kind, status=status, authors=[])
    for agency, kind, status in product(AGENCIES, Kind, Status)
]
actors = st.builds(
    Actor,
    id=st.uuids(),
    name=st.just("Seseorang"),
    roles=st.frozensets(st.sampled_from(Role), max_size=3),
    agencies=st.none() | st.frozensets(st.sampled_from(AGENCIES)),
)
COLUMNS = Request.__table__.c
rows = values(
    column("n", Integer),
    column("agency_id", COLUMNS.agency_id.type),
    column("kind", COLUMNS.kind.type),
    column("status", COLUMNS.status.type),
    name="requests",
).data([(n, r.agency_id, r.kind, r.status) for n, r in enumerate(REQUESTS)])


def on_rows(scope):
    """The scope, asked of `rows` in place of the table: not every row can be made there at will."""

    def replaced(element, **_):
        return rows.c[element.name] if isinstance(element, Column) else None

    return visitors.replacement_traverse(scope, {}, replaced)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(actor=actors)
async def test_predicate_and_scope_agree(connection, actor):
    seen = await connection.scalars(select(rows.c.n).where(on_rows(policy.visible_to(actor))))

    expected = {n for n, request in enumerate(REQUESTS) if policy.can_view(actor, request)}
    assert set(seen) == expected


@given(actor=actors, kind=st.sampled_from(Kind))
def test_nobody_decides_what_they_had_a_hand_in(actor, kind):
    request = Request(kind=kind, status=Status.SUBMITTED, authors=[uuid4(), actor.id])

    assert not any(policy.can_decide(actor, request, role) for role in Role)


@given(actor=actors)
def test_who_sees_nothing_of_the_agency_decides_nothing_of_pools(actor):
    outside = actor.has(*policy.OUTSIDE) and not actor.has(*policy.INSIDE)

    for request in REQUESTS:
        if outside and request.kind is Kind.TALENT_POOL:
            assert not policy.can_view(actor, request)
