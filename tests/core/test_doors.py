"""Nothing is open by default, and every error has the same shape."""

import pytest
from fastapi.routing import iter_route_contexts

from app.core.identity import Role

ID = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"
PUBLIC = {
    "/openapi.json",
    "/docs",
    "/docs/oauth2-redirect",
    "/docs/oauth2-redirect.js",
    "/docs/start.js",
    "/docs/page.css",
    "/docs/redoc.js",
    "/redoc",
    "/assets",
    "/oauth/token",
    "/oauth/revoke",
    "/.well-known/jwks.json",
    "/.well-known/letter-keys.json",
    "/health/live",
    "/health/ready",
    "/metrics",
    "/verify",
    "/register",
    "/verify/{code}",
}
"""All that anybody may ask. Whoever adds to it opens a door."""
MEMBERS = {"type", "title", "status", "detail", "code", "request_id"}


def filled(template):
    return "/".join(ID if part.startswith("{") else part for part in template.split("/"))


def addresses(app):
    return [
        (method, context.path)
        for context in iter_route_contexts(app.routes)
        for method in sorted(context.methods or ["GET"])
        if context.path
    ]


def test_what_is_public_is_listed(app):
    assert {path for _, path in addresses(app) if not path.startswith("/v1/")} == PUBLIC


async def test_every_other_route_refuses_the_anonymous(app, client_for):
    client = client_for(None)
    open_doors = []
    for method, path in addresses(app):
        if path in PUBLIC:
            continue
        for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic YTpi"}):
            answer = await client.request(method, filled(path), headers=headers)
            if answer.status_code != 401 or answer.json()["code"] != "unauthenticated":
                open_doors.append((method, path, answer.status_code))

    assert open_doors == []


@pytest.mark.parametrize("role", list(Role))
async def test_no_role_meets_an_unexplained_error(app, client_for, role):
    client = client_for(role)
    odd = []
    for method, path in addresses(app):
        for body in (None, b"{", b"[]", b'{"a": "\\u0000"}'):
            kind = {"Content-Type": "application/json"} if body else {}
            answer = await client.request(method, filled(path), content=body, headers=kind)
            if answer.status_code < 400:
                continue
            if (
                answer.status_code >= 500
                or answer.headers["content-type"] != "application/problem+json"
                or (method != "HEAD" and not set(answer.json()) >= MEMBERS)
            ):
                odd.append((method, path, answer.status_code, body))

    assert odd == []


async def test_errors_of_every_kind_have_the_same_members(client_for):
    client = client_for(Role.SIMPEG)
    kind = {"Content-Type": "application/json"}
    answers = {
        400: await client.post("/v1/employees", content=b"{", headers=kind),
        401: await client_for(None).get("/v1/employees"),
        403: await client.post("/v1/agencies", json={"code": "1", "name": "Uji"}),
        404: await client.get("/v1/nowhere"),
        405: await client.put("/v1/employees"),
        413: await client.post("/v1/employees", content=b" " * 20_000_000, headers=kind),
        415: await client.post(
            "/v1/employees", content=b"a=1", headers={"Content-Type": "text/csv"}
        ),
        422: await client.get("/v1/employees?name=%00"),
    }

    for status, answer in answers.items():
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == "id"
        assert set(answer.json()) - {"errors", "limit"} == MEMBERS
        assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert answers[405].headers["allow"]


async def test_a_request_id_comes_back_if_it_is_one(client_for):
    client = client_for(Role.SIMPEG)

    kept = await client.get("/health/live", headers={"X-Request-ID": "simpeg-2026.01"})
    replaced = await client.get("/health/live", headers={"X-Request-ID": "<script>"})

    assert kept.headers["x-request-id"] == "simpeg-2026.01"
    assert len(replaced.headers["x-request-id"]) == 32
