"""Where a person may act: what an administrator gave, what tokens claim, and who they are.

Pure. A person has at most one scope in an agency: a membership, if there is one, and otherwise the
roles that the token claims there. Whoever is known to be a civil servant plays `asn` besides.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from app.access.oidc_errors import AgencyRefused, AgencyUnclear
from app.core.identity import Role

EVERYWHERE = "*"


class Scope(NamedTuple):
    """One way in which a person may act."""

    name: str
    """Under which name."""
    roles: frozenset[Role]
    agency_id: UUID | None
    """None: in every agency."""
    code: str
    """The agency's code; `*` for every agency."""
    units: frozenset[UUID] | None = None
    """Roots of unit subtrees; None: the whole agency."""
    employee_id: UUID | None = None
    region: str | None = None
    """Of every agency, those of a Kantor Regional."""


class Servant(NamedTuple):
    """A civil servant of an agency."""

    employee_id: UUID
    agency_id: UUID
    code: str


def scopes_of(
    name: str,
    given: Iterable[Scope],
    claimed: frozenset[Role],
    agencies: Mapping[str, UUID],
    servants: Iterable[Servant],
) -> list[Scope]:
    """Every scope of a person, by code.

    `given` are memberships, one an agency at most; one for every agency wins over claims anywhere.
    `claimed` are the roles that the token claims, in `agencies` by their codes; `servants` who the
    person is, in each agency that knows them.
    """
    scopes = {scope.agency_id: scope for scope in given}
    if claimed and None not in scopes:
        for code, agency_id in agencies.items():
            scopes.setdefault(agency_id, Scope(name, claimed, agency_id, code))
    known = list(servants)
    for servant in known:
        place: UUID | None = servant.agency_id
        if place not in scopes and None in scopes and len(known) == 1:
            place = None
        scope = scopes.get(place) or Scope(name, frozenset(), servant.agency_id, servant.code)
        if scope.employee_id is None:
            scopes[place] = scope._replace(employee_id=servant.employee_id)
    return sorted((as_civil_servant(scope) for scope in scopes.values()), key=lambda s: s.code)


def as_civil_servant(scope: Scope) -> Scope:
    """A civil servant has the rights of one whatever else they do."""
    return scope if scope.employee_id is None else scope._replace(roles=scope.roles | {Role.ASN})


def chosen(scopes: list[Scope], code: str | None) -> Scope | None:
    """The scope to act in; None when the one for every agency is to be narrowed to `code`.

    Raises when the person must say which, or names one that is not theirs.
    """
    if code is None:
        if len(scopes) > 1:
            raise AgencyUnclear(agencies=[scope.code for scope in scopes])
        return scopes[0]
    for scope in scopes:
        if scope.code == code and (code == EVERYWHERE) == (scope.agency_id is None):
            return scope
    if everywhere(scopes) is None:
        raise AgencyRefused(agencies=[scope.code for scope in scopes])
    return None


def everywhere(scopes: Iterable[Scope]) -> Scope | None:
    """The scope that is every agency's, if there is one."""
    return next((scope for scope in scopes if scope.agency_id is None), None)
