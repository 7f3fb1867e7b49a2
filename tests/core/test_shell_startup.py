"""A production installation that is not safe does not start, and says what to do."""

import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from pydantic import ValidationError

from app.access import service as access
from app.core import safety
from app.core.config import Settings
from app.core.db import engine_for, sessions_of, transaction
from app.core.identity import SYSTEM
from app.core.migrating import OWNER, SERVICE
from app.core.service import Addresses
from app.core.serving import serve_on
from tests.conftest import copied

SAFE = {"talenta_host": "0.0.0.0", "public_url": "https://talenta.example.go.id"}  # noqa: S104
ROOT = Path(__file__).parents[2]


def production(home: Path, **changed) -> Settings:
    return Settings(talenta_home=home, **{**SAFE, **changed})


@pytest.mark.parametrize(
    ("host", "public", "environment"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", "development"),
        ("::1", "http://localhost:8000", "development"),
        ("0.0.0.0", "http://127.0.0.1:8000", "production"),  # noqa: S104
        ("127.0.0.1", "https://talenta.example.go.id", "production"),
        ("talenta", "http://127.0.0.1:8000", "production"),
        ("", "http://127.0.0.1:8000", "production"),
    ],
)
def test_whatever_others_can_reach_is_production(host, public, environment):
    assert Settings(talenta_host=host, public_url=public).talenta_env == environment


def test_the_environment_can_be_said():
    assert not Settings(**SAFE, talenta_env="development").production
    assert Settings(talenta_env="production").production
    with pytest.raises(ValidationError):
        Settings(talenta_env="staging")


def test_a_safe_installation_has_nothing_said_against_it(tmp_path):
    assert safety.of_settings(production(tmp_path)) == []
    assert safety.of_settings(production(tmp_path, public_url="http://127.0.0.1:8000")) == []


def test_plain_http_is_refused_where_others_come_from(tmp_path):
    (reason,) = safety.of_settings(production(tmp_path, public_url="http://talenta.example.go.id"))

    assert "PUBLIC_URL=https://" in reason


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o620, 0o666])
def test_a_key_that_others_may_read_is_refused(tmp_path, mode):
    key = tmp_path / "signing.pem"
    key.write_text("a key")
    key.chmod(mode)

    (reason,) = safety.of_settings(production(tmp_path, signing_key_file=key))

    assert f"chmod 600 {key}" in reason


@pytest.mark.parametrize("mode", [0o400, 0o600, 0o640, 0o440])
def test_a_key_for_its_owner_and_their_group_is_let_be(tmp_path, mode):
    key = tmp_path / "signing.pem"
    key.write_text("a key")
    key.chmod(mode)

    assert safety.of_settings(production(tmp_path, signing_key_file=key)) == []


def test_the_keys_made_at_home_and_files_of_secrets_are_looked_at_too(tmp_path, monkeypatch):
    made, secret = tmp_path / "keys" / "checkpoints.pem", tmp_path / "database"
    made.parent.mkdir()
    made.write_text("a key")
    made.chmod(0o644)
    secret.write_text("postgresql://talenta_app:rahasia@db/talenta\n")
    secret.chmod(0o644)
    monkeypatch.setenv("DATABASE_URL_FILE", str(secret))

    reasons = safety.of_settings(production(tmp_path))

    assert {made.name in reasons[1], secret.name in reasons[0]} == {True}


def test_secrets_of_the_demonstration_are_refused(tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "clients.json").write_text("[]")

    (reason,) = safety.of_settings(production(tmp_path))

    assert "demonstration" in reason


async def test_development_is_not_looked_at(tmp_path):
    nowhere = Addresses(*["postgresql://nowhere.invalid/x"] * 4)

    await safety.refuse_unsafe(Settings(talenta_home=tmp_path), nowhere)


def all_of(url: str) -> Addresses:
    return Addresses(url, url, url, url)


async def test_the_services_own_login_is_safe(postgres, database, tmp_path):
    addresses = all_of(postgres.url(SERVICE, database))

    await safety.refuse_unsafe(production(tmp_path), addresses)


@pytest.mark.parametrize(
    ("login", "said"), [("postgres", "is a superuser"), (OWNER, "owns the tables")]
)
async def test_a_login_that_is_above_row_level_security_is_refused(
    postgres, database, tmp_path, login, said
):
    addresses = all_of(postgres.url(login, database))

    with pytest.raises(safety.UnsafeSettings, match=said) as refused:
        await safety.refuse_unsafe(production(tmp_path), addresses)

    assert "talenta_app" in refused.value.reasons[0]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("create role jalan_pintas login bypassrls", "bypasses row-level security"),
        ("create role jalan_pintas login in role talenta_owner", "owns the tables"),
    ],
)
async def test_a_login_with_a_way_round_is_refused(postgres, database, made, said):
    admin = await asyncpg.connect(postgres.url("postgres", database))
    await admin.execute(made)
    try:
        reasons = await safety.of_database(all_of(postgres.url("jalan_pintas", database)))
    finally:
        await admin.execute("drop role jalan_pintas")
        await admin.close()

    assert len(reasons) == 1
    assert said in reasons[0]


async def test_a_login_for_reads_alone_is_looked_at_too(postgres, database):
    own, owner = postgres.url(SERVICE, database), postgres.url(OWNER, database)

    reasons = await safety.of_database(Addresses(owner, own, owner, own))

    assert len(reasons) == 1


async def test_a_database_without_tables_is_to_be_migrated_first(postgres):
    reasons = await safety.of_database(all_of(postgres.url(SERVICE, "postgres")))

    assert any("talenta migrate" in reason for reason in reasons)


async def test_clients_of_the_demonstration_are_refused(postgres, template):
    async with copied(postgres, template) as name:
        engine = engine_for(postgres.url(SERVICE, name), size=2)
        async with transaction(sessions_of(engine), SYSTEM) as session:
            await access.ensure_demo_clients(session)
        await engine.dispose()

        (reason,) = await safety.of_database(all_of(postgres.url(SERVICE, name)))

    assert "clients of the demonstration" in reason


def talenta(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE", "TALENTA"))}
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [["serve"], ["worker"], ["serve", "--host", "::"]])
def test_the_command_says_what_to_do_and_starts_nothing(tmp_path, command):
    ended = talenta(
        *command,
        TALENTA_HOME=str(tmp_path / "home"),
        PUBLIC_URL="http://talenta.example.go.id",
    )

    assert ended.returncode == 78
    assert "PUBLIC_URL=https://" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "home" / "postgres").exists()


def test_the_demonstration_is_not_for_production(tmp_path):
    ended = talenta("demo", TALENTA_HOME=str(tmp_path), TALENTA_ENV="production")

    assert ended.returncode == 78
    assert "TALENTA_ENV=development" in ended.stderr


def test_a_wrong_setting_is_told_without_the_secrets_beside_it(tmp_path):
    ended = talenta(
        "serve",
        TALENTA_HOME=str(tmp_path),
        DATABASE_URL="postgresql://talenta_owner:kata-sandi@db/talenta",
        DATABASE_POOLER="true",
        CORS_ORIGINS="*",
    )

    assert ended.returncode == 78
    assert "CORS_ORIGINS" in ended.stderr
    assert "kata-sandi" not in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stderr


def test_a_secret_may_come_from_a_file(tmp_path, monkeypatch):
    secret = tmp_path / "url"
    secret.write_text("postgresql://talenta_app:rahasia@db/talenta\n")
    monkeypatch.setenv("DATABASE_APP_URL_FILE", str(secret))

    settings = Settings()

    assert settings.database_app_url is not None
    assert settings.database_app_url.get_secret_value() == (
        "postgresql://talenta_app:rahasia@db/talenta"
    )
    assert "rahasia" not in repr(settings)


def test_a_secret_has_one_place(tmp_path, monkeypatch):
    secret = tmp_path / "url"
    secret.write_text("postgresql://a@db/talenta")
    monkeypatch.setenv("DATABASE_URL_FILE", str(secret))
    monkeypatch.setenv("DATABASE_URL", "postgresql://b@db/talenta")

    with pytest.raises(ValueError, match="both set"):
        Settings()


def test_a_secret_that_cannot_be_read_is_no_silence(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "nothing"))

    with pytest.raises(ValueError, match="DATABASE_URL_FILE"):
        Settings()


@pytest.mark.parametrize("proxies", ["*", "proxy.example", "10.0.0.0/33"])
def test_proxies_are_named_by_address(proxies):
    with pytest.raises(ValidationError, match="TRUSTED_PROXIES"):
        Settings(trusted_proxies=(proxies,))


async def test_only_trusted_proxies_say_for_whom_they_ask(monkeypatch):
    configured = {}

    async def serve(server):
        configured["trusted"] = server.config.forwarded_allow_ips

    monkeypatch.setattr("app.core.serving.Server.serve", serve)
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")

    await serve_on(lambda *_: None, "127.0.0.1", 0, ["10.0.0.0/8"])

    assert configured["trusted"] == ["10.0.0.0/8"]
