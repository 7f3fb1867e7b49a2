"""A provider of identities in the memory of the test, and tokens as it would sign them."""

import time
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from app.access.oidc_provider import Provider
from app.core.oidc_settings import OidcSettings

ISSUER = "https://masuk.prov.example"
AUDIENCE = "https://talenta.prov.example/api"
CLIENT = "talenta-docs"
SETTINGS: dict[str, Any] = {
    "oidc_issuer": ISSUER,
    "oidc_audience": AUDIENCE,
    "oidc_client_id": CLIENT,
    "oidc_roles": {"bkd-analis": "analyst", "inspektorat": "auditor"},
    "oidc_agency_claim": "agency",
    "oidc_nip_claim": "nip",
}
RSA = RSAKey.generate_key(2048, {"kid": "rsa-1", "alg": "RS256", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec-1", "alg": "ES256", "use": "sig"})
ED = OKPKey.generate_key("Ed25519", {"kid": "ed-1", "use": "sig"})


def oidc_settings(**changes: Any) -> OidcSettings:
    return OidcSettings(**{**SETTINGS, **changes})


class Clock:
    """Time that the test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class FakeProvider:
    """Answers discovery and keys; counts what it was asked; can be out of reach."""

    def __init__(self, *keys: Any, issuer: str = ISSUER) -> None:
        self.keys, self.issuer = list(keys) or [RSA, EC, ED], issuer
        self.asked: list[str] = []
        self.down = False
        self.metadata: dict[str, str] = {}
        self.answers: dict[str, httpx.Response] = {}
        self.clock = Clock()

    def provider(self) -> Provider:
        return Provider(ISSUER, transport=httpx.MockTransport(self._answer), clock=self.clock)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked.append(path)
        if self.down:
            raise httpx.ConnectError("out of reach")
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return httpx.Response(
                200,
                json={
                    "issuer": self.issuer,
                    "jwks_uri": f"{ISSUER}/jwks",
                    "authorization_endpoint": f"{ISSUER}/auth",
                    "token_endpoint": f"{ISSUER}/token",
                    **self.metadata,
                },
            )
        return httpx.Response(200, json={"keys": [self._public(key) for key in self.keys]})

    @staticmethod
    def _public(key: Any) -> dict[str, Any]:
        return key if isinstance(key, dict) else key.as_dict(private=False)


def claims(**changes: Any) -> dict[str, Any]:
    """Claims of a good token; a change to None takes a claim away."""
    now = int(time.time())
    good = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "client_id": CLIENT,
        "sub": "ratna",
        "name": "Ratna Wulandari",
        "iat": now,
        "exp": now + 300,
        "jti": "1",
        "scope": "openid profile",
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def signed(payload: dict[str, Any], key: Any = RSA, **header: Any) -> str:
    """A token as the provider signs it; a header of None is left out."""
    algorithm = {"RSA": "RS256", "EC": "ES256", "OKP": "Ed25519"}[key.key_type]
    given = {"alg": algorithm, "typ": "at+jwt", "kid": key.kid, **header}
    given = {name: value for name, value in given.items() if value is not None}
    return jwt.encode(given, payload, key, algorithms=[given["alg"]], default_type=None)
