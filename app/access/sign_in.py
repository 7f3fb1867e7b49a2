"""How /docs and the OpenAPI document offer people to sign in, where there is a provider.

Authorization code with PKCE: the browser goes to the provider and comes back with a code, which it
exchanges there for a token. This service takes no part in it.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI

from app.access.oidc_errors import (
    AgencyRefused,
    AgencyUnclear,
    NoAuthority,
    ProviderUnavailable,
    SignedInTooWeakly,
)
from app.access.oidc_provider import DISCOVERY, Metadata, Provider
from app.core.oidc_settings import OidcSettings
from app.core.openapi import also
from app.core.sharing import METHODS, Document, shared

SCHEME, AGENCY = "SignIn", "Agency"
PROBLEMS = (SignedInTooWeakly, NoAuthority, AgencyUnclear, AgencyRefused, ProviderUnavailable)


class SignIn:
    """Signing in through the provider, as pages and documents need to know it."""

    def __init__(self, settings: OidcSettings, provider: Provider) -> None:
        self.settings, self.provider = settings, provider

    def login(self) -> dict[str, Any] | None:
        """What Swagger UI is told, if it has a client of its own at the provider."""
        settings = self.settings
        if settings.oidc_client_id is None:
            return None
        return {
            "clientId": settings.oidc_client_id,
            "scopes": list(settings.oidc_scopes),
            "usePkceWithAuthorizationCodeGrant": True,
            "additionalQueryStringParams": settings.oidc_login_parameters,
        }

    async def origins(self) -> list[str]:
        """The origins that the page of Swagger UI talks to when somebody signs in."""
        metadata = await self.provider.endpoints()
        addresses = [self.provider.issuer, metadata.token if metadata else None]
        parts = [urlsplit(address) for address in addresses if address]
        return sorted({f"{part.scheme}://{part.netloc}" for part in parts})

    def described(self, document: Document, metadata: Metadata | None) -> Document:
        """The document with this way of signing in, and what may be answered to people."""
        schemes = document["components"]["securitySchemes"]
        schemes[SCHEME] = self._scheme(metadata)
        schemes[AGENCY] = {
            "type": "apiKey",
            "in": "header",
            "name": "Talenta-Agency",
            "description": "Code of the agency in which you act; only people with roles in several"
            " agencies need it. `*` is every agency.",
        }
        for path in document["paths"].values():
            for method in METHODS:
                operation = path.get(method, {})
                if operation.get("security"):
                    operation["security"] += [{SCHEME: []}, {SCHEME: [], AGENCY: []}]
                    also(document, operation, *PROBLEMS)
        return shared(document)

    def _scheme(self, metadata: Metadata | None) -> dict[str, Any]:
        """The endpoints if they are known, and otherwise where to find them."""
        words = f"People sign in at {self.provider.issuer}."
        if metadata is None or metadata.authorization is None or metadata.token is None:
            address = self.provider.issuer.rstrip("/") + DISCOVERY
            return {"type": "openIdConnect", "openIdConnectUrl": address, "description": words}
        flow = {
            "authorizationUrl": metadata.authorization,
            "tokenUrl": metadata.token,
            "scopes": dict.fromkeys(self.settings.oidc_scopes, ""),
        }
        return {"type": "oauth2", "flows": {"authorizationCode": flow}, "description": words}


def install(app: FastAPI, settings: OidcSettings, provider: Provider) -> None:
    """Let people sign in at /docs, and say so in the OpenAPI document."""
    sign_in = app.state.sign_in = SignIn(settings, provider)
    plain: Callable[[], Document] = app.openapi
    made: dict[Metadata | None, Document] = {}

    def openapi() -> Document:
        metadata = provider.metadata
        if metadata not in made:
            made.clear()
            made[metadata] = sign_in.described(deepcopy(plain()), metadata)
        return made[metadata]

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way
