"""A log export verified: every event against its leaf, every leaf against the signed checkpoints.

An export is lines of JSON: a header, the leaves in order, the checkpoints. A leaf shows its event
and salt, or only its commitment (an event of another agency, or one that was erased). What is held
in memory is 32 bytes a leaf.
"""

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from app.verifier.checkpoint import Checkpoint, Key, NoteRefused, verify
from app.verifier.commitment import commitment_of
from app.verifier.exchange import exchanged
from app.verifier.findings import Report
from app.verifier.tree import HASH_BYTES, Tree

FORMAT = "talenta-log/1"
KEPT = 20
"""Findings of one code that are written out; the rest are counted."""
FURTHEST = 1_000_000
"""Leaves that may be missing before their absence is taken for nonsense."""
HEADER = {"format", "origin", "keys"}
KEY = {"kid", "name", "public"}
LEAF = {"index", "commitment", "salt", "event", "erased"}
ERASURE = "audit.erased"
HASH = re.compile("[0-9a-f]{64}", re.ASCII)


class LineRefused(ValueError):
    """A line that the format does not have."""


def verify_log(
    stream: Iterable[bytes], trusted: Iterable[str] = (), keys: Iterable[Key] | None = None
) -> Report:
    """Hold a log export against its checkpoints and against `trusted` notes from elsewhere.

    `keys` are those that the reader trusts; without them the export's own are taken, which proves
    no more than that the file agrees with itself. Never raises for what is in the file.
    """
    log = _Log()
    for number, line in enumerate(stream, 1):
        log.read(number, line)
    log.close(list(trusted), None if keys is None else list(keys))
    return log.report


class _Log:
    """What is known of an export while it is read."""

    def __init__(self) -> None:
        self.report = Report()
        self.counts: Counter[str] = Counter()
        self.origin: str | None = None
        self.keys: list[Key] = []
        self.leaves = bytearray()
        self.missing: set[int] = set()
        self.notes: list[str] = []
        self.shown = 0
        self.erased: set[int] = set()
        self.said_erased: set[int] = set()

    @property
    def size(self) -> int:
        return len(self.leaves) // HASH_BYTES

    def found(self, code: str, where: str, detail: str) -> None:
        self.counts[code] += 1
        if self.counts[code] <= KEPT:
            self.report.found(code, where, detail)

    def read(self, number: int, line: bytes) -> None:
        try:
            value = _object(line)
            if number == 1:
                self._header(value)
            elif set(value) == {"checkpoint"}:
                self.notes.append(_text(value, "checkpoint"))
            else:
                self._leaf(value)
        except ValueError as error:  # also text that no bytes can hold
            self.found("line-malformed", f"line {number}", str(error))

    def _header(self, value: dict[str, Any]) -> None:
        if value.get("format") != FORMAT or set(value) != HEADER:
            raise LineRefused(f"the file does not begin as {FORMAT} does")
        self.origin = _text(value, "origin")
        if not isinstance(value["keys"], list):
            raise LineRefused("its keys are not a list")
        for entry in value["keys"]:
            if not isinstance(entry, dict) or set(entry) != KEY:
                raise LineRefused("a key is not one")
            key = Key(_text(entry, "name"), _base64(_text(entry, "public")))
            if entry.get("kid") != key.kid:
                self.found("key-altered", str(entry.get("kid")), "its name belongs to another key")
            self.keys.append(key)

    def _leaf(self, value: dict[str, Any]) -> None:
        if set(value) != LEAF:
            raise LineRefused("it is neither a leaf nor a checkpoint")
        index, commitment = value.get("index"), _hex(value, "commitment")
        salt, event, erased = _hex(value, "salt"), value["event"], value["erased"]
        if type(index) is not int or commitment is None or type(erased) is not bool:
            raise LineRefused("it is no leaf: index, commitment or erased is missing")
        if (salt is None) != (event is None) or (erased and salt is not None):
            raise LineRefused("a leaf shows its event and its salt, or neither")
        if not self._place(index, commitment):
            return
        if erased:
            self.erased.add(index)
        if salt is None:
            return
        self.shown += 1
        if not _commits(commitment, salt, event):
            self.found(
                "event-altered", f"leaf {index}", "the event or its salt is not what was committed"
            )
        elif event.get("kind") == ERASURE:
            data = event.get("data")
            named = data.get("leaves") if isinstance(data, dict) else None
            said = named if isinstance(named, list) else []
            self.said_erased.update(leaf for leaf in said if type(leaf) is int)

    def _place(self, index: int, commitment: bytes) -> bool:
        """Put a leaf where it says that it belongs; whether there was room for it."""
        size, where = self.size, f"leaf {index}"
        if index < 0 or index - size + len(self.missing) > FURTHEST:
            raise LineRefused(f"there cannot be a leaf {index}")
        if index >= size:
            self.missing.update(range(size, index))
            self.leaves += bytes(HASH_BYTES * (index - size)) + commitment
            return True
        if index not in self.missing:
            self.found("leaf-duplicated", where, "the file has two leaves of this number")
            return False
        self.missing.discard(index)
        self.leaves[index * HASH_BYTES : (index + 1) * HASH_BYTES] = commitment
        self.found("leaves-reordered", where, f"it comes after leaf {size - 1}")
        return True

    def close(self, trusted: list[str], keys: list[Key] | None) -> None:
        for index in sorted(self.missing):
            self.found("leaf-dropped", f"leaf {index}", "it is not in the file")
        for index in sorted(self.erased - self.said_erased):
            self.found("erased-unsaid", f"leaf {index}", "no event of the log says so")
        if keys is None:
            self.report.notes.append(
                "the keys come from the file itself: name keys you trust to prove who signed it"
            )
        known = self.keys if keys is None else keys
        held = self._signed([("checkpoint", note) for note in self.notes], known)
        earlier = self._signed([("trusted checkpoint", note) for note in trusted], known)
        self._compare(held, earlier)
        self._summarise(held, len(earlier))

    def _signed(self, notes: list[tuple[str, str]], keys: list[Key]) -> list[Checkpoint]:
        """The checkpoints that a known key signed."""
        signed = []
        for number, (what, note) in enumerate(notes, 1):
            try:
                checkpoint = verify(note, keys)
            except NoteRefused as refused:
                self.found(refused.code, f"{what} {number}", str(refused))
                continue
            if checkpoint.origin == self.origin:
                signed.append(checkpoint)
            else:
                self.found("origin-differs", f"{what} {number}", f"of {checkpoint.origin}")
        return signed

    def _compare(self, held: list[Checkpoint], earlier: list[Checkpoint]) -> None:
        """Every checkpoint's root against the root over the file's own leaves."""
        roots = self._roots({checkpoint.size for checkpoint in (*held, *earlier)})
        good = {c.size for c in held if roots.get(c.size) == c.root}
        bad = sorted({c.size for c in held if roots.get(c.size, c.root) != c.root})
        if bad:
            sound = max((size for size in good if size < bad[0]), default=0)
            signed = next(c.root for c in held if c.size == bad[0] and c.root != roots[c.size])
            self._differ(sound, bad[0], signed)
        if longest := max((c.size for c in held if c.size not in roots), default=0):
            self.found(
                "leaf-dropped",
                "end",
                f"a checkpoint covers {longest} leaves, there are {self.size}",
            )
        by_size = {c.size: c.root for c in held}
        if len(by_size) < len({(c.size, c.root) for c in held}):
            self.found("fork", "checkpoints", "two of one size are signed with different roots")
        for one in earlier:
            if one.size not in roots:
                words = f"the file ends after {self.size}: older than the checkpoint, or cut off"
                self.found("log-shortened", f"trusted checkpoint of {one.size}", words)
            elif by_size.get(one.size, one.root) != one.root or (
                roots[one.size] != one.root and any(size >= one.size for size in good)
            ):
                words = "the log has another history that is signed as well"
                self.found("fork", f"trusted checkpoint of {one.size}", words)
            elif roots[one.size] != one.root and not bad:
                words = "not those of the trusted checkpoint"
                self.found("leaves-differ", f"leaves 0 to {one.size - 1}", words)

    def _differ(self, sound: int, size: int, signed: bytes) -> None:
        """Name what the first checkpoint that does not hold says of the leaves since `sound`."""
        tree, window = Tree(), self._between(sound, size)
        for leaf in self._between(0, sound):
            tree.append(leaf)
        if pair := exchanged(tree, list(window), signed):
            where = f"leaves {pair[0]} and {pair[1]}"
            self.found("leaves-reordered", where, "they changed places, numbers and all")
        else:
            words = f"changed, replaced or in another order: the checkpoint of {size} signs others"
            self.found("leaves-differ", f"leaves {sound} to {size - 1}", words)

    def _between(self, start: int, end: int) -> Iterator[bytes]:
        for at in range(start * HASH_BYTES, end * HASH_BYTES, HASH_BYTES):
            yield bytes(self.leaves[at : at + HASH_BYTES])

    def _roots(self, sizes: set[int]) -> dict[int, bytes]:
        """The roots over the first so many leaves, for the sizes that there are."""
        tree, roots = Tree(), {}
        for leaf in self._between(0, self.size + 1):  # one beyond, to see the last size
            if tree.size in sizes:
                roots[tree.size] = tree.root()
            tree.append(leaf)
        return roots

    def _summarise(self, held: list[Checkpoint], earlier: int) -> None:
        covered = max((checkpoint.size for checkpoint in held), default=0)
        if not held:
            self.found("checkpoint-missing", "end", "no known key signed anything in the file")
        elif covered < self.size:
            words = f"no checkpoint covers what comes after leaf {covered - 1}"
            self.found("leaves-unsigned", f"leaves {covered} to {self.size - 1}", words)
        for code, count in self.counts.items():
            if count > KEPT:
                self.report.notes.append(f"{code}: {count - KEPT} more")
        self.report.subject = f"log {self.origin or '(unnamed)'}, {self.size} leaves"
        withheld = self.size - self.shown - len(self.erased) - len(self.missing)
        events = f"{self.shown} events shown, {withheld} withheld, {len(self.erased)} erased"
        notes = f"{len(held)} checkpoints of the file and {earlier} from elsewhere"
        self.report.checked += [f"{events}: against their leaves", f"{notes}: against the leaves"]


def _commits(commitment: bytes, salt: bytes, event: Any) -> bool:
    try:
        return isinstance(event, dict) and commitment_of(salt, event) == commitment
    except (ValueError, RecursionError):  # nothing that has a canonical form
        return False


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = DECODER.decode(line.decode())
    except (ValueError, RecursionError) as error:
        raise LineRefused(f"it is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise LineRefused("it is not an object")
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different; of two equal ones readers see different values."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise LineRefused("an object has two members of one name")
    return members


DECODER = json.JSONDecoder(object_pairs_hook=_members)


def _text(value: dict[str, Any], name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str):
        raise LineRefused(f"{name} is missing")
    return text


def _hex(value: dict[str, Any], name: str) -> bytes | None:
    """32 bytes in lower-case hexadecimal, their only spelling here."""
    text = value.get(name)
    if text is None:
        return None
    if not isinstance(text, str) or not HASH.fullmatch(text):
        raise LineRefused(f"{name} is not 32 bytes in hexadecimal")
    return bytes.fromhex(text)


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise LineRefused("a key is not base64") from None
