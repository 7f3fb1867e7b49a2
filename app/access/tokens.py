"""Access tokens: JWTs signed with Ed25519 (RFC 8037, 9068, 9864), and who stands behind one.

A verified token is remembered until it expires, so that it costs one look-up afterwards. A token
lives `TOKEN_MINUTES`, unless it is revoked (`app.access.revocations`).
"""

import os
import time
from collections import OrderedDict
from typing import Any, NamedTuple, Self
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

from app.access.revocations import Revocations, Stamp
from app.access.signing_keys import ALGORITHM, KeyRing
from app.core.config import Settings
from app.core.identity import Actor, Role

AUDIENCE = "talenta"
LONGEST = 4096
REMEMBERED = 10_000
LOOK_SECONDS = 5
"""How long a key that was removed may still be gone by."""


class Verified(NamedTuple):
    """A token whose signature and claims are right."""

    actor: Actor
    stamp: Stamp
    expires: int


class Tokens:
    """Issues and verifies the access tokens of one installation, named by `issuer`."""

    def __init__(
        self, ring: KeyRing, issuer: str, minutes: int, revocations: Revocations | None = None
    ) -> None:
        self.ring, self.issuer, self.seconds = ring, issuer, minutes * 60
        self.revocations = revocations or Revocations()
        self._known: OrderedDict[str, Verified] = OrderedDict()
        self._look_at = 0.0
        self._claims = jwt.JWTClaimsRegistry(
            lambda: int(time.time()),
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            iat={"essential": True},
        )

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The tokens of an installation; keys that the settings name must be there."""
        ring = key_ring_of(settings)
        return cls(ring, settings.public_url, settings.token_minutes)

    @property
    def key(self) -> OKPKey:
        """The key that signs now."""
        return self.ring.signing.key

    def key_set(self) -> dict[str, Any]:
        """The public keys as a JWK set (RFC 7517), the signing one first."""
        return {"keys": [key.public() for key in self.ring.accepted()]}

    def lifetime(self, until: float | None = None) -> int:
        """How many seconds a token issued now lives, if its authority ends at `until`."""
        return self.seconds if until is None else min(self.seconds, int(until - time.time()))

    def issue(self, actor: Actor, until: float | None = None) -> str:
        """A token for an actor, valid from now on; not beyond `until` (seconds since 1970)."""
        now, key = time.time(), self.ring.signing
        agencies, units = actor.agencies, actor.units
        claims = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": str(actor.id),
            "client_id": str(actor.id),
            "name": actor.name,
            "roles": sorted(actor.roles),
            "agencies": "*" if agencies is None else sorted(str(a) for a in agencies),
            **({} if units is None else {"units": sorted(str(u) for u in units)}),
            **({} if actor.employee_id is None else {"employee_id": str(actor.employee_id)}),
            **({} if actor.region is None else {"region": actor.region}),
            "iat": int(now),
            "exp": int(now) + self.lifetime(until),
            "jti": new_jti(now),
        }
        header = {"alg": ALGORITHM, "typ": "at+jwt", "kid": key.kid}
        return jwt.encode(header, claims, key.key, algorithms=[ALGORITHM])

    def authenticate(self, token: str) -> Actor | None:
        """Who stands behind a token; None when it is not one of ours that is valid now."""
        found = self.examine(token)
        return None if found is None or self.revocations.covers(found.stamp) else found.actor

    def examine(self, token: str) -> Verified | None:
        """A token of ours that has not run out, revoked or not; None when it is no such token."""
        now = time.time()
        if now >= self._look_at:
            self._look_at = now + LOOK_SECONDS
            if self.ring.refresh():
                self._known.clear()
        known = self._known.get(token)
        if known is None:
            known = self._verified(token)
            if known is None:
                return None
            self._known[token] = known
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        if known.expires <= now:
            self._known.pop(token, None)
            return None
        return known

    def _verified(self, token: str) -> Verified | None:
        if len(token) > LONGEST or not _canonical(token):
            return None
        try:
            parsed = jwt.decode(token, self._key_of, algorithms=[ALGORITHM])
            if parsed.header.get("typ") != "at+jwt":
                return None
            claims = parsed.claims
            self._claims.validate(claims)
            actor = actor_in(claims)
            return Verified(actor, stamp_in(claims, actor), int(claims["exp"]))
        except (JoseError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _key_of(self, signed: Any) -> OKPKey:
        key = self.ring.find(signed.headers().get("kid"))
        if key is None:
            raise ValueError("No key of ours has this name.")
        return key.key


def key_ring_of(settings: Settings) -> KeyRing:
    """The signing keys of an installation."""
    folder = settings.talenta_home / "keys"
    return KeyRing(folder, settings.signing_key_file, lifetime=settings.token_minutes * 60)


def new_jti(now: float) -> str:
    """An id for a token. Like a UUID of version 7 it begins with the milliseconds of 1970."""
    return f"{int(now * 1000):012x}{os.urandom(10).hex()}"


def stamp_in(claims: dict[str, Any], actor: Actor) -> Stamp:
    """The token's own identity."""
    jti = claims["jti"]
    if not isinstance(jti, str):
        raise TypeError("The id of a token is text.")
    return Stamp(jti, actor.id, int(jti[:12], 16))


def actor_in(claims: dict[str, Any]) -> Actor:
    """The actor that a token's claims describe."""
    name, agencies, units = claims["name"], claims["agencies"], claims.get("units")
    if not isinstance(name, str):
        raise TypeError("A name is text.")
    return Actor(
        id=UUID(claims["sub"]),
        name=name,
        roles=frozenset(Role(role) for role in claims["roles"]),
        agencies=None if agencies == "*" else frozenset(UUID(agency) for agency in agencies),
        units=None if units is None else frozenset(UUID(unit) for unit in units),
        employee_id=UUID(claims["employee_id"]) if "employee_id" in claims else None,
        region=claims.get("region"),
    )


def _canonical(token: str) -> bool:
    """Whether the signature has its only spelling: base64url leaves four bits of it unused."""
    head, _, signature = token.rpartition(".")
    try:
        return bool(head) and urlsafe_b64encode(urlsafe_b64decode(signature.encode())) == (
            signature.encode()
        )
    except ValueError:
        return False
