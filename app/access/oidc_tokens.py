"""Access tokens of the provider of identities: which are good, and whom they speak of.

JWTs (RFC 7519, 9068) signed with a key pair of the provider. Everything must fit: the issuer, our
name in `aud`, a client that we trust, the kind of token, its time. Anything else is no token.
"""

import re
import time
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from joserfc import jws, jwt
from joserfc.errors import JoseError

from app.access.oidc_errors import SignedInTooWeakly
from app.access.oidc_provider import ALGORITHMS, Provider
from app.core.identity import Role
from app.core.oidc_settings import OidcSettings

LONGEST = 16 * 1024
LEEWAY = 30
"""Seconds by which clocks may differ."""
LONGEST_SUBJECT, LONGEST_NAME = 255, 200
CLIENT_CLAIMS = ("client_id", "azp", "cid", "appid")
"""Where providers name the client: RFC 9068, OpenID Connect, and two dialects."""
OF_ID_TOKENS = ("nonce", "at_hash", "c_hash", "s_hash")
OTHER_KINDS = ("ID", "Refresh", "Offline", "Logout")
"""What Keycloak calls tokens that are not for us, in a claim `typ`."""
NIP = re.compile(r"[0-9]{18}")


class Identity(NamedTuple):
    """Whom a good token speaks of, and what it claims."""

    issuer: str
    subject: str
    name: str
    roles: frozenset[Role]
    agencies: frozenset[str]
    """Codes of agencies where the roles are claimed."""
    nip: str | None
    expires_at: float


class NotGood(Exception):
    """The token is not one that we take."""


@dataclass(slots=True)
class IdentityTokens:
    """Verifies tokens of one provider by the settings."""

    settings: OidcSettings
    provider: Provider

    async def identity(self, token: str) -> Identity | None:
        """Whom a token speaks of; None when it is not good.

        May raise `ProviderUnavailable`, or `SignedInTooWeakly` for a token that is good otherwise.
        """
        try:
            algorithm, kid = self._announced(token)
            key = await self.provider.key(kid, algorithm)
            if key is None:
                return None
            claims = jwt.decode(token, key, algorithms=[algorithm]).claims
            self._check(claims)
            return self._identity(claims)
        except (JoseError, NotGood, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _announced(self, token: str) -> tuple[str, str | None]:
        """Algorithm and key id that the token names; nobody has verified anything yet.

        What does not even claim to be of the provider is none of its business: a token of ours that
        ran out must be 401, whether or not the provider can be asked.
        """
        if len(token) > LONGEST:
            raise NotGood
        parts = jws.extract_compact(token.encode("ascii"))
        if orjson.loads(parts.payload or b"")["iss"] != self.settings.oidc_issuer:
            raise NotGood
        header = parts.headers()
        algorithm, kid = header.get("alg"), header.get("kid")
        kind = str(header.get("typ", "")).lower().removeprefix("application/")
        if kind not in {known.lower() for known in self.settings.oidc_token_types}:
            raise NotGood
        if algorithm not in ALGORITHMS or not isinstance(kid, str | None):
            raise NotGood
        return algorithm, kid

    def _check(self, claims: dict[str, Any]) -> None:
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": str(self.settings.oidc_issuer)},
            aud={"essential": True, "value": str(self.settings.oidc_audience)},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        registry.validate(claims)
        if "cnf" in claims:  # bound to a key that nobody has shown us (RFC 7800, 9449)
            raise NotGood
        if claims.get("typ") in OTHER_KINDS or any(name in claims for name in OF_ID_TOKENS):
            raise NotGood
        clients = {claims[name] for name in CLIENT_CLAIMS if name in claims}
        if not clients or not clients <= self.settings.trusted_clients:
            raise NotGood
        if claims["sub"] in clients:  # the client itself, and no person (RFC 9068, section 5)
            raise NotGood
        if self.settings.oidc_acr and claims.get("acr") not in self.settings.oidc_acr:
            raise SignedInTooWeakly(self.settings.oidc_acr)

    def _identity(self, claims: dict[str, Any]) -> Identity:
        subject, settings = claims["sub"], self.settings
        if len(subject) > LONGEST_SUBJECT or not subject.isprintable():
            raise NotGood
        values = listed(claim(claims, settings.oidc_role_claim))
        agencies = listed(claim(claims, settings.oidc_agency_claim))
        if not agencies and settings.oidc_agency is not None:
            agencies = [settings.oidc_agency]
        nip = re.sub(r"\s", "", str(claim(claims, settings.oidc_nip_claim) or ""))
        return Identity(
            issuer=claims["iss"],
            subject=subject,
            name=name_in(claims) or subject[:LONGEST_NAME],
            roles=frozenset(
                settings.oidc_roles[value] for value in values if value in settings.oidc_roles
            ),
            agencies=frozenset(agencies),
            nip=nip if NIP.fullmatch(nip) else None,
            expires_at=claims["exp"] + LEEWAY,
        )


def claim(claims: dict[str, Any], path: str | None) -> Any:
    """A claim by its name, or inside objects by names with dots; None when there is none."""
    if path is None:
        return None
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def listed(value: Any) -> list[str]:
    """The texts that a claim holds, one or a list."""
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def name_in(claims: dict[str, Any]) -> str | None:
    """What to call the person, on one line."""
    for name in ("name", "preferred_username"):
        value = claims.get(name)
        if isinstance(value, str) and (text := " ".join(value.split())) and text.isprintable():
            return text[:LONGEST_NAME]
    return None


def is_over(identity: Identity) -> bool:
    return identity.expires_at <= time.time()
