"""/oauth/token by RFC 6749: who gets a token, and how everybody else is refused."""

import base64
from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from app.access import client_secrets

GRANT = {"grant_type": "client_credentials"}


def credentials(client):
    return {"client_id": client["id"], "client_secret": client["client_secret"]}


async def test_a_client_gets_a_token_that_opens_the_api(client_for, simpeg, agency):
    anonymous = client_for(None)

    answer = await anonymous.post("/oauth/token", data=GRANT | credentials(simpeg))

    token = answer.json()
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert (token["token_type"], token["expires_in"], token["scope"]) == ("Bearer", 900, "simpeg")
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    agencies = await anonymous.get("/v1/agencies", headers=headers)
    assert [a["id"] for a in agencies.json()["items"]] == [str(agency.id)]


async def test_a_client_may_name_itself_by_http_basic(client_for, simpeg):
    pair = f"{simpeg['id']}:{simpeg['client_secret']}".encode()
    basic = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

    answer = await client_for(None).post("/oauth/token", data=GRANT, headers=basic)

    assert answer.status_code == 200


async def test_the_published_key_verifies_the_token(client_for, simpeg):
    anonymous = client_for(None)
    answer = await anonymous.post("/oauth/token", data=GRANT | credentials(simpeg))

    keys = KeySet.import_key_set((await anonymous.get("/.well-known/jwks.json")).json())

    claims = jwt.decode(answer.json()["access_token"], keys, algorithms=["Ed25519"]).claims
    assert claims["sub"] == simpeg["id"]


async def test_a_scope_narrows_a_token_and_never_widens_it(client_for, admin):
    body = {"name": "Meja BKD", "roles": ["analyst", "committee"]}
    desk = (await admin.post("/v1/clients", json=body)).json()
    asked = GRANT | credentials(desk)

    narrow = await client_for(None).post("/oauth/token", data={**asked, "scope": "committee"})
    wide = await client_for(None).post("/oauth/token", data={**asked, "scope": "committee ppk"})

    assert narrow.json()["scope"] == "committee"
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"grant_type": None}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_secret": None}, 400, "invalid_request"),
        ({"client_id": None}, 400, "invalid_request"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": "w" * 100_000}, 401, "invalid_client"),
        ({"client_id": "00000000-0000-4000-8000-00000000000f"}, 401, "invalid_client"),
        ({"client_id": "admin' or '1'='1"}, 401, "invalid_client"),
        ({"client_id": "\x00"}, 401, "invalid_client"),
        ({"client_id": ["a", "b"]}, 400, "invalid_request"),
        ({"scope": "god"}, 400, "invalid_scope"),
    ],
    ids=str,
)
async def test_token_errors_are_those_of_oauth_and_problems_too(
    client_for, simpeg, form, status, error
):
    asked = GRANT | credentials(simpeg) | form if form else {}
    data = {name: value for name, value in asked.items() if value is not None}

    answer = await client_for(None).post("/oauth/token", data=data)

    body = answer.json()
    assert (answer.status_code, body["error"]) == (status, error)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "code", "request_id"} <= set(body)
    assert ("www-authenticate" in answer.headers) == (status == 401)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", ""])
async def test_a_token_request_that_is_no_form_is_refused(client_for, simpeg, kind):
    answer = await client_for(None).post(
        "/oauth/token",
        content=f'{{"client_id": "{simpeg["id"]}"}}',
        headers={"Content-Type": kind},
    )

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("basic", ["Basic", "Basic ???", "Basic bm9jb2xvbg==", "Basic w6k6/w=="])
async def test_broken_http_basic_is_refused(client_for, basic):
    answer = await client_for(None).post(
        "/oauth/token", data=GRANT, headers={"Authorization": basic}
    )

    assert answer.status_code in (400, 401)
    assert answer.json()["error"] in ("invalid_request", "invalid_client")


async def test_credentials_in_two_places_are_refused(client_for, simpeg):
    pair = f"{simpeg['id']}:{simpeg['client_secret']}".encode()
    basic = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

    answer = await client_for(None).post(
        "/oauth/token", data=GRANT | credentials(simpeg), headers=basic
    )

    assert answer.json()["error"] == "invalid_request"


async def test_an_unknown_client_costs_the_same_work_as_a_wrong_secret(
    client_for, simpeg, monkeypatch
):
    verified = []
    real = client_secrets.hashes.verify

    class Counting:
        hash = client_secrets.hashes.hash

        def verify(self, secret, kept):
            verified.append(kept)
            return real(secret, kept)

    monkeypatch.setattr(client_secrets, "hashes", Counting())
    wrong = {**GRANT, **credentials(simpeg), "client_secret": "wrong"}
    for client_id in (simpeg["id"], str(uuid4()), "no-uuid"):
        await client_for(None).post("/oauth/token", data={**wrong, "client_id": client_id})

    assert len(verified) == 3
    assert all(kept.startswith("$argon2id$") for kept in verified)
