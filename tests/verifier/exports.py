"""Log exports made by hand, to be verified and attacked."""

import base64
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.verifier.checkpoint import Checkpoint, Key, sign
from app.verifier.commitment import commitment_of
from app.verifier.tree import root_of

ORIGIN = "talenta.example.go.id/log"
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def key_of(private, name=ORIGIN):
    return Key(name, private.public_key().public_bytes_raw())


def an_event(number, **said):
    return {
        "at": f"2026-11-24T08:00:00.{number:06}Z",
        "agency_id": "0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b",
        "actor_name": "Analis BKD",
        "kind": "talent_pool.nominated",
        "data": {"box": number % 9 + 1},
        **said,
    }


def a_leaf(number, **said):
    """A leaf as the export shows it; its salt is made up from its number."""
    salt, event = number.to_bytes(32, "big"), an_event(number, **said)
    return {
        "index": number,
        "commitment": commitment_of(salt, event).hex(),
        "salt": salt.hex(),
        "event": event,
        "erased": False,
    }


def a_withheld_leaf(number, *, erased=False):
    return {**a_leaf(number), "salt": None, "event": None, "erased": erased}


def leaves(count):
    """Leaves of which every third belongs to another agency."""
    return [a_withheld_leaf(n) if n % 3 == 2 else a_leaf(n) for n in range(count)]


def a_note(of, size, private=SIGNER, origin=ORIGIN):
    """The checkpoint over the first `size` of some leaves."""
    root = root_of(bytes.fromhex(leaf["commitment"]) for leaf in of[:size])
    return sign(Checkpoint(origin, size, root), private)


def header(*keys):
    listed = [
        {"kid": key.kid, "name": key.name, "public": base64.b64encode(key.public).decode()}
        for key in keys or (key_of(SIGNER),)
    ]
    return {"format": "talenta-log/1", "origin": ORIGIN, "keys": listed}


def an_export(of, notes, *keys):
    """The lines of an export."""
    values = [header(*keys), *of, *({"checkpoint": note} for note in notes)]
    return [json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values]
