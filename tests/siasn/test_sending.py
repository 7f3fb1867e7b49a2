"""A published map sent: a verdict for each person, and the same command goes on where it ended."""

import asyncio

import orjson
import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.core.reading import Reading
from app.siasn import sending
from app.siasn.errors import MapNotPublished, SiasnAway, SiasnNotConfigured
from app.siasn.gateway import Siasn
from tests.publications.conftest import mapped, published, round_
from tests.siasn.gateway import APIM, PAGE, REFUSES, SSO, Answer, fake_siasn

__all__ = ["mapped", "published", "round_"]


@pytest.fixture
def server():
    with fake_siasn() as server:
        yield server


@pytest.fixture
async def send(app, sessions, server, published, tmp_path):
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(text("update employees set pns_id = 'P-' || nip"))
    out, seen = tmp_path / "verdicts.ndjson", []

    async def quick(_seconds):
        await asyncio.sleep(0)

    async def sent():
        async with Siasn(server.url, APIM, SSO, 6000, quick) as siasn:
            reading = Reading(app.state.reads, SYSTEM)
            counts = await sending.send(
                sessions, reading, siasn, published.map.id, out, seen.append
            )
        return dict(counts)

    sent.out, sent.seen = out, seen
    return sent


def verdicts(out):
    return [orjson.loads(line) for line in out.read_text().splitlines()]


async def test_everybody_gets_a_verdict_and_only_the_refused_are_sent_again(send, server, sessions):
    server.lined_up.extend([Answer(200, REFUSES)])

    assert await send() == {"accepted": 4, "rejected": 1}
    first = verdicts(send.out)
    assert await send() == {"before": 4, "accepted": 1}

    assert first[0]["message"] == "Data PNS tidak ditemukan"
    assert first[0]["sent"] == server.received[0][1] == server.received[-1][1]
    assert [one["outcome"] for one in first] == ["rejected", *["accepted"] * 4]
    assert send.seen == [1, 2, 3, 4, 5] * 2
    assert len(server.received) == 6
    async with transaction(sessions, SYSTEM) as session:
        found = text("select data from audit_events where kind = 'data.sent' order by id")
        logged = (await session.execute(found)).scalars().all()
    assert [one["counts"] for one in logged] == [
        {"accepted": 4, "rejected": 1},
        {"before": 4, "accepted": 1},
    ]


async def test_it_goes_on_after_siasn_was_away(send, server):
    server.lined_up.append(Answer(200, {"code": 1}))
    server.usual = Answer(503, PAGE)
    with pytest.raises(SiasnAway):
        await send()

    server.usual = Answer(200, {"code": 1})

    assert await send() == {"before": 1, "accepted": 4}


async def test_a_map_that_is_not_published_is_not_sent(sessions, mapped):
    with pytest.raises(MapNotPublished):
        await sending.published(sessions, mapped.map.id)


async def test_nothing_is_sent_unless_it_is_configured(settings):
    with pytest.raises(SiasnNotConfigured):
        sending.connected(settings, asyncio.sleep)


async def test_a_line_that_was_torn_off_is_sent_again_and_spoils_no_other(send):
    await send()
    whole = send.out.read_bytes()
    send.out.write_bytes(whole[:-20])

    assert await send() == {"before": 4, "accepted": 1}
    assert [one["outcome"] for one in verdicts(send.out)] == ["accepted"] * 5
    assert send.out.read_bytes() == whole


async def test_what_siasn_has_is_what_it_accepted_last(send, server):
    await send()
    first = verdicts(send.out)[0]
    since = {**first, "sent": {**first["sent"], "box": "1"}}
    with send.out.open("ab") as file:
        file.write(orjson.dumps(since) + b"\n")

    assert await send() == {"before": 4, "accepted": 1}
    assert server.received[-1][1] == first["sent"]
