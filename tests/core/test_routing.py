"""The index of routes agrees with the ordinary router on the whole application."""

from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from app.core.identity import Role
from app.core.routing import ReadRoute, RouteIndex
from app.main import create_app
from tests.conftest import an_actor

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
ID = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"
ODD = [
    "/",
    "//",
    "/v1",
    "/v1/",
    "/v1/nowhere",
    "/v1/employees/",
    "/v1/employees//histories/ranks",
    "/v1/employees/by-nip",
    "/v1/employees/by-nip/",
    "/v1/employees/by-nip/1/2",
    "/v1/employees/{}",
    "/v1/employees/{employee_id}",
    f"/v1/employees/{ID}/",
    f"/v1/employees/{ID}/histories",
    "/v1/employees/a%2Fb",
    "/v1/employees/%C3%A9",
    "/V1/EMPLOYEES",
    "/v1/./employees",
    "/assets/swagger-ui.css",
    "/assets/nothing.css",
    "/docs/",
    "/openapi.json",
]


def paths(app):
    """Every address of the application, its parameters filled in one way and another."""
    templates = [context.path for context in iter_route_contexts(app.routes) if context.path]
    filled = [
        "/".join(value if part.startswith("{") else part for part in template.split("/"))
        for template in templates
        for value in (ID, "x", "10000000000000000000000")
    ]
    return sorted({*filled, *(template + "/" for template in templates), *ODD})


@pytest.fixture
def plain(settings, app):
    """The same application with nothing but the framework's own router."""
    plain = create_app(settings)
    plain.state.sessions, plain.state.reads = app.state.sessions, app.state.reads
    plain.router.middleware_stack = plain.router.middleware_stack.fallback
    (edge,) = plain.user_middleware
    edge.kwargs["routes"] = RouteIndex(FastAPI())
    return plain


def client_of(app, token):
    headers = {"Authorization": f"Bearer {token}", "X-Request-ID": "the-same-for-both"}
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)


@pytest.mark.parametrize("method", METHODS)
async def test_the_index_answers_as_the_ordinary_router_does(app, plain, agency, method):
    token = app.state.tokens.issue(an_actor(Role.ANALYST, agency.id))
    literal = {context.path for context in iter_route_contexts(app.routes)}
    differing = []
    async with client_of(app, token) as indexed, client_of(plain, token) as ordinary:
        for path in paths(app):
            ours = await indexed.request(method, path)
            assert ours.status_code < 500, (path, ours.text)
            if ours.status_code == 405 and path in literal:
                continue  # the ordinary router would take `batch` for the id of a person
            theirs = await ordinary.request(method, path)
            if (ours.status_code, ours.headers.get("content-type")) != (
                theirs.status_code,
                theirs.headers.get("content-type"),
            ) or (ours.content != theirs.content and path != "/metrics"):
                differing.append((path, ours.status_code, theirs.status_code))

    assert differing == []


def test_every_route_of_the_api_is_in_the_index(app):
    index = app.router.middleware_stack
    assert isinstance(index, RouteIndex)
    missing = []
    for context in iter_route_contexts(app.routes):
        if not context.path or not context.path.startswith("/v1"):
            continue
        for method in context.methods:
            path = "/".join(
                ID if part.startswith("{") else part for part in context.path.split("/")
            )
            hit = index.find({"type": "http", "path": path, "method": method})
            if hit is None or hit.template != context.path:
                missing.append(f"{method} {context.path}")

    assert missing == []


def test_a_literal_segment_comes_before_a_parameter(app):
    index = app.router.middleware_stack
    scope = {"type": "http", "path": "/v1/employees/by-nip/1", "method": "GET"}

    assert index.find(scope).template == "/v1/employees/by-nip/{nip}"
    assert scope["path_params"] == {"nip": "1"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/employees", "GET, POST"),
        ("DELETE", f"/v1/approval-requests/{ID}", "GET, PATCH"),
        ("GET", "/v1/employees/batch", "POST"),
    ],
)
async def test_an_address_tells_every_method_that_it_takes(client_for, method, path, allowed):
    answer = await client_for(Role.ANALYST).request(method, path)

    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed


def read_addresses(app):
    return [
        context.path
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, ReadRoute)
    ]


@pytest.mark.parametrize("query", ["limit=100000", "limit=0", "limit=x", "limit=1e2", "limit="])
async def test_a_page_size_beyond_the_limit_is_refused(client_for, query):
    answer = await client_for(Role.ANALYST).get(f"/v1/employees?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "?limit"


async def test_unknown_query_parameters_are_refused_by_every_route(client_for, app):
    client = client_for(Role.ANALYST)
    wrong = []
    for context in iter_route_contexts(app.routes):
        if not context.path or not context.path.startswith("/v1"):
            continue
        path = "/".join(ID if part.startswith("{") else part for part in context.path.split("/"))
        for method in context.methods:
            answer = await client.request(method, path + "?sekarang=ya")
            pointers = [e["pointer"] for e in answer.json().get("errors", [])]
            if answer.status_code != 422 or "?sekarang" not in pointers:
                wrong.append((method, context.path, answer.status_code))

    assert wrong == []


async def test_every_read_takes_a_token_and_nothing_else(client_for, app):
    addresses = read_addresses(app)
    assert len(addresses) > 10
    for address in addresses:
        path = "/".join(ID if part.startswith("{") else part for part in address.split("/"))
        answer = await client_for(None).get(path)
        assert answer.status_code == 401, address
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_missing_row_is_a_404_in_the_language_asked_for(client_for):
    address = f"/v1/employees/{uuid4()}"
    client = client_for(Role.ANALYST)

    indonesian = await client.get(address)
    english = await client.get(address, headers={"Accept-Language": "en"})

    assert indonesian.json()["title"] == "Pegawai tidak ada"
    assert english.json()["title"] == "No such employee"
    assert english.headers["content-language"] == "en"
