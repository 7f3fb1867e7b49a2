"""The log part of a bundle for tests: events, their salts and proofs, a checkpoint."""

import hashlib
import json
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.verifier.checkpoint import Checkpoint, Key, sign
from app.verifier.commitment import commitment_of
from app.verifier.digest import Digest
from app.verifier.tree import Group, fold, inclusion_nodes, root_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "uji.example/talenta"
CELLS = ("1", "3", "6", "2", "5", "8", "4", "7", "9")


def public(key=KEY) -> Key:
    return Key(ORIGIN, key.public_key().public_bytes_raw())


def an_event(kind: str, subject: str, **values) -> dict:
    return {
        "at": "2026-01-03T00:00:00.000000Z",
        "actor_name": "Auditor Uji",
        "kind": kind,
        "subject_id": subject,
        "purpose": None,
        "data": {},
        **values,
    }


def history(files: dict[str, bytes]) -> list[dict]:
    """What the log said when the map was asked for and computed."""
    try:
        about = json.loads(files["map.json"])
        who = about["id"]
        asked = {"scheme_sha256": about["scheme_sha256"], "as_of": about["as_of"]}
        asked |= {"unit_id": None, "cohorts": None}
        counts = [about["boxes"][number] for number in CELLS]
        counted = {"population": about["population"], "cell_counts": counts}
        counted |= {"known_at": about["known_at"], "restricted": about["restricted"]}
        digest = Digest()
        for line in files["results.ndjson"].splitlines():
            digest.add(json.loads(line))
        counted["placements_sha256"] = digest.hexdigest()
    except (ValueError, LookupError):
        return []
    return [
        an_event("talent_map.requested", who, data=asked),
        an_event("talent_map.calculated", who, data=counted),
    ]


def sealed(
    files: dict[str, bytes],
    listing: bytes,
    *,
    subject: str = str(UUID(int=99)),
    events: list[dict] | None = None,
    key: Ed25519PrivateKey = KEY,
    kept_key: Ed25519PrivateKey | None = None,
    before: int = 5,
) -> dict[str, bytes]:
    """Files of `log/`: `before` leaves of others, the history, the seal, one leaf of another."""
    said = {"manifest_sha256": hashlib.sha256(listing).hexdigest()}
    told = [
        *(history(files) if events is None else events),
        an_event("evidence.sealed", subject, purpose="Uji", data=said),
    ]
    salts = [bytes([n]) * 32 for n in range(len(told))]
    commitments = [commitment_of(salt, event) for salt, event in zip(salts, told, strict=True)]
    leaves = [*([b"\x07" * 32] * before), *commitments, b"\x08" * 32]
    note = sign(Checkpoint(ORIGIN, len(leaves), root_of(leaves)), key)
    lines = [
        {
            "index": before + n,
            "commitment": commitments[n].hex(),
            "salt": salts[n].hex(),
            "event": event,
            "erased": False,
            "proof": [one.hex() for one in proof(leaves, before + n)],
        }
        for n, event in enumerate(told)
    ]
    return {
        "log/keys.txt": f"{public(kept_key or key).written()}\n".encode(),
        "log/checkpoint.txt": note.encode(),
        "log/entries.ndjson": b"".join(json.dumps(one).encode() + b"\n" for one in lines),
    }


def proof(leaves: list[bytes], index: int) -> list[bytes]:
    return [folded(leaves, group) for group in inclusion_nodes(index, len(leaves))]


def folded(leaves: list[bytes], group: Group) -> bytes:
    return fold([root_of(leaves[n.place << n.level : (n.place + 1) << n.level]) for n in group])
