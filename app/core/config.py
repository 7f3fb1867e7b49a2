"""The service's settings, read once from the environment; refuses to start half-configured."""

import os
import re
from functools import cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from app.core.oidc_settings import OidcSettings
from app.core.secret_files import SecretFiles
from app.core.siasn_settings import SiasnSettings

MEBIBYTE = 1024 * 1024
ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
SECRETS = frozenset(
    {
        "database_url",
        "database_app_url",
        "database_read_url",
        "database_listen_url",
        "siasn_apim_token",
        "siasn_sso_token",
    }
)
"""Settings that may come from a file too: `DATABASE_URL_FILE` and so on."""
Environment = Literal["production", "development"]


def listed(value: Any) -> Any:
    """A list as the environment has it: separated by commas."""
    if isinstance(value, Path):
        return [value]
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(",") if part.strip()]


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(listed)]


def is_loopback(host: str | None) -> bool:
    """Whether a host's name or address is this machine's own."""
    try:
        return host == "localhost" or ip_address((host or "").strip("[]")).is_loopback
    except ValueError:
        return False


def environment_of(known: dict[str, Any]) -> Environment:
    """Development is what stays on this machine; everything else is the real thing."""
    hosts = known.get("talenta_host"), urlsplit(str(known.get("public_url"))).hostname
    return "development" if all(is_loopback(host) for host in hosts) else "production"


def by_environment(production: int, development: int) -> Any:
    """A number whose default is strict where others can reach the service."""

    def default(known: dict[str, Any]) -> int:
        return production if known.get("talenta_env") == "production" else development

    return Field(default_factory=default, ge=1)


class Settings(OidcSettings, SiasnSettings):
    """Everything that differs between deployments. Attribute docstrings are the documentation."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        use_attribute_docstrings=True,
        env_ignore_empty=True,
        hide_input_in_errors=True,  # they would show addresses with their passwords
    )

    talenta_home: Path = Path(".talenta")
    """Folder of all that the embedded mode keeps: database, keys, letters."""
    database_url: SecretStr | None = None
    """Own PostgreSQL: login that owns the tables and migrates (`postgresql://…`).
    Without it an embedded server runs in TALENTA_HOME."""
    database_app_url: SecretStr | None = None
    """Login of the service itself, which owns nothing.
    Default: DATABASE_URL with the session role `talenta_app`."""
    database_read_url: SecretStr | None = None
    """Where reads go, for example a replica. Default: as DATABASE_APP_URL."""
    database_listen_url: SecretStr | None = None
    """Direct connection for LISTEN (jobs, revocations), past any pooler.
    Default: as DATABASE_APP_URL."""
    database_pooler: bool = False
    """True behind a transaction pooler such as pgbouncer: no prepared statements are kept."""
    database_pool: int = Field(default=20, ge=2, le=200)
    """Connections for commands; requests beyond them wait for their turn."""
    database_read_pool: int = Field(default=10, ge=1, le=200)
    """Connections for reads."""
    talenta_host: str = "127.0.0.1"
    """Address to listen on."""
    talenta_port: int = Field(default=8000, ge=0, le=65535)
    """Port to listen on."""
    public_url: str = Field(
        default_factory=lambda known: f"http://127.0.0.1:{known.get('talenta_port', 8000)}"
    )
    """The address that people see; it stands in tokens and in the QR code of letters.
    Default: port TALENTA_PORT of this machine."""
    talenta_env: Environment = Field(default_factory=environment_of)
    """`production` refuses to start with unsafe settings. Default: `development` where host and
    public address are this machine's own, otherwise `production`."""
    cors_origins: Listed = ()
    """Origins whose pages may use the API from a browser, separated by commas and exactly as
    browsers name them: `https://talenta.example.go.id`. Default: none."""
    trusted_proxies: Listed = ("127.0.0.1", "::1")
    """Addresses and networks of proxies whose X-Forwarded-For is believed, separated by commas."""
    rate_limit: int = by_environment(production=6_000, development=600_000)
    """Requests a minute of one client, in each process."""
    rate_limit_anonymous: int = by_environment(production=600, development=60_000)
    """Requests a minute of one address without a valid token, in each process."""
    rate_limit_tokens: int = by_environment(production=60, development=6_000)
    """Requests a minute of one address to /oauth, in each process."""
    signing_key_file: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(listed)] = ()
    """Ed25519 private key (PEM) that signs access tokens; several, separated by commas, while one
    follows another: the first signs. Default: made in TALENTA_HOME/keys; several machines need
    keys in common."""
    token_minutes: int = Field(default=15, ge=1, le=24 * 60)
    """Lifetime of an access token, in minutes."""
    checkpoint_key_file: Path | None = None
    """Ed25519 private key (PEM) that signs the log's checkpoints. Default: made in
    TALENTA_HOME/keys; several machines need one key in common."""
    checkpoint_minutes: int = Field(default=5, ge=1, le=60)
    """Minutes between two checkpoints of the log, if anything happened."""
    letter_key_file: Path | None = None
    """Ed25519 private key (PEM) that signs letters. Default: made in TALENTA_HOME/keys; several
    machines need one key in common."""
    webhook_key_file: Path | None = None
    """Key (Fernet) that seals the secrets of webhooks. Default: made in TALENTA_HOME/keys; several
    machines need one key in common."""
    webhook_private_targets: bool = False
    """Whether webhooks may go to http and to addresses of one's own network."""
    max_body_bytes: int = Field(default=2 * MEBIBYTE, ge=1024)
    """Largest body of an ordinary request, in bytes."""
    max_upload_bytes: int = Field(default=256 * MEBIBYTE, ge=1024)
    """Largest body of an import, in bytes, all files together."""
    attachments_dir: Path = Field(
        default_factory=lambda known: Path(known.get("talenta_home", ".talenta")) / "attachments"
    )
    """Folder of files attached to requests; several machines share one.
    Default: TALENTA_HOME/attachments."""
    attachments_url: str | None = None
    """Bucket of an S3-compatible store for these files instead, `s3://bucket/folder`; its address
    and credentials come as AWS_ENDPOINT, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY."""
    max_attachment_bytes: int = Field(default=20 * MEBIBYTE, ge=1024)
    """Largest file attached to a request, in bytes, with the form around it."""
    worker_in_process: bool = True
    """Whether `talenta serve` also runs jobs; set it to false where `talenta worker` runs apart."""
    log_level: str = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""

    @field_validator("cors_origins")
    @classmethod
    def origins_are_exact(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        """`*` would let any page in; a path or a slash at the end would match no page."""
        for origin in origins:
            if not ORIGIN.fullmatch(origin):
                raise ValueError(
                    f"CORS_ORIGINS: {origin!r} is no origin. Name each as browsers do, like"
                    " https://talenta.example.go.id: lower case, no path, no slash, no `*`."
                )
        return origins

    @field_validator("trusted_proxies")
    @classmethod
    def proxies_are_addresses(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        """`*` would let anybody say whence they come."""
        for proxy in proxies:
            try:
                ip_network(proxy)
            except ValueError:
                raise ValueError(
                    f"TRUSTED_PROXIES: {proxy!r} is no address or network like 10.0.0.0/8."
                ) from None
        return proxies

    @model_validator(mode="after")
    def a_pooler_needs_the_services_own_login(self) -> Self:
        """A pooled connection keeps no session role, so the owner's login would serve requests."""
        if self.database_pooler and self.database_url and not self.database_app_url:
            raise ValueError(
                "DATABASE_POOLER=true needs DATABASE_APP_URL: a pooler cannot switch the role"
            )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is passed, then files, then the environment; nothing else."""
        del dotenv_settings, file_secret_settings
        return init_settings, SecretFiles(settings_cls, SECRETS), env_settings

    @property
    def files_of_secrets(self) -> list[Path]:
        """The files that `NAME_FILE` names."""
        named = (os.environ.get(f"{name.upper()}_FILE") for name in sorted(SECRETS))
        return [Path(file) for file in named if file]

    @property
    def production(self) -> bool:
        """Whether unsafe settings are refused."""
        return self.talenta_env == "production"

    @property
    def embedded(self) -> bool:
        """Whether the database is the embedded one."""
        return self.database_url is None


@cache
def get_settings() -> Settings:
    """Read the environment, once per process."""
    return Settings()
