"""A POST with `Idempotency-Key` is carried out once, and answered alike each time."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.core import idempotency
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.conftest import an_actor
from tests.factories import a_unit
from tests.imports.world import FILES, sent

KEY = {"Idempotency-Key": "018f6f3e-3d6a-7c1e-9b3a-5c7e8d9f0a1b"}
OWN = {"content-length", "content-type", "location"}


@pytest.fixture
async def unit(agency, save):
    unit = a_unit(agency)
    await save(unit)
    return unit


def a_person(unit, **values):
    given = {"nip": "199001182015092001", "name": "Ratna Wulandari", "unit_id": str(unit.id)}
    return {**given, **values}


async def people(sessions):
    async with transaction(sessions, SYSTEM) as session:
        return await session.scalar(text("select count(*) from employees"))


async def test_what_is_sent_twice_is_done_once_and_answered_to_the_byte(client_for, unit, sessions):
    client = client_for(Role.SIMPEG)

    first = await client.post("/v1/employees", json=a_person(unit), headers=KEY)
    again = await client.post("/v1/employees", json=a_person(unit), headers=KEY)

    assert (first.status_code, again.status_code) == (201, 201), first.text
    assert again.content == first.content
    assert {n: again.headers.get(n) for n in OWN} == {n: first.headers.get(n) for n in OWN}
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["x-request-id"] != first.headers["x-request-id"]
    assert again.headers["cache-control"] == "no-store"
    assert await people(sessions) == 1
    async with transaction(sessions, SYSTEM) as session:
        kinds = await session.scalars(text("select kind from audit_events"))
        assert kinds.all() == ["employee.added"]


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/v1/employees", {"name": "Lain"}),
        ("/v1/employees?", {}),
        ("/v1/employees?a=1", {}),
        ("/v1/agencies", {}),
    ],
    ids=["body", "same", "query", "path"],
)
async def test_a_key_is_for_one_request(client_for, unit, sessions, path, change):
    client = client_for(Role.SIMPEG)
    await client.post("/v1/employees", json=a_person(unit), headers=KEY)

    answer = await client.post(path, json=a_person(unit, **change), headers=KEY)

    same = path == "/v1/employees?"
    assert answer.status_code == (201 if same else 422)
    if not same:
        assert answer.json()["code"] == "idempotency-key-reused"
        assert answer.json()["errors"][0]["pointer"] == "header:Idempotency-Key"
    assert await people(sessions) == 1


async def test_what_was_refused_is_tried_anew(client_for, unit, sessions):
    client = client_for(Role.SIMPEG)
    unknown = a_person(unit, unit_id="00000000-0000-4000-8000-000000000000")

    refused = await client.post("/v1/employees", json=unknown, headers=KEY)
    invalid = await client.post("/v1/employees", json={"nip": 1}, headers=KEY)
    done = await client.post("/v1/employees", json=a_person(unit), headers=KEY)

    assert [a.status_code for a in (refused, invalid, done)] == [422, 422, 201]
    assert await people(sessions) == 1


async def test_after_a_fault_the_request_is_carried_out_anew(
    client_for, unit, sessions, monkeypatch
):
    client = client_for(Role.SIMPEG)

    async def broken(*_):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(idempotency, "keep", broken)  # the last thing before the commit
        fault = await client.post("/v1/employees", json=a_person(unit), headers=KEY)
    there = await people(sessions)
    done = await client.post("/v1/employees", json=a_person(unit), headers=KEY)

    assert (fault.status_code, there) == (500, 0)
    assert fault.json()["code"] == "unexpected"
    assert done.status_code == 201
    assert "idempotent-replayed" not in done.headers


async def test_keys_belong_to_whoever_uses_them(client_for, unit, agency, sessions):
    one, other = (an_actor(Role.SIMPEG, agency.id) for _ in range(2))
    await client_for(None, actor=one).post("/v1/employees", json=a_person(unit), headers=KEY)

    nip = "199001182015092002"
    theirs = await client_for(None, actor=other).post(
        "/v1/employees", json=a_person(unit, nip=nip), headers=KEY
    )

    assert theirs.status_code == 201
    assert theirs.json()["nip"] == nip
    async with transaction(sessions, one) as session:
        owners = await session.scalars(text("select actor_id from idempotency_keys"))
        assert owners.all() == [one.id]


async def test_another_role_of_the_same_client_is_another_request(client_for, unit, agency):
    simpeg = an_actor(Role.SIMPEG, agency.id)
    analyst = an_actor(Role.ANALYST, agency.id, id=simpeg.id)
    await client_for(None, actor=simpeg).post("/v1/employees", json=a_person(unit), headers=KEY)

    answer = await client_for(None, actor=analyst).post(
        "/v1/employees", json=a_person(unit), headers=KEY
    )

    assert answer.status_code == 422
    assert "199001182015092001" not in answer.text  # the analyst sees no NIP


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "\xe9"], ids=["none", "space", "long", "é"])
async def test_what_is_no_key_is_refused(client_for, unit, sessions, key):
    headers = {"Idempotency-Key": key.encode("latin-1")}

    answer = await client_for(Role.SIMPEG).post(
        "/v1/employees", json=a_person(unit), headers=headers
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-invalid")
    assert await people(sessions) == 0


async def test_two_keys_are_none(client_for, unit):
    headers = [("Idempotency-Key", "one"), ("Idempotency-Key", "two")]

    answer = await client_for(Role.SIMPEG).post(
        "/v1/employees", json=a_person(unit), headers=headers
    )

    assert answer.json()["code"] == "idempotency-key-invalid"


async def test_a_secret_is_not_kept_and_its_client_not_made_twice(client_for, sessions):
    client = client_for(Role.ADMIN, agency_id=None)
    body = {"name": "SIMPEG", "roles": ["auditor"]}

    made = await client.post("/v1/clients", json=body, headers=KEY)
    again = await client.post("/v1/clients", json=body, headers=KEY)

    assert made.status_code == 201, made.text
    assert (again.status_code, again.json()["code"]) == (409, "idempotent-answer-not-kept")
    async with transaction(sessions, SYSTEM) as session:
        assert await session.scalar(text("select count(*) from clients")) == 1


async def test_an_upload_is_the_same_with_a_boundary_of_its_own(client_for, sessions):
    client = client_for(Role.SIMPEG)

    first = await client.post("/v1/imports", files=sent(FILES), headers=KEY)
    again = await client.post("/v1/imports", files=sent(FILES), headers=KEY)
    other = await client.post("/v1/imports", files=sent(dict(list(FILES.items())[:1])), headers=KEY)

    assert first.status_code == 202, first.text
    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    assert again.content == first.content
    assert again.headers["location"] == first.headers["location"]
    assert other.status_code == 422
    async with transaction(sessions, SYSTEM) as session:
        assert await session.scalar(text("select count(*) from imports")) == 1


async def test_a_large_upload_waits_in_a_file(client_for, monkeypatch):
    monkeypatch.setattr(idempotency, "IN_MEMORY", 1000)
    client = client_for(Role.SIMPEG)
    lines = b"".join(b"%d,Nama\n" % n for n in range(20_000))
    files = {"files": ("pegawai.csv", b"NIP,nama\n" + lines)}

    first = await client.post("/v1/imports", files=files, headers=KEY)
    again = await client.post("/v1/imports", files=files, headers=KEY)

    assert first.status_code == 202, first.text
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")


async def test_the_anonymous_use_up_no_key(client_for, unit):
    answer = await client_for(None).post("/v1/employees", json=a_person(unit), headers=KEY)

    assert answer.status_code == 401


async def test_after_three_days_an_answer_is_forgotten(client_for, unit, sessions, work):
    actor = an_actor(Role.SIMPEG, unit.agency_id)
    client = client_for(None, actor=actor)
    await client.post("/v1/employees", json=a_person(unit), headers=KEY)

    async def aged(by):
        async with transaction(sessions, actor) as session:
            change = "update idempotency_keys set created_at = created_at - cast(:by as interval)"
            await session.execute(text(change), {"by": by})
        await idempotency.forget(work)
        async with transaction(sessions, actor) as session:
            return await session.scalar(text("select count(*) from idempotency_keys"))

    early = await aged(timedelta(hours=71, minutes=59))
    replayed = await client.post("/v1/employees", json=a_person(unit), headers=KEY)
    late = await aged(timedelta(minutes=2))
    anew = await client.post("/v1/employees", json=a_person(unit), headers=KEY)

    assert (early, late) == (1, 0)
    assert replayed.status_code == 201
    assert anew.json()["code"] == "nip-taken"


async def test_an_old_answer_that_is_still_there_gives_way(client_for, unit, sessions):
    actor = an_actor(Role.SIMPEG, unit.agency_id)
    client = client_for(None, actor=actor)
    await client.post("/v1/employees", json=a_person(unit), headers=KEY)
    async with transaction(sessions, actor) as session:
        change = "update idempotency_keys set created_at = created_at - interval '73 hours'"
        await session.execute(text(change))
    other = a_person(unit, nip="199001182015092002")

    done = await client.post("/v1/employees", json=other, headers=KEY)
    again = await client.post("/v1/employees", json=other, headers=KEY)

    assert done.status_code == 201
    assert (again.content, again.headers["idempotent-replayed"]) == (done.content, "true")


def test_every_post_says_so(app):
    document = app.openapi()
    silent = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            names = {p["name"] for p in operation.get("parameters", ())}
            expected = method == "post" and path.startswith("/v1/")
            if ("Idempotency-Key" in names) != expected:
                silent.append((method, path))
            if expected and "idempotency-key-in-flight" not in str(operation["responses"]["409"]):
                silent.append((method, path, "409"))

    assert silent == []


async def test_a_client_that_leaves_has_asked_for_nothing(app, agency, sessions):
    token = app.state.tokens.issue(an_actor(Role.SIMPEG, agency.id))
    messages = iter([{"type": "http.request", "body": b"{", "more_body": True}])
    sent_back = []

    async def receive():
        return next(messages, {"type": "http.disconnect"})

    async def send(message):
        sent_back.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/employees",
        "query_string": b"",
        "headers": [
            (b"authorization", f"Bearer {token}".encode()),
            (b"idempotency-key", b"left"),
            (b"content-type", b"application/json"),
        ],
        "client": ("127.0.0.1", 1),
    }
    await app(scope, receive, send)

    assert sent_back == []
    assert await people(sessions) == 0
