"""`talenta siasn send` as it is typed: an invented province's published map, sent to the end.

On the way the gateway stumbles, the tokens run out, SIASN is away, and one person is unknown there.
"""

import stat
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import orjson
import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.demo.province import write_province
from app.publications import service as publications
from app.publications.schemas import NewPublication
from app.scoring_schemes import service as schemes
from tests.conftest import an_actor
from tests.processes import own_database, said, sessions, talenta
from tests.siasn.gateway import APIM, PAGE, SPELT, SSO, Answer, fake_siasn

__all__ = ["own_database", "sessions"]
pytestmark = pytest.mark.committed
SCHEME, DAY = "bkn-411-2025", "2026-01-01"
FRESH = "token-apim-baru", "token-sso-baru"
# As PermenPANRB 3/2020 numbers the boxes: (potential, performance), each low to high.
BOXES = {(1, 1): 1, (1, 2): 2, (2, 1): 3, (1, 3): 4, (2, 2): 5, (3, 1): 6, (2, 3): 7, (3, 2): 8}
BOXES[3, 3] = 9
PLACED = """select m.id as map_id, m.agency_id, m.known_at, e.pns_id, p.cell, p.potential,
  p.performance from talent_map_placements p
  join talent_maps m on m.id = p.map_id join employees e on e.id = p.employee_id
where p.cell is not null order by p.place"""
QUICK = "from app.siasn import breaking; breaking.FIRST_WAIT = 0.01;"
"""SIASN is asked again at once, not within a quarter of a minute."""


@pytest.fixture
async def placed(own_database, sessions, tmp_path):
    """Who stands where on a map that was imported, computed and published by the programs."""
    write_province(tmp_path / "files", employees=40)
    environment = own_database.environment()
    await schemes.ensure_shipped(sessions)
    for arguments in (
        ("import", str(tmp_path / "files")),
        ("map", "Peta 2026", "--scheme", SCHEME, "--as-of", DAY),
    ):
        status, words = said(*arguments, environment=environment)
        assert status == 0, words
    async with transaction(sessions, SYSTEM) as session:
        people = (await session.execute(text(PLACED))).all()
    await publish(sessions, people[0])
    return people


async def publish(sessions, of):
    analyst, ppk = (an_actor(role, of.agency_id) for role in (Role.ANALYST, Role.PPK))
    day = datetime.fromisoformat(DAY).date()
    new = NewPublication(name="Pengumuman 2026", scheme=SCHEME, as_of=day, cut_off=of.known_at)
    async with transaction(sessions, analyst) as session:
        before = of.known_at - timedelta(days=2)
        made = await publications.announce(session, analyst, new, now=before)
        await publications.attach(session, analyst, made["id"], of.map_id)
    async with transaction(sessions, ppk) as session:
        await publications.publish(session, ppk, made["id"], now=datetime.now(UTC))


@pytest.fixture
def tokens(tmp_path):
    """The files that hold both tokens."""
    files = tmp_path / "apim", tmp_path / "sso"

    def written(values):
        for file, value in zip(files, values, strict=True):
            file.write_text(f"{value}\n")
        return files

    return written


@pytest.fixture
def send(own_database, placed, tokens, tmp_path):
    """Give the command; its status and words."""

    def sent(server, values=(APIM, SSO)):
        apim, sso = tokens(values)
        environment = own_database.environment(
            SIASN_URL=server.url,
            SIASN_APIM_TOKEN_FILE=str(apim),
            SIASN_SSO_TOKEN_FILE=str(sso),
            SIASN_RATE="6000",
        )
        command = ("siasn", "send", str(placed[0].map_id), "--out", str(tmp_path / "out.ndjson"))
        with talenta(*command, environment=environment, before=QUICK) as process:
            words, _ = process.communicate(timeout=120)
            return process.returncode, words

    return sent


def expected(person):
    """What SIASN is to know of a person, from the placement itself."""
    x, y = (round(value + Decimal("1e-9"), 2) for value in (person.potential, person.performance))
    place = person.cell % 3 + 1, person.cell // 3 + 1
    mean = round((x + y) / 2 + Decimal("1e-9"), 2)
    return {
        "pns_id": person.pns_id,
        "box": str(BOXES[place]),
        "sumbu_x": str(x),
        "sumbu_y": str(y),
        "total_sumbu": str(mean),
    }


async def test_a_province_s_map_arrives_whatever_happens_on_the_way(
    send, placed, sessions, tmp_path
):
    out, known = tmp_path / "out.ndjson", [one for one in placed if one.pns_id]
    assert len(known) > 20
    with fake_siasn() as server:
        server.refused = {known[1].pns_id}
        server.lined_up.extend([Answer(503, PAGE), Answer(429, {}, {"Retry-After": "0"})])
        server.lapse_after = 12
        lapsed = send(server)
        assert lapsed[0] == 2, lapsed[1]
        first = out.read_bytes()
        server.tokens, server.lapse_after = FRESH, None
        server.lined_up.append(Answer(200, SPELT))
        server.lined_up.extend([Answer(502, PAGE)] * 15)
        away = send(server, FRESH)
        back = send(server, FRESH)
        server.refused = set()
        whole = send(server, FRESH)
        received = server.received

    assert lapsed[0] == 2, lapsed
    assert "renew the tokens" in lapsed[1]
    assert len(first.splitlines()) == 10  # of twelve answers, two were the gateway's
    assert away[0] == 2, away
    assert "Several in a row had no answer" in away[1]
    assert back[0] == 1, back
    assert back[1].splitlines()[-1] == f"accepted: {len(known) - 11}, before: 10, rejected: 1"
    assert (whole[0], whole[1].strip()) == (0, f"accepted: 1, before: {len(known) - 1}")
    assert received[-1][1] == expected(known[1])
    assert {path for path, _ in received} == {"/apisiasn/1.0/tm/talentmapping-save"}
    records = [orjson.loads(line) for line in out.read_bytes().splitlines()]
    accepted = [one["sent"] for one in records if one["outcome"] == "accepted"]
    by_person = sorted(accepted, key=lambda one: one["pns_id"])
    assert by_person == sorted(map(expected, known), key=lambda one: one["pns_id"])
    assert all(one["sent"] in [payload for _, payload in received] for one in records)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    kept = out.read_text() + "".join(words for _, words in (lapsed, away, back, whole))
    assert not [token for token in (APIM, SSO, *FRESH) if token in kept]
    async with transaction(sessions, SYSTEM) as session:
        found = text("select data from audit_events where kind = 'data.sent' order by id")
        counts = [data["counts"] for data in (await session.execute(found)).scalars()]
    assert counts[0] == {"accepted": 9, "rejected": 1}
    assert counts[-1] == {"before": len(known) - 1, "accepted": 1}
    assert sum(one.get("accepted", 0) for one in counts) == len(known)


def test_without_tokens_nothing_is_sent(own_database, tmp_path):
    with fake_siasn() as server:
        environment = own_database.environment(SIASN_URL=server.url)
        arguments = ("siasn", "send", "0" * 32, "--out", str(tmp_path / "out.ndjson"))
        status, words = said(*arguments, environment=environment)

    assert (status, server.received) == (2, [])
    assert "SIASN_APIM_TOKEN" in words
