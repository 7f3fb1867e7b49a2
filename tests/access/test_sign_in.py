"""How /docs and the OpenAPI document offer people to sign in."""

import httpx
import pytest

from app.access.sign_in import AGENCY, SCHEME
from app.core.config import Settings
from app.core.sharing import METHODS, written_out
from app.main import create_app
from tests.access.identity_provider import CLIENT, ISSUER, SETTINGS, FakeProvider, claims, signed


@pytest.fixture
def fake():
    return FakeProvider()


@pytest.fixture
def made(settings, fake):
    """Make the application of an installation with a provider of identities."""

    def make(**changes):
        given = Settings(talenta_home=settings.talenta_home, **{**SETTINGS, **changes})
        app = create_app(given)
        provider = app.state.people.tokens.provider
        provider.transport, provider.clock = fake.provider().transport, fake.clock
        return app

    return make


async def got(app, path, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path, headers=headers)


def secured(document):
    return [
        operation
        for path in document["paths"].values()
        for method, operation in path.items()
        if method in METHODS and operation.get("security")
    ]


async def test_the_page_may_talk_to_the_provider_and_nobody_else(made, fake):
    fake.metadata = {"token_endpoint": "https://token.example:8443/t"}

    page = await got(made(), "/docs")

    connect = page.headers["content-security-policy"].partition("connect-src ")[2]
    assert connect == f"'self' {ISSUER} https://token.example:8443"
    assert CLIENT in page.text


async def test_without_a_client_of_its_own_the_page_signs_nobody_in(made):
    app = made(oidc_client_id=None, oidc_clients=("web",))

    assert "clientId" not in (await got(app, "/docs")).text


async def test_without_a_provider_nobody_signs_in(app):
    page, document = await got(app, "/docs"), (await got(app, "/openapi.json")).json()

    assert "clientId" not in page.text
    assert set(document["components"]["securitySchemes"]) == {"OAuth2"}


async def test_the_document_names_the_providers_endpoints_once_they_are_known(made):
    app = made()

    before = (await got(app, "/openapi.json")).json()["components"]["securitySchemes"]
    await got(app, "/docs")
    after = (await got(app, "/openapi.json")).json()["components"]["securitySchemes"]

    assert before[SCHEME]["type"] == "openIdConnect"
    assert before[SCHEME]["openIdConnectUrl"] == f"{ISSUER}/.well-known/openid-configuration"
    flow = after[SCHEME]["flows"]["authorizationCode"]
    assert (flow["authorizationUrl"], flow["tokenUrl"]) == (f"{ISSUER}/auth", f"{ISSUER}/token")
    assert set(flow["scopes"]) == {"openid", "profile"}


async def test_a_provider_out_of_reach_keeps_no_page_from_being_shown(made, fake):
    fake.down = True
    app = made()

    assert (await got(app, "/docs")).status_code == 200
    assert (await got(app, "/openapi.json")).status_code == 200


async def test_every_operation_that_needs_an_actor_takes_people_too(made):
    document = (await got(made(), "/openapi.json")).json()

    for operation in secured(document):
        assert operation["security"] == [
            {"OAuth2": []},
            {SCHEME: []},
            {SCHEME: [], AGENCY: []},
        ]
        named = {
            code
            for status in ("401", "403", "503")
            for content in written_out(document, operation["responses"][status])["content"].values()
            for code in content["examples"]
        }
        assert named >= {
            "signed-in-too-weakly",
            "no-authority",
            "agency-unclear",
            "agency-refused",
            "identity-provider-unavailable",
        }


async def test_who_signed_in_too_weakly_is_challenged(made):
    answer = await got(made(oidc_acr=("two-factor",)), "/v1/agencies", signed(claims()))

    assert (answer.status_code, answer.json()["code"]) == (401, "signed-in-too-weakly")
    assert 'acr_values="two-factor"' in answer.headers["www-authenticate"]
    assert "two-factor" in answer.json()["detail"]


def test_what_people_need_does_not_creep_into_other_installations(made, app):
    made().openapi()

    assert all(operation["security"] == [{"OAuth2": []}] for operation in secured(app.openapi()))
