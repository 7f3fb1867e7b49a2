"""Access tokens: JWTs signed with Ed25519 (RFC 8037, 9068, 9864), and who stands behind one.

A verified token is remembered until it expires, so that it costs one look-up afterwards. A token
lives `TOKEN_MINUTES`; a client that is deactivated meanwhile gets no further one.
"""

import os
import time
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

from app.core.config import Settings
from app.core.identity import Actor, Role

ALGORITHM = "Ed25519"
AUDIENCE = "talenta"
LONGEST = 4096
REMEMBERED = 10_000


class Tokens:
    """Issues and verifies the access tokens of one installation, named by `issuer`."""

    def __init__(self, key_file: Path, issuer: str, minutes: int) -> None:
        self.key_file, self.issuer, self.seconds = key_file, issuer, minutes * 60
        self._known: OrderedDict[str, tuple[Actor, int]] = OrderedDict()
        self._claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            iat={"essential": True},
        )

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The tokens of an installation; a key that the settings name must be there."""
        made = settings.talenta_home / "keys" / "access-tokens.pem"
        tokens = cls(settings.signing_key_file or made, settings.public_url, settings.token_minutes)
        if settings.signing_key_file is not None:
            _ = tokens.key
        return tokens

    @cached_property
    def key(self) -> OKPKey:
        """The signing key. One of our own is made when it is first needed."""
        if not self.key_file.exists() and self.key_file.parent.name == "keys":
            make_key(self.key_file)
        key = OKPKey.import_key(self.key_file.read_bytes())
        if key.as_dict(private=False)["crv"] != "Ed25519" or not key.is_private:
            raise ValueError(f"{self.key_file} does not hold an Ed25519 private key.")
        return key

    def key_set(self) -> dict[str, Any]:
        """The public key as a JWK set (RFC 7517)."""
        public = self.key.as_dict(private=False)
        return {"keys": [{**public, "kid": self.key.thumbprint(), "use": "sig", "alg": ALGORITHM}]}

    def issue(self, actor: Actor) -> str:
        """A token for an actor, valid from now on."""
        now = int(time.time())
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
            "iat": now,
            "exp": now + self.seconds,
            "jti": uuid4().hex,
        }
        header = {"alg": ALGORITHM, "typ": "at+jwt", "kid": self.key.thumbprint()}
        return jwt.encode(header, claims, self.key, algorithms=[ALGORITHM])

    def authenticate(self, token: str) -> Actor | None:
        """Who stands behind a token; None when it is not one of ours that is valid now."""
        known = self._known.get(token)
        if known is None:
            known = self._verified(token)
            if known is None:
                return None
            self._known[token] = known
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        if known[1] <= time.time():
            self._known.pop(token, None)
            return None
        return known[0]

    def _verified(self, token: str) -> tuple[Actor, int] | None:
        if len(token) > LONGEST or not _canonical(token):
            return None
        try:
            parsed = jwt.decode(token, self.key, algorithms=[ALGORITHM])
            if parsed.header.get("typ") != "at+jwt":
                return None
            self._claims.validate(parsed.claims)
            return actor_in(parsed.claims), int(parsed.claims["exp"])
        except (JoseError, ValueError, KeyError, TypeError, AttributeError):
            return None


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


def make_key(file: Path) -> None:
    """Write a new private key that only its owner can read. Two makers at once end with one key."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = OKPKey.generate_key("Ed25519").as_pem(private=True)
    draft = file.with_suffix(f".{uuid4().hex}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(pem)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
