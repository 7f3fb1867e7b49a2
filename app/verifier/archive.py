"""A bundle as a ZIP: its manifest, and its files against the hashes there.

Nothing is written to disk, nothing is read beyond the lengths that the manifest states, and what
unpacks to very much more than it weighs is no bundle, so a hostile archive costs little.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import rfc8785

from app.verifier.findings import Report
from app.verifier.numbers import Malformed

FORMAT = "talenta-evidence/1"
MANIFEST = "manifest.json"
LOG = "log/"
"""The proofs are about the manifest, and so stand outside it."""
MOST_FILES = 1000
LARGEST_DOCUMENT = 64 * 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
CHUNK = 1024 * 1024
RATIO = 100
"""Honest bundles pack to a seventh or so."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class Archive:
    """An open bundle. Raises Malformed where it cannot be read as one at all."""

    def __init__(self, file: Path | IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except BROKEN as error:
            raise Malformed(f"not a ZIP archive: {error}") from error
        self.names = [one.filename for one in self._zip.infolist()]
        if len(self.names) > MOST_FILES:
            raise Malformed(f"{len(self.names)} files; a bundle has fewer than {MOST_FILES}")
        self._refuse_bomb()
        self.manifest_bytes = self.read(MANIFEST)
        self.manifest = parsed(MANIFEST, self.manifest_bytes)
        if not isinstance(self.manifest, dict) or self.manifest.get("format") != FORMAT:
            raise Malformed(f"{MANIFEST} is not of the format {FORMAT}")
        self.listed = _listed(self.manifest)

    def _refuse_bomb(self) -> None:
        """What is unpacked is bounded by what the headers say; that is bounded here."""
        assert self._zip.fp is not None  # noqa: S101 - it is open
        packed = self._zip.fp.seek(0, io.SEEK_END)
        unpacked = sum(one.file_size for one in self._zip.infolist())
        if unpacked > RATIO * packed + CHUNK:
            raise Malformed(f"{packed} bytes that unpack to {unpacked}: no bundle is so empty")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def manifest_sha256(self) -> str:
        return hashlib.sha256(self.manifest_bytes).hexdigest()

    def has(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """A whole file, of those that are small."""
        content = b"".join(self._chunks(name, LARGEST_DOCUMENT))
        if len(content) > LARGEST_DOCUMENT:
            raise Malformed(f"{name} is larger than {LARGEST_DOCUMENT} bytes")
        return content

    def document(self, name: str) -> Any:
        """A JSON file."""
        return parsed(name, self.read(name))

    def lines(self, name: str) -> Iterator[Any]:
        """The lines of an NDJSON file, one after the other."""
        try:
            with self._zip.open(name) as file:
                while line := file.readline(LONGEST_LINE):
                    yield parsed(name, line)
        except KeyError as error:
            raise Malformed(f"{name} is missing") from error
        except BROKEN as error:
            raise Malformed(f"{name} cannot be read: {error}") from error

    def check(self, report: Report) -> None:
        """Every file is there once, as the manifest says, and no other is."""
        if rfc8785.dumps(self.manifest) != self.manifest_bytes:
            report.found("manifest-not-canonical", MANIFEST, "it is not in its RFC 8785 form")
        for name in sorted({name for name in self.names if self.names.count(name) > 1}):
            report.found("file-twice", name, "the archive has two files of this name")
        for name in sorted(set(self.names) - set(self.listed) - {MANIFEST}):
            if not name.startswith(LOG):
                report.found("file-unlisted", name, "the manifest does not know it")
        for name, (size, sha256) in self.listed.items():
            if name not in self.names:
                report.found("file-missing", name, "the manifest lists it, the archive lacks it")
            else:
                self._check(name, size, sha256, report)
        for name in self.names:
            if name.startswith(LOG):
                self._check(name, LARGEST_DOCUMENT, None, report)

    def _check(self, name: str, size: int, sha256: str | None, report: Report) -> None:
        digest, length = hashlib.sha256(), 0
        try:
            for chunk in self._chunks(name, size):
                digest.update(chunk)
                length += len(chunk)
        except Malformed as error:
            report.found("file-altered", name, str(error))
            return
        if sha256 is not None and (length, digest.hexdigest()) != (size, sha256):
            report.found("file-altered", name, "its bytes are not those that the manifest lists")

    def _chunks(self, name: str, most: int) -> Iterator[bytes]:
        """The file's bytes, at most one chunk beyond `most`."""
        try:
            with self._zip.open(name) as file:
                taken = 0
                while taken <= most and (chunk := file.read(CHUNK)):
                    taken += len(chunk)
                    yield chunk
        except KeyError as error:
            raise Malformed(f"{name} is missing") from error
        except BROKEN as error:
            raise Malformed(f"{name} cannot be read: {error}") from error


def parsed(name: str, content: bytes) -> Any:
    """JSON, in which no key may stand twice and no number may be a float."""
    try:
        return _JSON.decode(content.decode())
    except (ValueError, RecursionError) as error:
        raise Malformed(f"{name} is not JSON as this format has it: {error}") from error


def _no_float(text: str) -> float:
    raise ValueError(f"{text} is a fraction; decimals are written as text")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keyed = dict(pairs)
    if len(keyed) != len(pairs):
        raise ValueError("a key stands twice in an object")
    return keyed


_JSON = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_once)


def _listed(manifest: dict[str, Any]) -> dict[str, tuple[int, str]]:
    try:
        return {
            str(one["name"]): (int(one["bytes"]), str(one["sha256"])) for one in manifest["files"]
        }
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed(f"{MANIFEST} does not list its files: {error!r}") from error
