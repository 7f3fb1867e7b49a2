"""People at the door: from a token of the provider of identities to an actor in one scope.

Scopes are asked of the database every `SCOPES_SECONDS` for a token, and anew when memberships
changed anywhere, so what an administrator gives or takes back holds at once. Nothing is kept longer
than the token lives.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from sqlalchemy import text

from app.access import memberships
from app.access.oidc_errors import AgencyRefused, NoAuthority
from app.access.oidc_provider import Provider
from app.access.oidc_tokens import Identity, IdentityTokens, is_over
from app.access.scopes import EVERYWHERE, Scope, Servant, chosen, everywhere, scopes_of
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM, Actor
from app.core.oidc_settings import OidcSettings

Authenticate = Callable[[str], Actor | None]

SCOPES_SECONDS = 10
REMEMBERED = 10_000
LONGEST_CODE = 64

AGENCIES = text("select code, id from agencies where code = any (:codes)")
SERVANTS = text("""
select e.id, e.agency_id, a.code from employees e join agencies a on a.id = e.agency_id
where e.nip = :nip""")


@dataclass(slots=True)
class Known:
    """What is remembered of a token."""

    identity: Identity
    scopes: list[Scope] = field(default_factory=list)
    asked_at: float = float("-inf")
    version: int = 0
    actors: dict[str | None, Actor] = field(default_factory=dict)
    """By what the person named in the header."""


class People:
    """Recognises people by tokens of one provider."""

    def __init__(self, tokens: IdentityTokens, sessions: Callable[[], Sessions]) -> None:
        self.tokens, self.sessions = tokens, sessions
        self.version: Callable[[], int] = lambda: 0
        """Rises when memberships changed anywhere."""
        self._known: OrderedDict[str, Known] = OrderedDict()

    @classmethod
    def of(cls, settings: OidcSettings, sessions: Callable[[], Sessions]) -> Self | None:
        """Who recognises people in an installation; nobody, where there is no provider."""
        if settings.oidc_issuer is None:
            return None
        return cls(IdentityTokens(settings, Provider(settings.oidc_issuer)), sessions)

    def beside(self, authenticate: Authenticate) -> Authenticate:
        """The look at tokens of our own, without a look at those that are known as a person's."""
        return lambda token: None if token in self._known else authenticate(token)

    async def recognise(self, token: str, agency: str | None) -> Actor | None:
        """The actor of a token in the agency that the person names; None when it is no token.

        Raises what a person is to be told: no role here, or in which agency.
        """
        known = self._known.get(token)
        if known is None:
            identity = await self.tokens.identity(token)
            if identity is None:
                return None
            known = self._known[token] = Known(identity)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        if is_over(known.identity):
            self._known.pop(token, None)
            return None
        version = self.version()
        if time.monotonic() - known.asked_at > SCOPES_SECONDS or version != known.version:
            known.scopes, known.actors = await self._scopes(known.identity), {}
            known.asked_at, known.version = time.monotonic(), version
        scopes, actors = known.scopes, known.actors  # they may be renewed while we wait
        if agency not in actors:
            actors[agency] = await self._actor(known.identity, scopes, agency)
        return actors[agency]

    async def _actor(self, identity: Identity, scopes: list[Scope], agency: str | None) -> Actor:
        if not scopes:
            raise NoAuthority(issuer=identity.issuer, subject=identity.subject)
        scope = chosen(scopes, agency)
        if scope is None:
            scope = await self._narrowed(scopes, str(agency))
        return Actor(
            memberships.person_id(identity.issuer, identity.subject),
            scope.name,
            scope.roles,
            None if scope.agency_id is None else frozenset({scope.agency_id}),
            units=scope.units,
            employee_id=scope.employee_id,
            region=scope.region,
        )

    async def _narrowed(self, scopes: list[Scope], code: str) -> Scope:
        """The scope of every agency, in the one that the person names."""
        scope = everywhere(scopes)
        found = await self._agencies([code]) if len(code) <= LONGEST_CODE else {}
        if scope is None or scope.region or code not in found:
            raise AgencyRefused(agencies=[each.code for each in scopes])
        return scope._replace(agency_id=found[code], code=code)

    async def _scopes(self, identity: Identity) -> list[Scope]:
        held = await memberships.memberships_of(self.sessions(), identity.issuer, identity.subject)
        given = [
            Scope(
                membership.name,
                membership.roles,
                membership.agency_id,
                membership.agency_code or EVERYWHERE,
                membership.units,
                membership.employee_id,
                membership.region,
            )
            for membership in held
        ]
        agencies = await self._agencies(sorted(identity.agencies)) if identity.roles else {}
        servants = await self._servants(identity.nip) if identity.nip else []
        return scopes_of(identity.name, given, identity.roles, agencies, servants)

    async def _agencies(self, codes: list[str]) -> dict[str, UUID]:
        if not codes:
            return {}
        async with transaction(self.sessions(), SYSTEM) as session:
            rows = await session.execute(AGENCIES, {"codes": codes})
            return {row.code: row.id for row in rows}

    async def _servants(self, nip: str) -> list[Servant]:
        async with transaction(self.sessions(), SYSTEM) as session:
            rows = await session.execute(SERVANTS, {"nip": nip})
            return [Servant(*row) for row in rows]
