"""Who is asking: an actor with roles, and the agencies where they hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import OAuth2

from app.core.errors import Unauthenticated


class Role(StrEnum):
    """The parts that people and systems play (product roles; PP 11/2017, UU 20/2023)."""

    ADMIN = "admin"
    """Runs the installation: clients, agencies; no say in decisions."""
    SIMPEG = "simpeg"
    """A personnel system of one agency that pushes and pulls data."""
    ANALYST = "analyst"
    """BKD's analyst: imports, schemes, maps, pools, requests."""
    COMMITTEE = "committee"
    """Komite talenta: reviews and ranks."""
    PYB = "pyb"
    """Pejabat yang berwenang (the secretary): endorses."""
    PPK = "ppk"
    """Pejabat pembina kepegawaian (the governor): decides."""
    KANREG = "kanreg"
    """Regional office of BKN: verifies a body's readiness."""
    BKN = "bkn"
    """BKN: approves and issues the letter."""
    AUDITOR = "auditor"
    """Inspectorate, auditors: read and recompute, change nothing."""
    ASN = "asn"
    """The civil servant: sees what is about themself, and nothing of a colleague."""


def listed(values: Iterable[object]) -> str:
    return ",".join(sorted(str(value) for value in values))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, in one scope: these roles, in these agencies and parts of them."""

    id: UUID
    name: str
    roles: frozenset[Role]
    agencies: frozenset[UUID] | None
    """The agencies where the roles hold; None means every agency."""
    units: frozenset[UUID] | None = None
    """The roots of the unit subtrees where the roles hold; None means the whole agency."""
    employee_id: UUID | None = None
    """The civil servant that the actor is, where known."""
    region: str | None = None
    """Of every agency, those of a Kantor Regional; which they are, the database knows."""
    context: str = field(init=False, repr=False, compare=False)
    """The value of `app.context` that row-level security reads."""

    def __post_init__(self) -> None:
        if Role.KANREG in self.roles and self.agencies is None and self.region is None:
            # A Kantor Regional of no region has no agencies; BKN's own role sees them all.
            object.__setattr__(self, "agencies", frozenset())
        agencies = "*" if self.agencies is None else listed(self.agencies)
        if self.region is not None:
            agencies = f"@{self.region}"
        # A scope of no units at all is not the whole agency: it is nothing.
        units = "" if self.units is None else listed(self.units) or str(UUID(int=0))
        parts = (agencies, listed(self.roles), units, str(self.id), str(self.employee_id or ""))
        object.__setattr__(self, "context", ";".join(parts))

    def has(self, *roles: Role) -> bool:
        """Whether the actor plays any of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def names(self) -> tuple[UUID, ...]:
        """The ids that the actor goes by: its own, and that of the civil servant it is."""
        return (self.id,) if self.employee_id is None else (self.id, self.employee_id)

    @property
    def whole_agency(self) -> bool:
        """Whether the roles hold in all of an agency, not in some of its units alone."""
        return self.units is None

    def sees(self, agency_id: UUID | None) -> bool:
        """Whether the roles hold in the agency, as far as is known here."""
        return self.agencies is None or agency_id in self.agencies


SYSTEM = Actor(UUID(int=0), "system", frozenset({Role.ADMIN, Role.ANALYST}), None)
"""The installation itself: the command line and background jobs."""

bearer = OAuth2(
    flows=OAuthFlows(clientCredentials=OAuthFlowClientCredentials(tokenUrl="/oauth/token")),
    scheme_name="OAuth2",
    description="Client credentials: `client_id` and `client_secret`, sent to /oauth/token.",
    auto_error=False,
)


def actor_of(request: Request) -> Actor:
    """The actor that the edge found in the bearer token."""
    return actor_in(request.scope.get("state", {}))


def actor_in(state: Mapping[str, Any]) -> Actor:
    """The actor of a request's state; raises what the edge was told instead, or 401."""
    actor = state.get("actor")
    if not isinstance(actor, Actor):
        raise state.get("refusal") or Unauthenticated()
    return actor


def current_actor(request: Request, _token: Annotated[object, Depends(bearer)] = None) -> Actor:
    """The actor, or 401. `bearer` is there for the documentation alone."""
    return actor_of(request)


CurrentActor = Annotated[Actor, Depends(current_actor)]
