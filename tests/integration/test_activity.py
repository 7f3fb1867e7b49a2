"""What is gathered of requests: the last of each kind, and the numbers of the hour."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

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
