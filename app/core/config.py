"""The service's settings, read once from the environment; refuses to start half-configured."""

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """Everything that differs between deployments. Attribute docstrings are the documentation."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", use_attribute_docstrings=True, env_ignore_empty=True
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
    """Direct connection for the job worker's LISTEN, past any pooler.
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
    signing_key_file: Path | None = None
    """Ed25519 private key (PEM) that signs access tokens. Default: made in TALENTA_HOME/keys;
    several machines need one key in common."""
    token_minutes: int = Field(default=60, ge=1, le=24 * 60)
    """Lifetime of an access token, in minutes."""
    max_body_bytes: int = Field(default=2 * MEBIBYTE, ge=1024)
    """Largest body of an ordinary request, in bytes."""
    max_upload_bytes: int = Field(default=256 * MEBIBYTE, ge=1024)
    """Largest body of an import, in bytes, all files together."""
    worker_in_process: bool = True
    """Whether `talenta serve` also runs jobs; set it to false where `talenta worker` runs apart."""
    log_level: str = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""

    @model_validator(mode="after")
    def a_pooler_needs_the_services_own_login(self) -> Self:
        """A pooled connection keeps no session role, so the owner's login would serve requests."""
        if self.database_pooler and self.database_url and not self.database_app_url:
            raise ValueError(
                "DATABASE_POOLER=true needs DATABASE_APP_URL: a pooler cannot switch the role"
            )
        return self

    @property
    def embedded(self) -> bool:
        """Whether the database is the embedded one."""
        return self.database_url is None


@cache
def get_settings() -> Settings:
    """Read the environment, once per process."""
    return Settings()
