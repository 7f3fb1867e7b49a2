"""Sending to a SIASN that answers as SIASN does: envelope, gateway pages, quotas, lost tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.core.siasn_settings import SiasnSettings
from app.siasn.breaking import ATTEMPTS, LONGEST_WAIT, Breaker, wait_after
from app.siasn.errors import SiasnAway, TokensRefused
from app.siasn.gateway import Outcome, Siasn
from tests.siasn.gateway import APIM, GOOD, PAGE, REFUSES, SPELT, SSO, Answer, fake_siasn

SAVE = "/tm/talentmapping-save"
PAYLOAD = {"pns_id": "a5b0", "box": "9"}


@pytest.fixture
def server():
    with fake_siasn() as server:
        yield server


@pytest.fixture
def waits():
    return []


@pytest.fixture
async def siasn(server, waits):
    async def sleep(seconds):
        waits.append(seconds)

    async with Siasn(server.url, APIM, SSO, rate=6000, sleep=sleep) as siasn:
        yield siasn


@pytest.mark.parametrize(
    ("answer", "outcome", "message"),
    [
        (Answer(200, GOOD), Outcome.ACCEPTED, "success"),
        (Answer(200, SPELT), Outcome.ACCEPTED, ""),
        (Answer(200, REFUSES), Outcome.REJECTED, "Data PNS tidak ditemukan"),
        (Answer(400, REFUSES), Outcome.REJECTED, "Data PNS tidak ditemukan"),
        (Answer(404, GOOD), Outcome.REJECTED, "success"),
    ],
)
async def test_what_siasn_says_is_the_verdict_at_once(server, siasn, answer, outcome, message):
    server.lined_up.append(answer)

    verdict = await siasn.save(SAVE, PAYLOAD)

    assert verdict == (outcome, message)
    assert server.received == [("/apisiasn/1.0/tm/talentmapping-save", PAYLOAD)]


@pytest.mark.parametrize(
    "answer", [Answer(503, PAGE), Answer(502, GOOD), Answer(429, {}), Answer(200, PAGE)]
)
async def test_what_is_not_siasn_s_word_is_asked_again(server, siasn, waits, answer):
    server.lined_up.extend([answer, answer])

    verdict = await siasn.save(SAVE, PAYLOAD)

    assert verdict.outcome is Outcome.ACCEPTED
    assert len(server.received) == 3
    assert [wait for wait in waits if wait > 0.5] == sorted(w for w in waits if w > 0.5)


async def test_siasn_is_left_alone_as_long_as_it_asks(server, siasn, waits):
    server.lined_up.append(Answer(429, {}, {"Retry-After": "30"}))

    await siasn.save(SAVE, PAYLOAD)

    assert 30 in waits


async def test_after_the_last_attempt_it_failed_and_after_three_such_nothing_is_sent(server, siasn):
    server.usual = Answer(503, PAGE)

    verdicts = [await siasn.save(SAVE, PAYLOAD) for _ in range(2)]
    with pytest.raises(SiasnAway):
        await siasn.save(SAVE, PAYLOAD)

    assert {verdict.outcome for verdict in verdicts} == {Outcome.FAILED}
    assert len(server.received) == 3 * ATTEMPTS


async def test_refused_tokens_end_it_at_the_first(server):
    async with Siasn(server.url, APIM, "lama", rate=6000) as siasn:
        with pytest.raises(TokensRefused):
            await siasn.save(SAVE, PAYLOAD)

    assert len(server.received) == 1


async def test_no_more_than_so_many_a_minute(server, waits):
    async def sleep(seconds):
        waits.append(seconds)

    async with Siasn(server.url, APIM, SSO, rate=60, sleep=sleep) as siasn:
        for _ in range(4):
            await siasn.save(SAVE, PAYLOAD)

    assert len(waits) == 3
    assert waits == sorted(waits)
    assert 2 < waits[-1] <= 3


@given(st.integers(1, ATTEMPTS), st.floats(0, 1), st.none() | st.floats(0, 1e6))
def test_waits_are_bounded_and_the_last_attempt_has_none(attempts, chance, asked):
    wait = wait_after(attempts, chance, asked)

    assert (wait is None) == (attempts == ATTEMPTS)
    assert wait is None or min(asked or 0, LONGEST_WAIT) <= wait <= LONGEST_WAIT


@given(st.lists(st.booleans(), max_size=20))
def test_a_breaker_is_open_after_three_failures_in_a_row(answered):
    breaker = Breaker()
    for one in answered:
        breaker.told(answered=one)

    assert breaker.open == (len(answered) >= 3 and not any(answered[-3:]))


@pytest.mark.parametrize("url", ["http://apimws.example", "ftp://127.0.0.1", "apimws.example"])
def test_tokens_go_nowhere_without_tls(url):
    with pytest.raises(ValidationError, match="SIASN_URL"):
        SiasnSettings(siasn_url=url)
