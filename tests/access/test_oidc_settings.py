"""Settings of the provider of identities: whole, or not at all."""

import pytest

from app.core.config import Settings
from app.core.identity import Role
from app.core.oidc_settings import OidcSettings
from tests.access.identity_provider import ISSUER, SETTINGS


@pytest.mark.parametrize(
    "changes",
    [
        {"oidc_issuer": "http://masuk.prov.example"},
        {"oidc_issuer": "masuk"},
        {"oidc_issuer": f"{ISSUER}?a=1"},
        {"oidc_issuer": None},
        {"oidc_audience": None},
        {"oidc_client_id": None},
        {"oidc_audience": SETTINGS["oidc_client_id"]},
        {"public_url": ISSUER},
        {"oidc_roles": {"x": "god"}},
    ],
    ids=str,
)
def test_half_a_configuration_does_not_start(changes):
    with pytest.raises(ValueError, match=r"OIDC|oidc"):
        Settings(**{**SETTINGS, **changes})


def test_a_provider_on_this_machine_needs_no_tls():
    assert Settings(**{**SETTINGS, "oidc_issuer": "http://127.0.0.1:9000"}).oidc_issuer


def test_settings_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("OIDC_ISSUER", ISSUER)
    monkeypatch.setenv("OIDC_AUDIENCE", "talenta")
    monkeypatch.setenv("OIDC_CLIENTS", "web, mobile,")
    monkeypatch.setenv("OIDC_ROLES", '{"bkd-analis": "analyst"}')
    given = Settings()

    assert given.trusted_clients == {"web", "mobile"}
    assert given.oidc_roles == {"bkd-analis": Role.ANALYST}


def test_what_is_set_to_nothing_is_not_set(monkeypatch):
    for name in OidcSettings.model_fields:
        monkeypatch.setenv(name.upper(), "")

    assert Settings().oidc_issuer is None
