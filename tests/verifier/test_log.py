"""Attacks on a log export: each is found and named, and an honest export passes."""

import json
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.verifier.checkpoint import Checkpoint, sign
from app.verifier.log import verify_log
from tests.verifier.exports import (
    SIGNER,
    STRANGER,
    a_leaf,
    a_note,
    a_withheld_leaf,
    an_export,
    key_of,
    leaves,
)

KEYS = [key_of(SIGNER)]
LOG = leaves(12)
NOTES = [a_note(LOG, 5), a_note(LOG, 12)]
HONEST = an_export(LOG, NOTES)


def codes(stream, trusted=(), keys=KEYS):
    return verify_log(stream, trusted, keys).codes()


def renumbered(of):
    return [{**leaf, "index": number} for number, leaf in enumerate(of)]


def other(leaf, **said):
    """The same place in the log with another event, honestly committed to."""
    return a_leaf(leaf["index"], kind="something.else", **said)


@given(st.integers(1, 40), st.data())
def test_an_honest_export_passes_whatever_its_size(count, data):
    log = leaves(count)
    sizes = data.draw(st.sets(st.integers(1, count), max_size=4)) | {count}
    trusted = [a_note(log, data.draw(st.integers(1, count)))]

    report = verify_log(an_export(log, [a_note(log, size) for size in sizes]), trusted, KEYS)

    assert report.findings == []
    assert report.notes == []
    assert f"{count} leaves" in report.subject


def test_without_trusted_keys_the_report_says_what_that_is_worth():
    report = verify_log(HONEST)

    assert report.equal
    assert "from the file itself" in report.notes[0]


@given(st.data())
def test_a_flipped_byte_anywhere_is_found(data):
    text = b"".join(HONEST)
    place = data.draw(st.integers(0, len(text) - 1))
    bit = data.draw(st.sampled_from([1, 2, 4, 8, 16, 32, 64]))
    flipped = text[:place] + bytes([text[place] ^ bit]) + text[place + 1 :]

    stream = flipped.splitlines(keepends=True)
    report = verify_log(stream, [NOTES[0]], KEYS)

    assert report.findings or said(stream) == said(HONEST)  # it was white space, then


def said(stream):
    return [json.loads(line) for line in stream]


def test_a_changed_event_is_named_by_its_leaf():
    changed = [*LOG]
    changed[3] = {**LOG[3], "event": {**LOG[3]["event"], "data": {"box": 9}}}

    report = verify_log(an_export(changed, NOTES), (), KEYS)

    assert [(f.code, f.where) for f in report.findings] == [("event-altered", "leaf 3")]


def test_a_changed_salt_is_named_by_its_leaf():
    changed = [*LOG]
    changed[4] = {**LOG[4], "salt": "ff" * 32}

    assert codes(an_export(changed, NOTES)) == {"event-altered"}


@pytest.mark.parametrize("index", [2, 7])
def test_a_changed_commitment_is_found_between_two_checkpoints(index):
    changed = [*LOG]
    changed[index] = {**a_withheld_leaf(index), "commitment": "00" * 32}

    report = verify_log(an_export(changed, NOTES), (), KEYS)

    where = "leaves 0 to 4" if index < 5 else "leaves 5 to 11"
    assert ("leaves-differ", where) in [(f.code, f.where) for f in report.findings]


def test_another_event_honestly_committed_to_is_found():
    changed = [*LOG[:6], other(LOG[6]), *LOG[7:]]

    assert codes(an_export(changed, NOTES)) == {"leaves-differ"}


@given(st.integers(0, 11))
def test_a_dropped_leaf_is_named(index):
    found = codes(an_export(LOG[:index] + LOG[index + 1 :], NOTES))

    assert "leaf-dropped" in found


@given(st.integers(0, 11))
def test_a_dropped_leaf_is_named_even_if_the_others_close_ranks(index):
    log = renumbered(LOG[:index] + LOG[index + 1 :])

    assert "leaf-dropped" in codes(an_export(log, NOTES))


@given(st.permutations(range(12)).filter(lambda order: order != sorted(order)))
def test_leaves_in_another_order_are_named(order):
    assert codes(an_export([LOG[n] for n in order], NOTES)) == {"leaves-reordered"}


@given(st.permutations(range(12)).filter(lambda order: order != sorted(order)))
def test_another_order_with_new_numbers_is_found(order):
    log = renumbered([LOG[n] for n in order])

    assert codes(an_export(log, NOTES)) in ({"leaves-differ"}, {"leaves-reordered"})


@given(st.sampled_from([*combinations(range(5), 2), *combinations(range(5, 12), 2)]))
def test_two_leaves_that_changed_places_are_named(pair):
    log, (one, other) = [*LOG], pair
    log[one], log[other] = log[other], log[one]

    report = verify_log(an_export(renumbered(log), NOTES), (), KEYS)

    found = [(f.code, f.where) for f in report.findings]
    assert found == [("leaves-reordered", f"leaves {one} and {other}")]


def test_among_many_leaves_no_pair_is_looked_for():
    log = leaves(200)
    note = a_note(log, 200)
    log[3], log[150] = log[150], log[3]

    assert codes(an_export(renumbered(log), [note])) == {"leaves-differ"}


def test_a_leaf_that_comes_twice_is_named():
    assert codes(an_export([*LOG, LOG[3]], NOTES)) == {"leaf-duplicated"}


def test_a_leaf_added_behind_the_last_checkpoint_is_named():
    assert codes(an_export([*LOG, a_leaf(12)], NOTES)) == {"leaves-unsigned"}


def test_a_rewritten_log_signed_anew_is_a_fork_of_what_was_kept():
    rewritten = [*LOG[:2], other(LOG[2]), *LOG[3:]]
    notes = [a_note(rewritten, 5), a_note(rewritten, 12)]

    assert codes(an_export(rewritten, notes)) == set()
    assert codes(an_export(rewritten, notes), [NOTES[0]]) == {"fork"}
    assert codes(an_export(rewritten, notes[1:]), [NOTES[0]]) == {"fork"}


def test_two_checkpoints_of_one_size_with_different_roots_are_a_fork():
    rewritten = [*LOG[:2], other(LOG[2]), *LOG[3:]]

    assert "fork" in codes(an_export(LOG, [*NOTES, a_note(rewritten, 12)]))


def test_a_log_cut_off_before_what_was_kept_is_named():
    log = LOG[:9]

    assert codes(an_export(log, [a_note(log, 9)]), [NOTES[1]]) == {"log-shortened"}


def test_a_checkpoint_signed_with_another_key_is_named():
    assert codes(an_export(LOG, [a_note(LOG, 12, STRANGER)])) == {
        "key-unknown",
        "checkpoint-missing",
    }


def test_a_strangers_key_in_the_file_is_not_trusted():
    export = an_export(LOG, [a_note(LOG, 12, STRANGER)], key_of(STRANGER))

    assert codes(export, keys=None) == set()
    assert "key-unknown" in codes(export)


def test_a_forged_signature_is_named():
    first, second = NOTES[1], a_note(LOG, 11)
    forged = first.rpartition("\n\n")[0] + "\n\n" + second.rpartition("\n\n")[2]

    assert codes(an_export(LOG, [forged])) == {"signature-bad", "checkpoint-missing"}


def test_a_checkpoint_of_another_log_is_named():
    name = "elsewhere.example.go.id/log"
    keys = [*KEYS, key_of(SIGNER, name)]
    export = an_export(LOG, [*NOTES, a_note(LOG, 12, origin=name)], *keys)

    assert codes(export, keys=keys) == {"origin-differs"}


def test_a_signed_root_over_leaves_that_never_were_is_found():
    lie = sign(Checkpoint("talenta.example.go.id/log", 12, bytes(32)), SIGNER)

    assert codes(an_export(LOG, [lie])) == {"leaves-differ"}


def test_a_log_without_checkpoint_proves_nothing():
    assert codes(an_export(LOG, [])) == {"checkpoint-missing"}


def test_an_erased_event_needs_one_that_says_so():
    said = a_leaf(3, kind="audit.erased", data={"leaves": [1]})
    log = [a_leaf(0), a_withheld_leaf(1, erased=True), a_leaf(2), said]
    unsaid = [*log[:3], a_leaf(3)]

    assert codes(an_export(log, [a_note(log, 4)])) == set()
    assert codes(an_export(unsaid, [a_note(unsaid, 4)])) == {"erased-unsaid"}


@pytest.mark.parametrize(
    "event",
    [{"data": float("nan")}, {"data": 2**60}, {"a": "\ud800"}, [], "text", 7],
)
def test_an_event_without_canonical_form_is_named(event):
    changed = [{**LOG[0], "event": event}, *LOG[1:]]

    stream = [json.dumps(value).encode() for value in map(json.loads, HONEST)]
    stream[1] = json.dumps(changed[0]).encode()

    assert "event-altered" in codes(stream)


def test_no_file_at_all_is_no_log():
    assert codes([]) == {"checkpoint-missing"}


def test_many_findings_of_one_kind_are_counted():
    log = [{**leaf, "event": {}, "salt": "00" * 32} for leaf in leaves(60)]
    report = verify_log(an_export(log, [a_note(log, 60)]), (), KEYS)

    assert len(report.findings) == 20
    assert report.notes == ["event-altered: 40 more"]
