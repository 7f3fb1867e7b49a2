"""The provider of identities: where its endpoints are, and the keys that sign its tokens.

Both come from its own discovery document (OpenID Connect Discovery 1.0), are kept, and renewed in
the background. A key that is not known makes us ask again, but not more often than `PAUSE`, so that
invented tokens cannot make us flood the provider. While it is out of reach the keys that we have
go on, for a day.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import orjson
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from app.access.oidc_errors import ProviderUnavailable

log = structlog.get_logger("oidc")

FRESH, STALE, PAUSE = 15 * 60, 24 * 60 * 60, 10
"""Seconds until keys are renewed, until they are too old to trust, and between two attempts."""
DISCOVERY = "/.well-known/openid-configuration"
TIMEOUT = httpx.Timeout(5, connect=3)
LONGEST = 1024 * 1024
SMALLEST_RSA = 2048
RSA = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
CURVES = {
    "P-256": frozenset({"ES256"}),
    "P-384": frozenset({"ES384"}),
    "P-521": frozenset({"ES512"}),
    "Ed25519": frozenset({"EdDSA", "Ed25519"}),
}
ALGORITHMS = RSA.union(*CURVES.values())
"""All that sign with a key pair. `none` and shared secrets are not among them."""

PUBLIC = ("kty", "crv", "n", "e", "x", "y")
"""Members of a public key; nothing else of a JWK is read into one."""

Key = RSAKey | ECKey | OKPKey


class Metadata(NamedTuple):
    """Endpoints of the provider."""

    keys: str
    authorization: str | None
    token: str | None


class Published(NamedTuple):
    """A key of the provider, and the algorithms that it may be used with."""

    kid: str | None
    key: Key
    algorithms: frozenset[str]


class NotUsable(Exception):
    """The provider answered something that cannot be right."""


class Provider:
    """The provider named `issuer`; `transport` and `clock` are for tests."""

    def __init__(
        self,
        issuer: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.issuer, self.transport, self.clock = issuer, transport, clock
        self.metadata: Metadata | None = None
        self._keys: list[Published] = []
        self._renewed_at, self._tried_at = float("-inf"), float("-inf")
        self._lock = asyncio.Lock()
        self._renewal: asyncio.Task[bool] | None = None

    async def key(self, kid: str | None, algorithm: str) -> Key | None:
        """The key that a token names, or None; `ProviderUnavailable` when nobody can tell."""
        age = self.clock() - self._renewed_at
        if age > STALE and not await self._renewed():
            raise ProviderUnavailable
        found = self._find(kid, algorithm)
        if found is None and await self._renewed():
            return self._find(kid, algorithm)
        if found is None and self._tried_at > self._renewed_at:
            raise ProviderUnavailable  # perhaps it is new, and the provider cannot be asked
        if found is not None and age > FRESH and (self._renewal is None or self._renewal.done()):
            self._renewal = asyncio.create_task(self._renewed())
        return found

    def _find(self, kid: str | None, algorithm: str) -> Key | None:
        fitting = [known for known in self._keys if algorithm in known.algorithms]
        if kid is None:
            return fitting[0].key if len(fitting) == 1 else None
        return next((known.key for known in fitting if known.kid == kid), None)

    async def _renewed(self) -> bool:
        """Whether metadata and keys were just fetched; nobody asks twice within `PAUSE`."""
        async with self._lock:
            now = self.clock()
            if now - self._tried_at < PAUSE:
                return self._renewed_at == self._tried_at
            self._tried_at = now
            try:
                self.metadata = await self._discovered()
                self._keys = published(await self._fetched(self.metadata.keys))
            except (httpx.HTTPError, httpx.InvalidURL, OSError, NotUsable) as error:
                log.warning("oidc.unreachable", issuer=self.issuer, error=repr(error))
                return False
            self._renewed_at = now
            return True

    async def endpoints(self) -> Metadata | None:
        """Where the provider's endpoints are; None while that is not known."""
        if self.metadata is None:
            await self._renewed()
        return self.metadata

    async def _discovered(self) -> Metadata:
        document = await self._fetched(
            f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        )
        if document.get("issuer") != self.issuer:
            raise NotUsable(f"The metadata are of another issuer: {document.get('issuer')!r}")
        keys, authorization, token = (
            self._endpoint(document, name)
            for name in ("jwks_uri", "authorization_endpoint", "token_endpoint")
        )
        if keys is None:
            raise NotUsable("The metadata have no usable jwks_uri")
        return Metadata(keys, authorization, token)

    def _endpoint(self, document: dict[str, Any], name: str) -> str | None:
        """An address of the metadata, if it is as safe as the issuer's own."""
        address = document.get(name)
        if not isinstance(address, str):
            return None
        scheme = urlsplit(address).scheme
        return address if scheme in ("https", urlsplit(self.issuer).scheme) else None

    async def _fetched(self, address: str) -> dict[str, Any]:
        """A JSON object; redirects are not followed, and no more is read than `LONGEST`."""
        async with (
            httpx.AsyncClient(transport=self.transport, timeout=TIMEOUT) as client,
            client.stream("GET", address, headers={"Accept": "application/json"}) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise NotUsable(f"{address} answered {answer.status_code}")
            content = b""
            async for part in answer.aiter_bytes():
                content += part
                if len(content) > LONGEST:
                    raise NotUsable(f"{address} answered too much")
        try:
            document = orjson.loads(content)
        except orjson.JSONDecodeError as error:
            raise NotUsable(f"{address} is not JSON") from error
        if not isinstance(document, dict):
            raise NotUsable(f"{address} is not an object")
        return document


def published(document: dict[str, Any]) -> list[Published]:
    """The keys of a JWK set that may verify signatures; what is odd or weak is left out."""
    keys = document.get("keys")
    if not isinstance(keys, list):
        raise NotUsable("The key set has no keys")
    found = [usable for key in keys if isinstance(key, dict) and (usable := _usable(key))]
    if not found:
        raise NotUsable("The key set has no usable key")
    return found


def _usable(jwk: dict[str, Any]) -> Published | None:
    operations = jwk.get("key_ops", ["verify"])
    verifies = isinstance(operations, list) and "verify" in operations
    if not verifies or jwk.get("use", "sig") != "sig":
        return None
    if "d" in jwk:  # a private key that was published is everybody's
        return None
    given: dict[str, Any] = {name: jwk[name] for name in PUBLIC if name in jwk}
    try:
        key = JWKRegistry.import_key(given)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    match key:
        case RSAKey() if key.public_key.key_size >= SMALLEST_RSA:
            algorithms = RSA
        case ECKey() | OKPKey():
            algorithms = CURVES.get(str(jwk.get("crv")), frozenset())
        case _:
            return None
    if "alg" in jwk:
        algorithms = algorithms & {str(jwk["alg"])}
    kid = jwk.get("kid")
    return Published(kid, key, algorithms) if algorithms and isinstance(kid, str | None) else None
