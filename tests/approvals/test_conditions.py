"""The closed language of conditions: total, three-valued, and nothing else gets in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.approvals.conditions import faults, holds

POOL = {
    "pool": {"members": [1, 2, 3], "name": "Administrator", "a/b": {"~": 1}, "value": "83.3334"}
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)
pointers = st.sampled_from(["/a", "/b/0", "/a/b", "/c", "/"])
comparisons = st.one_of(
    st.fixed_dictionaries(
        {"pointer": pointers, "is": st.just("equals"), "value": st.integers() | st.text(max_size=3)}
    ),
    st.fixed_dictionaries({"pointer": pointers, "is": st.just("present"), "value": st.booleans()}),
    st.fixed_dictionaries(
        {
            "pointer": pointers,
            "is": st.sampled_from(["at_least", "size_at_most"]),
            "value": st.integers(0, 9),
        }
    ),
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"not": inner}),
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
    ),
    max_leaves=4,
)


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ({"pointer": "/pool/name", "is": "equals", "value": "Administrator"}, True),
        ({"pointer": "/pool/name", "is": "in", "value": ["JPT"]}, False),
        ({"pointer": "/pool/members", "is": "size_at_least", "value": 3}, True),
        ({"pointer": "/pool/members", "is": "size_at_most", "value": 2}, False),
        ({"pointer": "/pool/members/1", "is": "equals", "value": 2}, True),
        ({"pointer": "/pool/members/1", "is": "equals", "value": "2"}, False),
        ({"pointer": "/pool/value", "is": "at_least", "value": "83.3334"}, True),
        ({"pointer": "/pool/value", "is": "at_most", "value": 83}, False),
        ({"pointer": "/pool/a~1b/~0", "is": "equals", "value": 1}, True),
        ({"pointer": "/pool/a~1b/~0", "is": "equals", "value": True}, False),
        ({"pointer": "/pool/name", "is": "at_least", "value": 1}, None),
        ({"pointer": "/pool/gone", "is": "equals", "value": 1}, None),
        ({"pointer": "/pool/members/9", "is": "equals", "value": 1}, None),
        ({"pointer": "/pool/gone", "is": "present", "value": False}, True),
        ({"not": {"pointer": "/gone", "is": "equals", "value": 1}}, None),
    ],
    ids=str,
)
def test_what_holds(condition, answer):
    assert faults(condition) == []
    assert holds(condition, POOL) is answer


@pytest.mark.parametrize(
    ("condition", "pointer", "code"),
    [
        (None, "", "condition-expected"),
        ("pool.size > 3", "", "condition-expected"),
        ({}, "", "condition-unknown"),
        ({"all": []}, "/all", "conditions-expected"),
        ({"any": [{"not": 1}]}, "/any/0/not", "condition-expected"),
        ({"all": [{"pointer": "/a", "is": "eval", "value": 1}]}, "/all/0/is", "operator-unknown"),
        ({"pointer": "a", "is": "equals", "value": 1}, "/pointer", "pointer-expected"),
        ({"pointer": "/a", "is": "equals", "value": 0.5}, "/value", "value-unfit"),
        ({"pointer": "/a", "is": "at_least", "value": "NaN"}, "/value", "value-unfit"),
        ({"pointer": "/a", "is": "at_least", "value": True}, "/value", "value-unfit"),
        ({"pointer": "/a", "is": "in", "value": []}, "/value", "value-unfit"),
        ({"pointer": "/a", "is": "equals", "value": 1, "or": 2}, "", "condition-unknown"),
        (
            {"not": {"not": {"not": {"not": {"not": {"all": []}}}}}},
            "/not/not/not/not/not",
            "too-deep",
        ),
    ],
    ids=str,
)
def test_faults_are_found_where_they_are(condition, pointer, code):
    assert (pointer, code) in faults(condition)


@given(values)
def test_whatever_is_sent_is_either_at_fault_or_can_be_asked(said):
    if not faults(said):
        assert holds(said, POOL) in {True, False, None}


@given(conditions, values)
def test_every_condition_answers_for_every_content(condition, content):
    assert faults(condition) == [] or "too-deep" in {one.code for one in faults(condition)}
    answer = holds(condition, content)
    assert answer in {True, False, None}
    # Stored as JSON and read again, it says the same.
    assert holds(json.loads(json.dumps(condition)), content) is answer


@given(st.lists(conditions, min_size=1, max_size=3), values)
def test_de_morgan(parts, content):
    negated = [{"not": part} for part in parts]

    assert holds({"not": {"all": parts}}, content) is holds({"any": negated}, content)
    assert holds({"not": {"any": parts}}, content) is holds({"all": negated}, content)


@given(conditions, st.dictionaries(st.sampled_from("abc"), values, max_size=3))
def test_learning_more_never_turns_an_answer_round(condition, content):
    """What is decided with a datum missing stays decided once it is known."""
    asked = json.dumps(condition)
    if '"present"' in asked:
        return
    less = {key: value for key, value in content.items() if key != "a"}

    before, after = holds(condition, less), holds(condition, content)

    assert before is None or before is after
