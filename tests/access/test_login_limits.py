"""Failed logins are limited: for a client from an address, from an address, for a client."""

import base64
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.access import login_limits
from app.access.authority import DOOR
from app.access.login_limits import (
    ADDRESS_LIMIT,
    CLIENT_LIMIT,
    GUESSED_LIMIT,
    PAIR_LIMIT,
    WINDOW,
    Standing,
)
from app.core.db import transaction
from app.core.identity import SYSTEM

NOBODY = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"

GRANT = {"grant_type": "client_credentials"}
HERE, THERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture
async def login(app):
    """Ask for a token from an address."""

    async def asked(client_id, secret="wrong", address=HERE, path="/oauth/token"):  # noqa: S107
        transport = httpx.ASGITransport(app=app, client=(address, 1234))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            form = {**GRANT, "client_id": client_id, "client_secret": secret, "token": "x"}
            return await client.post(path, data=form)

    return asked


async def statuses(login, times, client_id, **how):
    return [(await login(client_id, **how)).status_code for _ in range(times)]


async def test_whoever_fails_too_often_waits(login, simpeg):
    failed = await statuses(login, PAIR_LIMIT, simpeg["id"])

    limited = await login(simpeg["id"])
    right = await login(simpeg["id"], simpeg["client_secret"])

    assert failed == [401] * PAIR_LIMIT
    for answer in (limited, right):
        body = answer.json()
        assert (answer.status_code, body["code"]) == (429, "login-limited")
        assert body["error"] == "slow_down"
        assert 0 < int(answer.headers["retry-after"]) <= WINDOW.total_seconds()
        assert answer.headers["cache-control"] == "no-store"


async def test_others_elsewhere_do_not_lock_the_true_client_out(login, simpeg):
    for n in range(3):
        await statuses(login, PAIR_LIMIT + 1, simpeg["id"], address=f"198.51.100.{n}")

    answer = await login(simpeg["id"], simpeg["client_secret"])

    assert answer.status_code == 200


async def test_a_success_clears(login, simpeg):
    for _ in range(3):
        assert await statuses(login, PAIR_LIMIT - 1, simpeg["id"]) == [401] * (PAIR_LIMIT - 1)
        assert (await login(simpeg["id"], simpeg["client_secret"])).status_code == 200


async def test_an_address_that_guesses_with_many_names_is_stopped(login, simpeg, monkeypatch):
    monkeypatch.setattr(login_limits, "ADDRESS_LIMIT", 5)
    for _ in range(5):
        await login(str(uuid4()))

    guessing = await login(simpeg["id"])
    elsewhere = await login(simpeg["id"], simpeg["client_secret"], address=THERE)

    assert (guessing.status_code, elsewhere.status_code) == (429, 200)


async def test_where_a_client_is_known_its_neighbours_do_not_stop_it(login, simpeg, monkeypatch):
    monkeypatch.setattr(login_limits, "ADDRESS_LIMIT", 5)
    await login(simpeg["id"], simpeg["client_secret"])
    for _ in range(6):
        await login(str(uuid4()))

    answer = await login(simpeg["id"], simpeg["client_secret"])

    assert answer.status_code == 200


async def test_a_client_that_is_guessed_at_from_many_addresses_comes_in_and_guessers_do_not(
    login, simpeg, monkeypatch
):
    monkeypatch.setattr(login_limits, "CLIENT_LIMIT", 5)
    await login(simpeg["id"], simpeg["client_secret"])
    for n in range(5):
        await login(simpeg["id"], address=f"203.0.113.{n}")

    guesses = await statuses(login, 3, simpeg["id"], address="203.0.113.99")
    typos = await statuses(login, 3, simpeg["id"])
    known = await login(simpeg["id"], simpeg["client_secret"])
    moved = await login(simpeg["id"], simpeg["client_secret"], address=THERE)

    assert guesses == [401, 429, 429]
    assert typos == [401] * 3
    assert (known.status_code, moved.status_code) == (200, 200)


async def test_a_client_with_a_secret_of_its_own_does_not_guess_on(login, admin, simpeg):
    body = {"name": "Lain", "roles": ["simpeg"]}
    own = (await admin.post("/v1/clients", json=body)).json()
    for _ in range(PAIR_LIMIT):
        await login(simpeg["id"])
        await login(own["id"], own["client_secret"])

    assert (await login(simpeg["id"])).status_code == 429


@pytest.mark.parametrize("client_id", ["no uuid", "", "\x00", NOBODY])
async def test_names_that_nobody_has_are_limited_as_well(login, simpeg, client_id):
    assert simpeg
    answers = await statuses(login, PAIR_LIMIT + 1, client_id)

    assert answers[-1] == (400 if not client_id else 429)


async def test_hosts_of_one_ipv6_network_count_as_one(login, simpeg):
    for n in range(PAIR_LIMIT):
        await login(simpeg["id"], address=f"2001:db8:1:2::{n:x}")

    same = await login(simpeg["id"], address="2001:db8:1:2:ffff::1")
    other = await login(simpeg["id"], address="2001:db8:1:3::1")

    assert (same.status_code, other.status_code) == (429, 401)


async def test_revoking_is_no_way_to_guess_a_secret(login, simpeg):
    answers = await statuses(login, PAIR_LIMIT + 1, simpeg["id"], path="/oauth/revoke")

    assert answers == [401] * PAIR_LIMIT + [429]


async def test_after_the_window_another_attempt_is_made(login, simpeg, sessions):
    await statuses(login, PAIR_LIMIT + 1, simpeg["id"])
    async with transaction(sessions, DOOR) as session:
        await session.execute(
            text("update logins set failing_since = failing_since - cast(:w as interval)"),
            {"w": WINDOW},
        )

    answers = await statuses(login, PAIR_LIMIT + 1, simpeg["id"])

    assert answers == [401] * PAIR_LIMIT + [429]


async def test_failures_are_recorded_without_any_secret(login, simpeg, sessions, agency):
    typo = "rahasia-yang-salah-ketik"
    await login(simpeg["id"], typo)
    await login(typo, simpeg["client_secret"])
    await login(simpeg["id"], simpeg["client_secret"])

    async with transaction(sessions, SYSTEM) as session:
        events = (
            await session.execute(
                text(
                    "select kind, subject_id, agency_id, data, actor_name from audit_events"
                    " where kind like 'client.re%' order by id"
                )
            )
        ).all()
    assert [(e.kind, e.subject_id and str(e.subject_id), e.agency_id) for e in events] == [
        ("client.refused", simpeg["id"], agency.id),
        ("client.refused", None, None),
        ("client.recognised", simpeg["id"], agency.id),
    ]
    assert [e.data["address"] for e in events] == [HERE] * 3
    assert [e.actor_name for e in events] == ["anonymous", "anonymous", "SIMPEG Uji"]
    assert typo not in str(events)
    assert simpeg["client_secret"] not in str(events)


async def test_a_refusal_without_work_checks_no_secret(login, simpeg, monkeypatch):
    await statuses(login, PAIR_LIMIT, simpeg["id"])

    def never(*_):
        raise AssertionError

    monkeypatch.setattr("app.access.recognition.which", never)

    assert (await login(simpeg["id"])).status_code == 429


async def test_basic_credentials_are_limited_as_well(app, simpeg):
    pair = base64.b64encode(f"{simpeg['id']}:wrong".encode()).decode()
    transport = httpx.ASGITransport(app=app, client=(HERE, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        headers = {"Authorization": f"Basic {pair}"}
        answers = [
            (await client.post("/oauth/token", data=GRANT, headers=headers)).status_code
            for _ in range(PAIR_LIMIT + 1)
        ]

    assert answers[-1] == 429


instants = st.datetimes()


@given(
    st.integers(0, 20), st.integers(0, 80), st.integers(0, 150), st.booleans(), instants,
    st.timedeltas(min_value=WINDOW * 0, max_value=WINDOW),
)  # fmt: skip
def test_nobody_waits_for_what_others_did_elsewhere(pair, address, client, familiar, now, ago):
    try:
        since = now - ago
    except OverflowError:
        return
    wait = Standing(now, pair, since, address, since, client, familiar).wait()

    guessed = not familiar and client >= CLIENT_LIMIT
    stopped = pair >= (GUESSED_LIMIT if guessed else PAIR_LIMIT) or (
        not familiar and address >= ADDRESS_LIMIT
    )
    assert (wait > 0) is stopped
    assert wait <= WINDOW.total_seconds() + 1
