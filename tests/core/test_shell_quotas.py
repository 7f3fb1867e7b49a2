"""Quotas: told in every answer, exact to the request, and never in the way of who watches."""

import re
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import quotas
from app.core.config import Settings
from app.core.identity import Actor, Role
from app.core.quotas import Quota, Quotas, address_of, network_of
from app.main import create_app
from tests.conftest import an_actor

LIMIT = re.compile(r'"(\w+)";r=(\d+);t=(\d+)')
POLICY = re.compile(r'"(\w+)";q=(\d+);w=(\d+)')


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40)), max_size=60),
)
def test_nobody_gets_more_than_their_quota_in_a_window(size, asked):
    quota, now, granted = Quota("client", size), 0.0, {}

    for who, later in asked:
        now += later
        taken = quota.take(who, now)
        began, so_far = granted.get(who, (None, 0))
        if began is None or now >= began + 60:
            began, so_far = now, 0
        granted[who] = (began, so_far + 1)
        assert taken.left == size - (so_far + 1)
        assert (taken.refusal() is None) == (so_far < size)
        assert taken.seconds == began + 60 - now


def test_callers_that_are_gone_are_forgotten(monkeypatch):
    monkeypatch.setattr(quotas, "MOST_CALLERS", 100)
    quota = Quota("anonymous", 5)

    for number in range(1000):
        quota.take(number, 1.0)

    assert len(quota._windows) == len(quota._opened) == 100  # noqa: SLF001
    quota.take("later", 100.0)
    assert list(quota._windows) == ["later"]  # noqa: SLF001


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::1", "::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no:address", "no:address"),
    ],
)
def test_an_address_counts_as_its_owner(address, counted):
    assert address_of({"client": (address, 1)}) == counted
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:ffff::9")


def test_a_request_from_nowhere_counts_too():
    assert address_of({"client": None}) == ""


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limited(settings, sessions, clock, monkeypatch):
    """An installation with small quotas, and clients of it."""
    few = Settings(
        talenta_home=settings.talenta_home,
        rate_limit=3,
        rate_limit_anonymous=2,
        rate_limit_tokens=1,
        log_level="ERROR",
    )
    monkeypatch.setattr(quotas.Quotas.__init__, "__kwdefaults__", {"clock": clock})
    app = create_app(few)
    app.state.sessions = sessions

    def client(actor: Actor | None = None, address: str = "192.0.2.1") -> httpx.AsyncClient:
        token = {"Authorization": f"Bearer {app.state.tokens.issue(actor)}"} if actor else {}
        transport = httpx.ASGITransport(app=app, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url="http://test", headers=token)

    return client


def left(answer):
    name, remaining, seconds = LIMIT.fullmatch(answer.headers["ratelimit"]).groups()
    assert POLICY.fullmatch(answer.headers["ratelimit-policy"])[1] == name
    return name, int(remaining), int(seconds)


async def test_a_client_is_told_what_is_left_and_refused_beyond_it(limited, clock):
    client = limited(an_actor(Role.ANALYST, UUID(int=1)))

    answers = []
    for _ in range(4):
        answers.append(await client.get("/v1/nowhere"))
        clock.now += 10

    assert [left(answer) for answer in answers] == [
        ("client", 2, 60),
        ("client", 1, 50),
        ("client", 0, 40),
        ("client", 0, 30),
    ]
    assert answers[0].headers["ratelimit-policy"] == '"client";q=3;w=60'
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
    refusal = answers[3]
    assert refusal.headers["retry-after"] == "30"
    assert refusal.headers["content-type"] == "application/problem+json"
    assert refusal.json()["code"] == "too-many-requests"
    assert refusal.json()["request_id"] == refusal.headers["x-request-id"]
    clock.now += 21
    assert (await client.get("/v1/nowhere")).status_code == 404


async def test_one_client_does_not_use_up_anothers_quota(limited):
    first, second = (limited(an_actor(Role.ANALYST, UUID(int=1))) for _ in range(2))

    for _ in range(4):
        refused = await first.get("/v1/nowhere")

    assert refused.status_code == 429
    assert (await second.get("/v1/nowhere")).status_code == 404


async def test_tokens_of_one_client_share_its_quota(limited):
    actor = an_actor(Role.ANALYST, UUID(int=1))

    answers = [await limited(actor).get("/v1/nowhere") for _ in range(4)]

    assert answers[3].status_code == 429


async def test_the_anonymous_are_counted_by_their_address(limited):
    here, there = limited(address="192.0.2.1"), limited(address="192.0.2.2")

    answers = [await here.get("/verify/AAAA") for _ in range(3)]

    assert [left(answer)[:2] for answer in answers] == [
        ("anonymous", 1),
        ("anonymous", 0),
        ("anonymous", 0),
    ]
    assert answers[2].status_code == 429
    assert (await there.get("/verify")).status_code == 200


async def test_a_bad_token_counts_for_its_address(limited):
    client = limited(address="192.0.2.3")
    headers = {"Authorization": "Bearer nonsense"}

    answers = [await client.get("/v1/employees", headers=headers) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]


async def test_the_token_endpoint_is_stricter_and_counts_whoever_asks(limited):
    actor = an_actor(Role.ANALYST, UUID(int=1))

    first = await limited(actor).post("/oauth/token")
    second = await limited(an_actor(Role.ADMIN, None)).post("/oauth/token")

    assert (first.status_code, second.status_code) == (400, 429)
    assert left(second)[0] == "token"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
async def test_whoever_watches_is_never_refused(limited, path):
    client = limited()

    answers = [await client.get(path) for _ in range(10)]

    assert {answer.status_code for answer in answers} == {200}
    assert "ratelimit" not in answers[0].headers


async def test_a_refused_request_did_nothing(limited, sessions):
    client = limited(an_actor(Role.ADMIN, None))
    for _ in range(3):
        await client.get("/v1/nowhere")

    refused = await client.post("/v1/agencies", json={"code": "BARU", "name": "Baru"})

    assert refused.status_code == 429
    async with sessions() as session:
        found = await session.connection()
        assert (await found.exec_driver_sql("select 1")).scalar() == 1


def test_production_is_strict_where_nothing_else_is_said():
    public = Settings(talenta_host="0.0.0.0")  # noqa: S104
    local = Settings()

    assert public.production
    assert not local.production
    assert public.rate_limit_tokens < public.rate_limit_anonymous < public.rate_limit
    assert public.rate_limit < local.rate_limit


def test_the_quotas_are_those_of_the_settings():
    made = Quotas.of(Settings(rate_limit=7, rate_limit_anonymous=6, rate_limit_tokens=5))

    assert [q.size for q in (made.clients, made.anonymous, made.tokens)] == [7, 6, 5]
