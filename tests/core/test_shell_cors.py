"""Pages of other origins: the named ones may come in, exactly those, and no other."""

import httpx
import pytest
from pydantic import ValidationError

from app.core.config import Settings
from app.core.cors import EXPOSED, HEADERS
from app.core.sharing import written_out
from app.main import create_app

SPA = "https://talenta.example.go.id"
ASKED = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}


@pytest.fixture
def browser(settings, sessions):
    """A client of an installation that names its origins."""

    def made(*origins):
        chosen = Settings(
            talenta_home=settings.talenta_home, cors_origins=origins, log_level="ERROR"
        )
        app = create_app(chosen)
        app.state.sessions = sessions
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://test")

    return made


def told(answer):
    return {name for name in answer.headers if name.startswith("access-control-")}


async def test_by_default_no_page_of_another_origin_is_let_in(browser):
    client = browser()

    answer = await client.get("/health/live", headers={"Origin": SPA})
    preflight = await client.options("/v1/employees", headers={"Origin": SPA, **ASKED})

    assert told(answer) == told(preflight) == set()
    assert preflight.status_code == 405


async def test_a_named_origin_is_let_in(browser):
    client = browser(SPA, "http://localhost:5173")

    preflight = await client.options("/v1/employees", headers={"Origin": SPA, **ASKED})
    answer = await client.get("/health/live", headers={"Origin": SPA})
    refusal = await client.get("/v1/employees", headers={"Origin": SPA})

    assert preflight.status_code == 204
    assert "authorization" in preflight.headers["access-control-allow-headers"]
    for told_to in (preflight, answer, refusal):
        assert told_to.headers["access-control-allow-origin"] == SPA
        assert "Origin" in told_to.headers.get_list("vary")
        assert "access-control-allow-credentials" not in told_to.headers
    assert "ratelimit" in answer.headers["access-control-expose-headers"]
    assert refusal.status_code == 401


@pytest.mark.parametrize(
    "origin",
    [
        "https://talenta.example.go.id.evil.example",
        "https://xtalenta.example.go.id",
        "http://talenta.example.go.id",
        "https://talenta.example.go.id:8443",
        "https://TALENTA.example.go.id",
        "null",
        "*",
        "",
    ],
)
async def test_what_only_looks_like_a_named_origin_is_not_let_in(browser, origin):
    client = browser(SPA)

    answer = await client.get("/health/live", headers={"Origin": origin})
    preflight = await client.options("/v1/employees", headers={"Origin": origin, **ASKED})

    assert told(answer) == told(preflight) == set()
    assert preflight.status_code == 204


async def test_answers_are_not_mixed_up_by_caches(browser):
    answer = await browser(SPA).get("/health/live")

    assert "Origin" in answer.headers.get_list("vary")


def test_every_header_of_the_api_may_be_sent_and_read_by_a_page(app):
    document = app.openapi()
    operations = [o for path in document["paths"].values() for o in path.values()]
    sent = {
        parameter["name"].lower()
        for operation in operations
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "header"
    }
    told = {
        name.lower()
        for operation in operations
        for answer in operation["responses"].values()
        for name in written_out(document, answer).get("headers", ())
    }

    assert sent <= set(HEADERS.split(", "))
    assert told
    assert told <= set(EXPOSED.decode().split(", "))


@pytest.mark.parametrize(
    "origin", ["*", "https://*.go.id", "https://a.go.id/", "https://A.go.id", "a.go.id", "null"]
)
def test_an_origin_that_is_none_is_no_setting(origin):
    with pytest.raises(ValidationError, match="CORS_ORIGINS"):
        Settings(cors_origins=(origin,))


def test_origins_come_from_the_environment_with_commas(monkeypatch):
    monkeypatch.setenv("CORS_ORIGINS", f"{SPA}, http://localhost:5173")

    assert Settings().cors_origins == (SPA, "http://localhost:5173")
