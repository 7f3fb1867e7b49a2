"""Where messages may go, what is told, when it is sent again."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.webhooks import backoff, delivering, messages
from app.webhooks.addresses import AddressRefused, checked, is_public, resolved
from app.webhooks.delivering import retry_after
from app.webhooks.models import Endpoint

APP = Path(__file__).resolve().parents[2] / "app"
WITHHELD = {"audit", "breach", "client", "correction_request", "data", "destruction", "evidence"}
WITHHELD |= {
    "membership",
    "person",
    "retention",
    "scheme",
    "signing_key",
    "talent_card",
    "calibration_move",
    "token",
    "restriction",
}
WITHHELD |= {"talent_card", "development_plan", "development_activity"}
WITHHELD |= {"retention_measure", "recommendation"}
WITHHELD |= {"delegation", "acting_official", "absence"}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - not bound, refused
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "::7f00:1",
        "::ffff:0:7f00:1",
        "64:ff9b:1::a00:1",
        "2001:0:7f00:1::1",
        "3fff::1",
        "5f00::1",
        "fec0::1",
        "fe80::1%eth0",
    ],
)
def test_addresses_of_ones_own_are_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://simpeg.example.go.id/", "url-not-https"),
        ("ftp://simpeg.example.go.id/", "url-invalid"),
        ("simpeg.example.go.id", "url-invalid"),
        ("https://", "url-invalid"),
        ("https://a:b@simpeg.example.go.id/", "url-has-credentials"),
        ("https://simpeg.example.go.id/#x", "url-invalid"),
        ("https://127.0.0.1/", "address-not-public"),
        ("https://[::1]/", "address-not-public"),
        ("https://169.254.169.254/latest/meta-data", "address-not-public"),
    ],
)
def test_addresses_that_are_refused_at_once(url, reason):
    with pytest.raises(AddressRefused) as refused:
        checked(url, private=False)
    assert refused.value.reason == reason


async def test_a_name_that_leads_home_is_refused_when_it_is_looked_up():
    address = checked("https://localhost/hook", private=False)
    with pytest.raises(AddressRefused, match="address-not-public"):
        await resolved(address, private=False)
    assert ip_address(await resolved(address, private=True)).is_loopback


class NameServer:
    """Answers what it is told to, each time with the next."""

    def __init__(self, monkeypatch, *answers):
        self.answers = list(answers)
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", self.getaddrinfo)

    async def getaddrinfo(self, _host, port, **_):
        return [(None, None, None, "", (one, port)) for one in self.answers.pop(0)]


async def test_one_address_of_ones_own_among_many_refuses_the_name(monkeypatch):
    NameServer(monkeypatch, ["8.8.8.8", "2001:4860:4860::8888", "::ffff:10.0.0.1"])
    address = checked("https://simpeg.example.go.id/", private=False)

    with pytest.raises(AddressRefused, match="address-not-public"):
        await resolved(address, private=False)


@pytest.mark.parametrize("public", ["8.8.8.8", "2001:4860:4860::8888"])
async def test_a_name_that_answers_differently_the_second_time_is_not_asked_again(
    monkeypatch, public
):
    """DNS rebinding: what was looked at is what the request goes to, by the name it had."""
    names = NameServer(monkeypatch, [public], ["127.0.0.1"])
    endpoint = Endpoint(url="https://simpeg.example.go.id/kait", form=messages.Form.STANDARD)
    message = messages.Message("msg_1", "talent_map.calculated", datetime.now(UTC), uuid4(), None)
    due = delivering.Due(uuid4(), endpoint, 1, message, [])

    async with httpx.AsyncClient(trust_env=False) as client:
        request = await delivering.addressed(client, due, "https://talenta.example", private=False)

    assert request.url.host == public
    assert request.headers["host"] == "simpeg.example.go.id"
    assert request.extensions["sni_hostname"] == "simpeg.example.go.id"
    assert len(names.answers) == 1


async def test_a_number_in_disguise_is_looked_up_like_any_name():
    address = checked("https://2130706433/", private=False)
    with pytest.raises(AddressRefused):
        await resolved(address, private=False)


def test_every_kind_of_event_is_either_told_or_withheld():
    """A new kind of event must be put on one side or the other."""
    written = re.compile(r'"([a-z_]+)\.([a-z_]+)"')
    nouns = set()
    for file in APP.rglob("service.py"):
        for noun, verb in written.findall(file.read_text()):
            if verb.endswith("ed") and noun not in ("app", "webhooks"):
                nouns.add(noun)
    assert nouns, "no events found"
    assert nouns <= messages.NOUNS | WITHHELD, nouns - messages.NOUNS - WITHHELD
    assert not messages.NOUNS & WITHHELD


@given(st.sampled_from(sorted(messages.NOUNS)), st.sampled_from(["made", "approved"]))
def test_a_pattern_matches_its_kinds_and_no_others(noun, verb):
    kind = f"{noun}.{verb}"
    for pattern in ("*", f"{noun}.*", kind):
        assert messages.is_pattern(pattern)
        assert messages.matches(pattern, kind)
    assert not messages.matches(f"{noun}.other", kind)
    assert not messages.matches("*", f"client.{verb}")


@pytest.mark.parametrize("pattern", ["", "talent_map", "client.*", "**", "talent_map."])
def test_patterns_that_match_nothing_are_none(pattern):
    assert not messages.is_pattern(pattern)


@given(st.integers(1, 20), st.floats(0, 1))
def test_waits_grow_and_end_after_three_days(attempts, chance):
    wait = backoff.wait_after(attempts, chance)
    if attempts >= backoff.ATTEMPTS:
        assert wait is None
    else:
        assert wait is not None
        assert 0.9 * backoff.WAITS[attempts - 1] <= wait <= 1.1 * backoff.WAITS[attempts - 1]


def test_all_waits_together_are_some_three_days():
    total = sum(backoff.WAITS, timedelta())
    assert timedelta(days=3) < total < timedelta(days=4)


def test_an_endpoint_that_asks_for_time_gets_it_but_not_forever():
    hour, year = timedelta(hours=1), timedelta(days=365)
    assert backoff.wait_after(1, 0.5, hour) == hour
    assert backoff.wait_after(1, 0.5, year) == backoff.WAITS[-1]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("120", timedelta(seconds=120)),
        ("Mon, 05 Jan 2026 02:01:00 GMT", timedelta(minutes=1)),
        ("Mon, 05 Jan 2026 01:00:00 GMT", timedelta()),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(given, expected):
    now = datetime(2026, 1, 5, 2, tzinfo=UTC)
    assert retry_after({"retry-after": given}, now) == expected
