"""What every answer says to browsers, whatever it answers."""

import re

import pytest

from app.core.config import Settings
from app.core.headers import policy_of
from app.core.identity import Role
from app.main import create_app

ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
MISSING_PERSON = "/v1/employees/0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"


@pytest.mark.parametrize(
    ("role", "method", "path", "status"),
    [
        (Role.ANALYST, "GET", "/v1/employees", 200),
        (Role.ANALYST, "GET", MISSING_PERSON, 404),
        (Role.ANALYST, "GET", "/v1/employees?limit=0", 422),
        (Role.ANALYST, "GET", "/v1/nowhere", 404),
        (Role.ANALYST, "PUT", "/v1/employees", 405),
        (Role.ANALYST, "POST", "/v1/agencies", 422),
        (Role.ANALYST, "GET", "/v1/employees?name=%00", 422),
        (None, "GET", "/v1/employees", 401),
        (None, "GET", "/health/live", 200),
        (None, "GET", "/openapi.json", 200),
        (None, "GET", "/assets/swagger-ui.css", 200),
        (None, "GET", "/docs", 200),
        (None, "GET", "/verify", 200),
        (None, "POST", "/oauth/token", 400),
    ],
)
async def test_every_answer_has_them(client_for, role, method, path, status):
    answer = await client_for(role).request(method, path)

    assert answer.status_code == status
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["x-request-id"]
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/docs", "/v1/employees", "/assets/swagger-ui.css"])
async def test_trace_is_no_method_here(client_for, path):
    answer = await client_for(Role.ANALYST).request("TRACE", path, headers={"X-Secret": "echo"})

    assert answer.status_code in (404, 405)
    assert "echo" not in answer.text


async def test_what_names_people_is_kept_by_no_cache(client_for):
    client = client_for(Role.ANALYST)

    answers = [await client.get(path) for path in ("/v1/employees", MISSING_PERSON)]

    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


async def test_a_route_that_says_more_is_left_alone(client_for):
    answer = await client_for(None).get("/.well-known/jwks.json")

    assert answer.headers.get_list("cache-control") == ["public, max-age=300"]


async def test_assets_are_asked_for_again_and_not_sent_again(client_for):
    client = client_for(None)

    first = await client.get("/assets/swagger-ui.css")
    again = await client.get(
        "/assets/swagger-ui.css", headers={"If-None-Match": first.headers["etag"]}
    )

    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["cache-control"] == again.headers["cache-control"] == "no-cache"
    assert again.headers["x-content-type-options"] == "nosniff"


async def test_a_fault_of_ours_has_them_too(app, client_for, monkeypatch):
    def broken(*_args):
        raise RuntimeError

    monkeypatch.setattr(app.state.tokens, "key_set", broken)

    answer = await client_for(None).get("/.well-known/jwks.json")

    assert answer.status_code == 500
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS


@pytest.mark.parametrize(
    ("public", "told"),
    [("https://talenta.example.go.id", True), ("http://127.0.0.1:8000", False)],
)
async def test_strict_transport_security_is_told_where_https_is_used(
    settings, client_for, monkeypatch, public, told
):
    secured = Settings(talenta_home=settings.talenta_home, public_url=public, log_level="ERROR")
    client = client_for(None)
    monkeypatch.setattr(client._transport, "app", create_app(secured))  # noqa: SLF001

    answers = [await client.get(path) for path in ("/health/live", "/v1/nowhere", "/docs")]

    for answer in answers:
        assert ("strict-transport-security" in answer.headers) is told
        if told:
            age = re.match(r"max-age=(\d+); includeSubDomains", answer.headers[HSTS])
            assert int(age[1]) >= 365 * 24 * 3600


HSTS = "strict-transport-security"


async def test_the_documentation_runs_no_script_but_its_own(client_for):
    page = await client_for(None).get("/docs")

    policy = page.headers["content-security-policy"]
    scripts = re.search(r"script-src ([^;]*)", policy)[1]
    assert "unsafe" not in policy
    assert scripts == "'self'"
    assert re.findall(r"<script>", page.text) == []
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert sources
    assert [source for source in sources if not source.startswith("/")] == []


async def test_the_page_of_a_letter_may_use_its_own_style_and_nothing_else(client_for):
    page = await client_for(None).get("/verify")

    policy = page.headers["content-security-policy"]
    assert policy == policy_of(page.text)
    assert "unsafe" not in policy
    assert "style-src 'self' 'sha256-" in policy
    assert "script-src 'self';" in policy


def test_a_page_is_allowed_its_scripts_by_their_content():
    page = "<style>p{}</style><script>alert(1)</script><script src='/x.js'></script>"

    policy = policy_of(page)

    assert "script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='" in policy
    assert policy_of(page.replace("alert(1)", "alert(2)")) != policy
