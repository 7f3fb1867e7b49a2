"""Checkpoints: a tree's size and root as a signed note (C2SP tlog-checkpoint, signed-note). Pure.

A note is the origin, the size and the root in base64, a line each; an empty line; and for every
signature a line `— <name> <base64>`, where the base64 holds four bytes that name the key and the
Ed25519 signature of the text before the empty line.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.verifier.tree import HASH_BYTES

ED25519 = b"\x01"
KEY_HASH_BYTES = 4
DASH = "— "
LONGEST = 100_000
SIZE = re.compile("0|[1-9][0-9]{0,17}")


class Checkpoint(NamedTuple):
    """The root over the first `size` leaves of the log `origin`."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


class Key(NamedTuple):
    """The public half of a key, under the name of the log that it signs for."""

    name: str
    public: bytes

    @property
    def hash(self) -> bytes:
        """Four bytes that name the key in a signature."""
        marked = f"{self.name}\n".encode() + ED25519 + self.public
        return sha256(marked).digest()[:KEY_HASH_BYTES]

    @property
    def kid(self) -> str:
        return self.hash.hex()

    def written(self) -> str:
        """The key as one line of text, as signed-note writes it: `name+hash+base64`."""
        return f"{self.name}+{self.kid}+{base64.b64encode(ED25519 + self.public).decode()}"


class Signature(NamedTuple):
    """A signature line of a note."""

    name: str
    key_hash: bytes
    value: bytes


class NoteRefused(ValueError):
    """A note that proves nothing; `code` says why."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a note, signed under the log's own name."""
    named = Key(checkpoint.origin, key.public_key().public_bytes_raw())
    signature = named.hash + key.sign(checkpoint.body().encode())
    line = f"{DASH}{named.name} {base64.b64encode(signature).decode()}\n"
    return f"{checkpoint.body()}\n{line}"


def verify(note: str, keys: Iterable[Key]) -> Checkpoint:
    """The checkpoint that a note states, if one of `keys` signed it and none of them falsely."""
    checkpoint, body, signatures = read(note)
    known = {(key.name, key.hash): key for key in keys if key.name == checkpoint.origin}
    trusted = [(s, known[s.name, s.key_hash]) for s in signatures if (s.name, s.key_hash) in known]
    if not trusted:
        raise NoteRefused("key-unknown", f"no known key of {checkpoint.origin} signed it")
    for signature, key in trusted:
        try:
            public = Ed25519PublicKey.from_public_bytes(key.public)
            public.verify(signature.value, body)
        except (InvalidSignature, ValueError):
            raise NoteRefused("signature-bad", f"its signature is not one of {key.kid}") from None
    return checkpoint


def read(note: str) -> tuple[Checkpoint, bytes, list[Signature]]:
    """A note's checkpoint, the bytes that are signed, and the signatures, not yet verified."""
    try:
        note.encode()
    except UnicodeEncodeError:
        raise _malformed("it is not text") from None
    text, blank, tail = note.rpartition("\n\n")
    lines = text.split("\n")
    if not blank or not tail.endswith("\n") or len(lines) < 3 or len(note) > LONGEST:  # noqa: PLR2004 - origin, size, root
        raise _malformed("it is not a signed note of three lines")
    origin, size, root = lines[:3]
    if not origin or not SIZE.fullmatch(size):
        raise _malformed("its size is not a number")
    signatures = [_signature(line) for line in tail[:-1].split("\n")]
    return Checkpoint(origin, int(size), _root(root)), f"{text}\n".encode(), signatures


def read_key(line: str) -> Key:
    """A key from the line of text that `Key.written` makes."""
    name, _, rest = line.strip().partition("+")
    kid, _, encoded = rest.partition("+")
    raw = _decoded(encoded)
    if not name or " " in name or raw[:1] != ED25519 or len(raw) != 1 + HASH_BYTES:
        raise NoteRefused("key-malformed", f"{line.strip()!r} is not an Ed25519 key")
    key = Key(name, raw[1:])
    if key.kid != kid:
        raise NoteRefused("key-malformed", f"{line.strip()!r} has the hash of another key")
    return key


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    raw = _decoded(encoded)
    if not line.startswith(DASH) or not name or len(raw) <= KEY_HASH_BYTES:
        raise _malformed("it has a signature line that is none")
    return Signature(name, raw[:KEY_HASH_BYTES], raw[KEY_HASH_BYTES:])


def _root(text: str) -> bytes:
    root = _decoded(text)
    if len(root) != HASH_BYTES:
        raise _malformed("its root is not a hash")
    return root


def _decoded(text: str) -> bytes:
    """Base64 that has no other spelling; nothing where it is none."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return raw if base64.b64encode(raw).decode() == text else b""


def _malformed(words: str) -> NoteRefused:
    return NoteRefused("checkpoint-malformed", words)
