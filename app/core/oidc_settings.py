"""Settings of the provider of identities (OpenID Connect) through which people come in."""

from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.core.identity import Role

LOOPBACK = ("127.0.0.1", "::1", "localhost")
RFC_9068 = "at+jwt"


def separated(value: Any) -> Any:
    """A list as the environment has it: separated by commas."""
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


Separated = Annotated[tuple[str, ...], NoDecode, BeforeValidator(separated)]


class OidcSettings(BaseSettings):
    """Who vouches for people, and what the tokens of that provider mean here."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    oidc_issuer: str | None = None
    """Issuer of the provider through which people sign in, as its metadata spell it
    (`https://…`). Default: people do not come in, clients alone."""
    oidc_audience: str | None = None
    """What `aud` of an access token must name: this API, as the provider knows it."""
    oidc_clients: Separated = ()
    """Client ids whose users' tokens are taken, separated by commas; OIDC_CLIENT_ID is one."""
    oidc_client_id: str | None = None
    """Public client (PKCE, no secret) with which /docs signs people in. Its redirect address is
    PUBLIC_URL and `/docs/oauth2-redirect`."""
    oidc_scopes: Separated = ("openid", "profile")
    """Scopes that /docs asks for, separated by commas."""
    oidc_login_parameters: dict[str, str] = {}
    """Parameters that the provider wants besides when /docs signs in, as JSON; often
    `{"resource": "…"}` or `{"audience": "…"}`."""
    oidc_token_types: Separated = (RFC_9068,)
    """`typ` of access tokens, separated by commas. Providers that do not follow RFC 9068 call
    them `JWT`."""
    oidc_acr: Separated = ()
    """How people must have signed in: values of `acr`, separated by commas. Default: any way."""
    oidc_role_claim: str = "roles"
    """Claim that lists what a person is; a dot goes into an object: `realm_access.roles`."""
    oidc_roles: dict[str, Role] = {}
    """The role that each value of that claim stands for, as JSON: `{"bkd-analis": "analyst"}`."""
    oidc_agency_claim: str | None = None
    """Claim with the code, or the codes, of the agencies where these roles hold."""
    oidc_agency: str | None = None
    """Code of the agency where they hold for tokens that name none."""
    oidc_nip_claim: str | None = None
    """Claim with the person's NIP. Whoever is found by it plays `asn`."""

    @field_validator("oidc_issuer")
    @classmethod
    def an_issuer_is_reached_safely(cls, issuer: str | None) -> str | None:
        """Keys fetched without TLS could be anybody's."""
        if issuer is None:
            return None
        parts = urlsplit(issuer)
        if parts.query or parts.fragment or not parts.hostname:
            raise ValueError("OIDC_ISSUER is an address without query and fragment")
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise ValueError("OIDC_ISSUER needs https")
        return issuer

    @model_validator(mode="after")
    def a_provider_is_named_whole(self) -> Self:
        """Half a configuration would let in tokens that were made for something else."""
        if self.oidc_issuer is None:
            given = [name for name in OidcSettings.model_fields if name in self.model_fields_set]
            if given:
                raise ValueError(f"{given[0].upper()} needs OIDC_ISSUER")
            return self
        if self.oidc_audience is None:
            raise ValueError("OIDC_ISSUER needs OIDC_AUDIENCE: whom its tokens are for")
        if not self.trusted_clients:
            raise ValueError("OIDC_ISSUER needs OIDC_CLIENT_ID or OIDC_CLIENTS: whose tokens")
        if self.oidc_audience in self.trusted_clients:
            raise ValueError(
                "OIDC_AUDIENCE is one of the clients: their ID tokens would pass for access tokens"
            )
        if self.oidc_issuer == getattr(self, "public_url", None):
            raise ValueError("OIDC_ISSUER is PUBLIC_URL, which issues tokens of its own")
        return self

    @property
    def trusted_clients(self) -> frozenset[str]:
        """The clients whose users' tokens are taken."""
        own = () if self.oidc_client_id is None else (self.oidc_client_id,)
        return frozenset((*self.oidc_clients, *own))
