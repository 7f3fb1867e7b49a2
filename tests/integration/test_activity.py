"""What is gathered of requests: the last of each kind, and the numbers of the hour."""

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import orjson
from hypothesis import given
from hypothesis import strategies as st

from app.access import activity as keeping
from app.access.activity import Activity

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
WHO = UUID(int=7)
REQUESTS = st.lists(
    st.tuples(
        st.sampled_from(["GET /a", "POST /b"]),
        st.sampled_from([200, 201, 304, 404, 422, 500]),
        st.integers(0, 90),
    ),
    max_size=40,
)


@given(REQUESTS)
def test_the_last_success_and_refusal_and_the_hour_s_numbers(requests):
    now = [NOON]
    activity = Activity(clock=lambda: now[0])
    seen = {}
    for operation, status, minutes in requests:
        now[0] += timedelta(minutes=minutes)
        scope = {"query_string": b"", "state": {"problem": f"p-{status}"}}
        activity.note(WHO, operation, scope, status)
        seen.setdefault(operation, []).append((now[0], status))

    entries = {entry["operation"]: entry for entry in activity.taken()}

    assert entries.keys() == seen.keys()
    for operation, entry in entries.items():
        good = [at for at, status in seen[operation] if status < 400]
        bad = [(at, status) for at, status in seen[operation] if status >= 400]
        last = seen[operation][-1][0].replace(minute=0)
        counted = [status for at, status in seen[operation] if at >= last]
        assert entry.get("last_success_at") == (good[-1] if good else None)
        assert entry.get("last_refused_at") == (bad[-1][0] if bad else None)
        assert entry.get("last_refused_code") == (f"p-{bad[-1][1]}" if bad else None)
        assert entry["hour"] == last
        assert entry["requests"] == len(counted)
        assert entry["refused"] == len([one for one in counted if 400 <= one < 500])
        assert entry["failed"] == len([one for one in counted if one >= 500])
    assert activity.taken() == []


def test_how_far_a_list_is_followed_is_what_was_last_asked_with_success():
    activity = Activity({"GET /changes": lambda query: [query.decode()]})
    for query, status in ((b"one", 200), (b"two", 410)):
        activity.note(WHO, "GET /changes", {"query_string": query, "state": {}}, status)

    (entry,) = activity.taken()

    assert entry["place"] == ["one"]


class Pool:
    """Keeps what is written, unless it is away."""

    def __init__(self):
        self.written, self.away, self.asked = [], False, asyncio.Event()

    @asynccontextmanager
    async def acquire(self):
        self.asked.set()
        if self.away:
            raise OSError
        yield SimpleNamespace(execute=self.execute)

    async def execute(self, _statement, rows, _context):
        self.written += [row["operation"] for row in orjson.loads(rows)]


async def test_it_is_kept_by_itself_whatever_fails_and_once_more_at_the_end(monkeypatch):
    monkeypatch.setattr(keeping, "EVERY", 0.01)
    activity, pool = Activity(), Pool()
    task = asyncio.create_task(activity.run(pool))
    pool.away = True
    activity.note(WHO, "GET /lost", {"query_string": b"", "state": {}}, 200)
    await asyncio.wait_for(pool.asked.wait(), 10)
    pool.away = False
    pool.asked.clear()
    activity.note(WHO, "GET /kept", {"query_string": b"", "state": {}}, 200)
    await asyncio.wait_for(pool.asked.wait(), 10)
    monkeypatch.setattr(keeping, "EVERY", 1000)
    await asyncio.sleep(0.05)
    activity.note(WHO, "GET /last", {"query_string": b"", "state": {}}, 200)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

    assert pool.written == ["GET /kept", "GET /last"]
