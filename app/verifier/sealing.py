"""The seal of a bundle: that its manifest's hash stands in the signed log, where nobody removes it.

Files beside the manifest: `log/keys.txt` (public keys, a line each), `log/checkpoint.txt` (a signed
note) and `log/entries.ndjson` (the sealing event and the events of the bundle's subjects: each with
salt, index and inclusion proof).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.verifier.archive import Archive
from app.verifier.checkpoint import Checkpoint, Key, NoteRefused, read_key, verify
from app.verifier.commitment import commitment_of
from app.verifier.findings import Report
from app.verifier.numbers import Malformed
from app.verifier.tree import proves_inclusion

KEYS, NOTE, ENTRIES = "log/keys.txt", "log/checkpoint.txt", "log/entries.ndjson"
SEALED = "evidence.sealed"
MISSING = "the bundle does not prove that the log knows it"


@dataclass(frozen=True)
class Events:
    """What the log says of the bundle's subjects; only what is proven."""

    events: list[Mapping[str, Any]] = field(default_factory=list)

    def of(self, kind: str, subject: object) -> list[Mapping[str, Any]]:
        return [
            event
            for event in self.events
            if event["kind"] == kind and event["subject_id"] == str(subject)
        ]


def check(
    archive: Archive, trusted: Iterable[str], keys: Sequence[Key] | None, report: Report
) -> Events:
    """Hold the seal against the signed checkpoint, and that against keys and notes from elsewhere.

    Without `keys` the bundle's own are taken, which proves only that it agrees with itself.
    """
    for name in (KEYS, NOTE, ENTRIES):
        if not archive.has(name):
            report.found("seal-missing", name, MISSING)
            return Events()
    own = _own_keys(archive)
    if keys is None:
        fingerprints = ", ".join(f"{key.name} {key.kid}" for key in own)
        report.notes.append(
            f"the key comes from the bundle itself ({fingerprints}): compare it with one that you"
            " have from elsewhere, or name a key you trust"
        )
    known = own if keys is None else keys
    try:
        checkpoint = verify(archive.read(NOTE).decode(), known)
    except NoteRefused as refused:
        report.found(refused.code, NOTE, str(refused))
        return Events()
    _compare(checkpoint, trusted, known, report)
    events = _proven(archive, checkpoint, report)
    _check_seal(archive, events, checkpoint, report)
    return events


def _own_keys(archive: Archive) -> list[Key]:
    return [read_key(line) for line in archive.read(KEYS).decode().splitlines()]


def _compare(
    checkpoint: Checkpoint, trusted: Iterable[str], keys: Sequence[Key], report: Report
) -> None:
    """Checkpoints that the reader kept: of one size they have one root."""
    for number, note in enumerate(trusted, 1):
        where = f"trusted checkpoint {number}"
        try:
            other = verify(note, keys)
        except NoteRefused as refused:
            report.found(refused.code, where, str(refused))
            continue
        if other.origin != checkpoint.origin:
            report.found("origin-differs", where, f"of {other.origin}")
        elif other.size == checkpoint.size and other.root != checkpoint.root:
            report.found("fork", where, "the log has another history of that size")
        elif other.size != checkpoint.size:
            report.notes.append(
                f"{where} covers {other.size} events, the bundle's covers {checkpoint.size}: that"
                " one goes on from the other is proven by a log export"
            )


def _proven(archive: Archive, checkpoint: Checkpoint, report: Report) -> Events:
    """The events whose commitments are leaves under the checkpoint."""
    events = Events()
    for line in archive.lines(ENTRIES):
        try:
            index, event = line["index"], line["event"]
            commitment = bytes.fromhex(line["commitment"])
            salt = None if line["salt"] is None else bytes.fromhex(line["salt"])
            path = [bytes.fromhex(one) for one in line["proof"]]
        except (LookupError, TypeError, ValueError) as error:
            raise Malformed(f"{ENTRIES} has a line that is no entry: {error!r}") from error
        where = f"leaf {index}"
        if not proves_inclusion(commitment, index, checkpoint.size, path, checkpoint.root):
            report.found("proof-bad", where, "it does not lead to the root of the checkpoint")
        elif salt is None:
            report.notes.append(f"{where} was erased; that it happened is proven, not what it was")
        elif commitment_of(salt, event) != commitment:
            report.found("event-altered", where, "the event is not what was committed")
        else:
            events.events.append(event)
    return events


def _check_seal(archive: Archive, events: Events, checkpoint: Checkpoint, report: Report) -> None:
    """The log says that this bundle, with this manifest, was taken; by whom, and what for."""
    seals = events.of(SEALED, archive.manifest["id"])
    ours = [seal for seal in seals if seal["data"]["manifest_sha256"] == archive.manifest_sha256]
    if not seals:
        report.found("seal-missing", ENTRIES, MISSING)
    elif not ours:
        detail = "the log knows a bundle of this subject with another manifest"
        report.found("seal-differs", ENTRIES, detail)
    else:
        seal = ours[0]
        report.differs(
            "seal-differs", ENTRIES, "the purpose", archive.manifest.get("purpose"), seal["purpose"]
        )
        report.checked.append(
            f"sealed on {seal['at']} by {seal['actor_name']} for “{seal['purpose']}”, under the"
            f" checkpoint of {checkpoint.origin} over {checkpoint.size} events"
        )
