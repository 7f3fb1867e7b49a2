"""What stands in the log: enough to follow a request, and no secret and nobody's identity."""

import io
import json
import logging
import re
import time

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core import logs
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.scrubbing import scrubbed
from tests.conftest import an_actor
from tests.imports.world import FILES, sent

NIP = "198609262015051001"
TOKEN = "eyJhbGciOiJFZDI1NTE5In0.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"  # noqa: S105


class Log(io.TextIOWrapper):
    def __init__(self):
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    @property
    def text(self):
        return self.buffer.getvalue().decode()

    @property
    def events(self):
        return [json.loads(line) for line in self.text.splitlines() if line.startswith("{")]


@pytest.fixture
def log(monkeypatch):
    """The log as `talenta serve` writes it, and as it was afterwards."""
    log = Log()
    monkeypatch.setattr("sys.stderr", log)
    root = logging.getLogger()
    before, level, stream = list(root.handlers), root.level, logs.answered.stream
    logs.configure("DEBUG")
    yield log
    structlog.reset_defaults()
    logs.answered.stream = stream
    root.handlers[:] = before
    root.setLevel(level)


async def test_requests_leave_no_secret_and_nobody_in_the_log(log, client_for):
    client = client_for(Role.SIMPEG)
    token = client.headers["authorization"].partition(" ")[2]

    await client.get(f"/v1/employees/by-nip/{NIP}")
    await client.get(f"/v1/employees?name={NIP}&limit=x")
    await client.post("/v1/imports", files=sent(FILES))
    await client.get("/v1/nowhere/" + NIP, headers={"X-Request-ID": NIP * 4})
    form = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "kata-sandi"}
    await client.post("/oauth/token", data=form)
    await client_for(None).get("/v1/employees", headers={"Authorization": f"Bearer {TOKEN}"})

    assert len([event for event in log.events if event["event"] == "request"]) == 6
    for secret in (NIP, token, TOKEN, "kata-sandi", "Budi"):
        assert secret not in log.text
    line = log.events[0]
    assert line["route"] == "/v1/employees/by-nip/{nip}"
    assert {"method", "status", "ms", "request_id", "timestamp", "level"} <= line.keys()
    assert line["timestamp"].endswith("Z")


async def test_the_log_says_who_asked_and_whence_a_refused_request_came(log, client_for):
    someone = an_actor(Role.SIMPEG, None)

    await client_for(None, actor=someone).get("/health/live")
    await client_for(None, actor=someone).post("/v1/agencies", json={"code": "X", "name": "X"})
    await client_for(None).get("/v1/employees")

    known, forbidden, anonymous = [e for e in log.events if e["event"] == "request"]
    assert known["actor"] == forbidden["actor"] == str(someone.id)
    assert "address" not in known
    assert (forbidden["status"], forbidden["address"]) == (403, "127.0.0.1")
    assert (anonymous["status"], anonymous["actor"]) == (401, None)
    assert anonymous["address"] == "127.0.0.1"


@pytest.mark.parametrize(
    "words",
    [
        f"no person {NIP}",
        f"Authorization: Bearer {TOKEN}",
        "postgresql://talenta_app:kata-sandi@db/talenta",
        "{'client_secret': 'kata-sandi'}",
    ],
)
async def test_a_fault_is_logged_without_what_it_quotes(log, app, client_for, monkeypatch, words):
    def broken(*_args):
        raise RuntimeError(words)

    monkeypatch.setattr(app.state.tokens, "key_set", broken)

    answer = await client_for(None).get("/.well-known/jwks.json")

    assert answer.status_code == 500
    (fault,) = [event for event in log.events if event["event"] == "request.failed"]
    assert "RuntimeError" in fault["exception"]
    assert fault["request_id"] == answer.headers["x-request-id"]
    for secret in (NIP, TOKEN, "kata-sandi"):
        assert secret not in log.text
    assert words not in answer.text


async def test_a_row_that_the_database_refuses_is_not_quoted(sessions):
    async def broken():
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(
                text("insert into agencies (code, name) values (:c, :n), (:c, :n)"),
                {"c": NIP, "n": "Budi Contoh"},
            )

    with pytest.raises(IntegrityError) as refused:
        await broken()

    shown = scrubbed(f"{refused.value}\n{refused.value.orig}")
    assert NIP not in shown
    assert "Budi Contoh" not in shown


def test_a_line_of_a_request_is_as_every_other_and_obeys_the_level(log):
    logs.answered(request_id="a", status=200)
    structlog.get_logger().info("request", request_id="a", status=200)
    logs.configure("WARNING")
    logs.answered(request_id="b", status=200)

    (fast, ordinary) = log.events
    assert fast.keys() == ordinary.keys()
    assert fast["timestamp"][:10] == ordinary["timestamp"][:10]
    assert fast["timestamp"].endswith("Z")


def test_libraries_are_scrubbed_too(log):
    logging.getLogger("asyncio").error("Task failed: %s", f"nip={NIP} {TOKEN}")

    assert "Task failed" in log.text
    assert NIP not in log.text
    assert TOKEN not in log.text


def test_what_a_client_sends_makes_no_line_of_its_own(log):
    structlog.get_logger().info("x", reason='a\n{"event": "forged"}')

    assert len(log.text.splitlines()) == 1


@given(st.from_regex(r"\A(19|20)[0-9]{6} ?[0-9]{6} ?[12] ?[0-9]{3}\Z"), st.text(max_size=9))
def test_no_nip_passes(nip, around):
    around = re.sub(r"[0-9]", "x", around)

    assert nip not in scrubbed(f"{around} {nip} {around}")


@pytest.mark.parametrize("letter", ["a", "1", "'", "://", "@a.", "eyJ.", "0812 ", "=(", "{"])
def test_no_text_takes_long(letter):
    began = time.perf_counter()

    shown = scrubbed(letter * 2_000_000)

    assert time.perf_counter() - began < 1
    assert len(shown) < 100_000


@pytest.mark.parametrize(
    "words",
    [
        "2026-11-24T08:00:00.123456Z",
        "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b",
        'File "/opt/talenta/app/core/edge.py", line 151, in run',
        "error code 40001 after 1234567890123 ns",
        "KeyError: 'secretary'",
    ],
)
def test_what_helps_is_left(words):
    assert scrubbed(words) == words
