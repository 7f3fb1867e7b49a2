"""Checkpoints: signed notes that only the key's holder can make."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.verifier.checkpoint import Checkpoint, Key, NoteRefused, read_key, sign, verify
from tests.verifier.exports import ORIGIN, SIGNER, STRANGER, key_of

KEY = key_of(SIGNER)
CHECKPOINT = Checkpoint(ORIGIN, 128, bytes(range(32)))
NOTE = sign(CHECKPOINT, SIGNER)


def test_the_notes_text_is_that_of_the_specification():
    origin, size, root, blank, signature, end = NOTE.split("\n")

    assert (origin, size, blank, end) == (ORIGIN, "128", "", "")
    assert base64.b64decode(root) == CHECKPOINT.root
    assert signature.startswith(f"— {ORIGIN} ")
    assert base64.b64decode(signature.split(" ")[2])[:4].hex() == KEY.kid


def test_a_key_that_others_published_is_read():
    line = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

    assert read_key(line).written() == line


@given(st.integers(0, 2**50), st.binary(min_size=32, max_size=32))
def test_what_was_signed_is_what_is_read(size, root):
    checkpoint = Checkpoint(ORIGIN, size, root)

    assert verify(sign(checkpoint, SIGNER), [KEY]) == checkpoint


def test_a_second_signature_of_somebody_unknown_does_no_harm():
    witness = key_of(STRANGER, "witness.example")
    line = f"— {witness.name} {base64.b64encode(witness.hash + bytes(64)).decode()}\n"

    assert verify(NOTE + line, [KEY]) == CHECKPOINT


@given(st.data())
def test_a_flipped_bit_is_refused(data):
    raw = NOTE.encode()
    place = data.draw(st.integers(0, len(raw) - 1))
    flipped = raw[:place] + bytes([raw[place] ^ data.draw(st.sampled_from([1, 2, 4, 8, 16, 32]))])
    note = (flipped + raw[place + 1 :]).decode(errors="replace")

    with pytest.raises(NoteRefused):
        verify(note, [KEY])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        NOTE.rstrip("\n"),
        NOTE.replace("128", "0128"),
        NOTE.replace("128", "-128"),
        NOTE.replace("128", "1" * 5000),
        NOTE.replace("128", "128\ud800"),
        NOTE.replace("128", "١٢٨"),
        NOTE.replace("— ", "- "),
        NOTE + "x",
        f"{ORIGIN}\n128\n\n" + NOTE.rpartition("\n\n")[2],
        "a" * 200_000,
    ],
)
def test_what_is_no_note_is_refused(note):
    with pytest.raises(NoteRefused):
        verify(note, [KEY])


def test_a_key_under_another_name_signs_nothing():
    with pytest.raises(NoteRefused) as refused:
        verify(NOTE, [Key("elsewhere/log", KEY.public)])

    assert refused.value.code == "key-unknown"


def test_a_key_is_read_as_it_is_written():
    assert read_key(KEY.written() + "\n") == KEY


@pytest.mark.parametrize(
    "line", ["", "x", "a+b", "name+00000000+AAAA", KEY.written().replace(KEY.kid, "00000000")]
)
def test_what_is_no_key_is_refused(line):
    with pytest.raises(NoteRefused):
        read_key(line)
