"""Files made to confuse the verifier: it names what is wrong and never fails."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.verifier.log import verify_log
from tests.verifier.exports import SIGNER, a_note, a_withheld_leaf, an_export, key_of, leaves

KEYS = [key_of(SIGNER)]
LOG = leaves(12)
NOTE = a_note(LOG, 12)
HONEST = an_export(LOG, [NOTE])
NAMES = ["format", "origin", "keys", "kid", "name", "public", "index", "commitment", "salt"]
NAMES += ["event", "erased", "checkpoint", "kind", "data", "leaves"]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"index": "0", "commitment": "' + b"00" * 32 + b'"}',
        b'{"index": true, "commitment": "' + b"00" * 32 + b'"}',
        b'{"index": -1, "commitment": "' + b"00" * 32 + b'"}',
        b'{"index": 99999999999999, "commitment": "' + b"00" * 32 + b'"}',
        b'{"index": 12, "commitment": "zz"}',
        b'{"index": 12, "commitment": "' + b"AB" * 32 + b'"}',
        b'{"index": 12, "index": 13, "commitment": "' + b"00" * 32 + b'"}',
        b'{"checkpoint": 7}',
        b"[" * 100_000,
        b'{"a": ' * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_line_that_the_format_does_not_have_is_named_never_raised(line):
    assert "line-malformed" in verify_log([*HONEST, line], (), KEYS).codes()


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | st.sampled_from(["\ud800", "00" * 32, "talenta-log/1", "audit.erased", NOTE]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=8,
)


@given(st.lists(junk, max_size=4), st.lists(st.binary(max_size=40), max_size=2))
def test_nothing_in_a_file_makes_the_verifier_fail(values, lines):
    written = [json.dumps(value).encode() for value in values]

    report = verify_log([*written, *lines], [str(value) for value in values])

    assert report.findings


@given(st.data())
def test_no_member_of_another_kind_makes_the_verifier_fail(data):
    values = [json.loads(line) for line in HONEST]
    value = data.draw(st.sampled_from(values))
    value[data.draw(st.sampled_from(sorted(value)))] = data.draw(junk)

    verify_log(
        [json.dumps(value).encode() for value in values],
        [],
        data.draw(st.sampled_from([None, KEYS])),
    )


def test_leaves_that_are_far_apart_do_not_fill_the_memory():
    far = [{**a_withheld_leaf(n * 900_000)} for n in range(1, 40)]

    report = verify_log(an_export(far, []))

    assert report.codes() == {"line-malformed", "leaf-dropped", "checkpoint-missing"}
