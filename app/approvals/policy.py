"""Who may ask, edit, submit, see and decide; predicates and the scope that says the same in SQL."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, literal, or_, text, true

from app.approvals.kinds.registry import EXAMINED_OUTSIDE, KINDS, SENT_OUT
from app.approvals.models import Request
from app.approvals.workflow import Status
from app.core.identity import Actor, Role

INSIDE = frozenset(
    {
        Role.SIMPEG,
        Role.ANALYST,
        Role.COMMITTEE,
        Role.PYB,
        Role.PPK,
        Role.AUDITOR,
    }
)
"""Roles within the agency: they see its requests from the first draft on. An administrator runs
the installation and has no business with people's careers."""
TALKING = INSIDE - {Role.SIMPEG, Role.AUDITOR}
"""Those inside who have a hand in requests; systems and auditors change nothing."""
IN_REGION = text("select id from agencies where kanreg = :region")
OUTSIDE = frozenset({Role.KANREG, Role.BKN})
"""Roles that examine the agency: they see what has been sent to them, and nothing before."""


def can_request(actor: Actor, kind: str) -> bool:
    """May draft and edit requests of this kind."""
    return actor.has(*KINDS[kind].asks) and actor.whole_agency


def can_submit(actor: Actor, kind: str) -> bool:
    """May send requests of this kind on their way."""
    return actor.has(*KINDS[kind].submits) and actor.whole_agency


def can_attach(actor: Actor, request: Request) -> bool:
    """May attach files: who drafts such requests, and who examines from outside."""
    return can_request(actor, request.kind) or (actor.has(*OUTSIDE) and actor.whole_agency)


def can_record(actor: Actor, roles: Collection[Role]) -> bool:
    """May record a step that these roles record."""
    return actor.has(*roles) and actor.whole_agency


def can_decide(actor: Actor, request: Request, role: str) -> bool:
    """May decide at a stage of `role`: holds it, and had no hand in the request."""
    return actor.has(Role(role)) and actor.whole_agency and actor.id not in request.authors


def can_view(actor: Actor, request: Request) -> bool:
    """May see the request and its letter."""
    if not actor.sees(request.agency_id):
        return False
    sees = seen_by(actor)
    return sees["inside"] or (sees["outside"] and is_sent_out(request))


def is_sent_out(request: Request) -> bool:
    """May be seen by those who examine the agency."""
    return request.kind in EXAMINED_OUTSIDE and request.status is not Status.DRAFT


def can_comment(actor: Actor) -> bool:
    """May say something about a request that they see; who only looks says nothing."""
    return actor.has(*TALKING, *OUTSIDE) and actor.whole_agency


def can_see_routes(actor: Actor) -> bool:
    """May see how requests of an agency are decided."""
    return actor.has(*INSIDE, *OUTSIDE) and actor.whole_agency


def can_have_tasks(actor: Actor) -> bool:
    """May be one for whom requests wait, or whom a comment calls."""
    return actor.has(*INSIDE, *OUTSIDE) and actor.whole_agency


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """What `can_view` says, for a WHERE."""
    here: ColumnElement[bool] = (
        true() if actor.agencies is None else Request.agency_id.in_(actor.agencies)
    )
    if actor.region is not None:
        here = and_(here, Request.agency_id.in_(IN_REGION.bindparams(region=actor.region)))
    inside, outside = (literal(seen) for seen in seen_by(actor).values())
    return and_(here, or_(inside, and_(outside, SENT_OUT)))


def seen_by(actor: Actor) -> dict[str, bool]:
    """What the list binds in place of `visible_to`; row-level security knows the agencies."""
    return {
        "inside": actor.has(*INSIDE) and actor.whole_agency,
        "outside": actor.has(*OUTSIDE) and actor.whole_agency,
    }
