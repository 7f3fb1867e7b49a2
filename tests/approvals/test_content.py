"""Canonical content, its hash, and the list of what changed."""

import copy
import json

from hypothesis import given
from hypothesis import strategies as st

from app.approvals.content import Change, canonical, changes, sha256

scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=5)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)
contents = st.dictionaries(st.text(max_size=3), values, max_size=5)


@given(contents, st.randoms())
def test_the_order_of_keys_changes_no_hash(content, random):
    keys = list(content)
    random.shuffle(keys)

    assert canonical({key: content[key] for key in keys}) == canonical(content)


@given(contents)
def test_canonical_content_reads_back_as_it_was(content):
    assert json.loads(canonical(content)) == content


@given(contents, contents)
def test_two_contents_have_changes_exactly_when_their_hashes_differ(one, other):
    assert (changes(one, other) == []) == (sha256(canonical(one)) == sha256(canonical(other)))


@given(contents)
def test_a_copy_has_no_changes(content):
    assert changes(content, copy.deepcopy(content)) == []


def test_a_member_added_at_the_top_is_one_change():
    before = {"members": [{"employee_id": "b", "rank": 1}, {"employee_id": "c", "rank": 2}]}
    after = {"members": [{"employee_id": "a", "rank": 1}, *before["members"]]}

    assert changes(before, after) == [
        Change("/members/employee_id=a", "added", None, {"employee_id": "a", "rank": 1})
    ]


def test_members_in_another_order_are_a_change():
    before = {"members": [{"nip": "1"}, {"nip": "2"}]}
    after = {"members": [{"nip": "2"}, {"nip": "1"}]}

    assert changes(before, after) == [
        Change("/members", "reordered", ["nip=1", "nip=2"], ["nip=2", "nip=1"])
    ]


def test_a_value_says_what_it_was_and_what_it_is():
    assert changes({"a/b": {"x": 1}}, {"a/b": {"x": 2}}) == [Change("/a~1b/x", "changed", 1, 2)]


def test_an_item_without_identity_is_known_by_its_place():
    assert changes({"boxes": [7, 8]}, {"boxes": [7, 9, 8]}) == [
        Change("/boxes/1", "changed", 8, 9),
        Change("/boxes/2", "added", None, 8),
    ]


def test_the_hash_is_that_of_rfc_8785_text():
    text = canonical({"b": "é", "a": [1, True, None]})

    assert text == '{"a":[1,true,null],"b":"é"}'
    assert sha256(text) == "6eab153701ef60c995351765c772011bca6739878254f313acc3f11e1fef476b"
