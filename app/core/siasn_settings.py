"""Settings of SIASN, to which results can be sent."""

from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class SiasnSettings(BaseSettings):
    """Where BKN takes results, and the two tokens that it asks for."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    siasn_url: str | None = None
    """Base address of SIASN's API (`https://…/apisiasn/1.0`). Default: nothing is sent to BKN."""
    siasn_apim_token: SecretStr | None = None
    """Token of BKN's API gateway (APIM), for `Authorization`."""
    siasn_sso_token: SecretStr | None = None
    """Token of BKN's single sign-on (SSO), for `Auth`."""
    siasn_rate: int = Field(default=300, ge=1, le=6000)
    """Requests a minute to SIASN, at most."""

    @field_validator("siasn_url")
    @classmethod
    def _private_on_the_way(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise ValueError("SIASN_URL: https, so that nobody on the way reads tokens and people.")
        return url.rstrip("/")
