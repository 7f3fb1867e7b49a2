"""Every kind with its declaration."""

from collections.abc import Iterable

from sqlalchemy import and_, or_

from app.approvals.kinds import (
    correction,
    implementation,
    placement,
    route_change,
    scoring_scheme,
    talent_map,
    talent_pool,
)
from app.approvals.kinds.declaration import Declaration
from app.approvals.kinds.names import Kind
from app.approvals.models import Request
from app.approvals.wording import check
from app.approvals.workflow import Status
from app.core.errors import Problem

KINDS: dict[str, Declaration] = {
    Kind.TALENT_POOL: talent_pool.DECLARATION,
    Kind.IMPLEMENTATION: implementation.DECLARATION,
    Kind.TALENT_MAP: talent_map.DECLARATION,
    Kind.SCORING_SCHEME: scoring_scheme.DECLARATION,
    Kind.PLACEMENT: placement.DECLARATION,
    Kind.CORRECTION: correction.DECLARATION,
}
# A route is held against the kind that takes it: it changes those of all, its own too.
KINDS[Kind.ROUTE_CHANGE] = route_change.declared(KINDS)
for _name, _kind in KINDS.items():
    check(_name, _kind.letter.names, _kind.letter.lists)
EXAMINED_OUTSIDE = sorted(name for name, kind in KINDS.items() if kind.examined_outside)
"""What leaves its agency for Kantor Regional and BKN to examine."""
SENT_OUT = and_(
    or_(*(Request.kind == kind for kind in EXAMINED_OUTSIDE)), Request.status != Status.DRAFT
)
"""A request of theirs that has been submitted."""


def _each(problems: Iterable[type[Problem]]) -> list[type[Problem]]:
    return sorted(set(problems), key=lambda problem: problem.__name__)


REFUSALS = _each(refusal for kind in KINDS.values() for refusal in kind.refusals)
"""What may keep a content from being submitted."""
HINDRANCES = _each(hindrance for kind in KINDS.values() for hindrance in kind.hindrances)
"""What may keep the last approval from taking effect."""
