"""Whatever a bundle holds in whatever place: the verifier answers, and never raises."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from app.verifier.bundle import verify
from tests.verifier.bundles import make, ndjson, read, zipped
from tests.verifier.seals import history

FILES = make(people=3)
HISTORY = history(FILES)
NONSENSE = st.sampled_from(
    [
        *(None, True, 0, -1, 10**30, "", "x", "\x1b[2J", "\ud800", "1e5", "-1", "NaN"),
        *([], {}, [[]], {"a": [1]}, ["x"], [0] * 50, "9999-12-31", "2026-02-30", "0001-01-01"),
    ]
)


def places(value, path=()):
    """Every place in a JSON value."""
    yield path
    inner = value.items() if isinstance(value, dict) else []
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, one in inner:
        yield from places(one, (*path, key))


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_bundle_of_nonsense_gets_an_answer(data):
    name = data.draw(st.sampled_from(sorted(FILES)))
    lines = read(FILES[name]) if name.endswith("ndjson") else [json.loads(FILES[name])]
    path = data.draw(st.sampled_from([path for path in places(lines) if path]))
    target = lines
    for key in path[:-1]:
        target = target[key]
    if data.draw(st.booleans()) or isinstance(target, list):
        target[path[-1]] = data.draw(NONSENSE)
    else:
        del target[path[-1]]
    content = ndjson(lines)

    report = verify(zipped({**FILES, name: content}, events=HISTORY))

    assert all(isinstance(str(finding), str) for finding in report.findings)
