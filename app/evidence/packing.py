"""A bundle being written: a ZIP in an unnamed temporary file, each file hashed as it goes in.

Compression blocks, and so works in a thread; the file is gone when its handle is closed, whatever
happens to the request.
"""

import asyncio
import hashlib
import tempfile
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import IO, Any, NamedTuple
from uuid import UUID

import rfc8785

from app.evidence.instants import written
from app.verifier.archive import FORMAT, MANIFEST

CHUNK = 256 * 1024
LEVEL = 6


class Listed(NamedTuple):
    """A file as the manifest lists it."""

    name: str
    bytes: int
    sha256: str


class Packing:
    """The ZIP that is being written."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="talenta-evidence-")  # noqa: SIM115 - it outlives this
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
        self._at = datetime.now(UTC)
        self.listed: list[Listed] = []

    async def add(self, name: str, content: bytes) -> None:
        """Put in a file that the manifest lists."""
        async with self.writing(name) as entry:
            await entry.write(content)

    @asynccontextmanager
    async def writing(self, name: str) -> AsyncIterator["Entry"]:
        """Put in a file piece by piece."""
        with self._zip.open(self._entry(name), "w", force_zip64=True) as file:
            entry = Entry(file)
            yield entry
        self.listed.append(Listed(name, entry.length, entry.digest.hexdigest()))

    async def seal(self, kind: str, subject_id: UUID, **said: Any) -> str:
        """Close the list: write the manifest, and give its hash."""
        manifest = rfc8785.dumps(
            {
                "format": FORMAT,
                "kind": kind,
                "id": str(subject_id),
                "created_at": written(self._at),
                "files": [listed._asdict() for listed in self.listed],
                **said,
            }
        )
        await self.add_beside(MANIFEST, manifest)
        return hashlib.sha256(manifest).hexdigest()

    async def add_beside(self, name: str, content: bytes) -> None:
        """Put in a file that no manifest lists: the manifest itself, and the proofs about it."""
        await asyncio.to_thread(self._zip.writestr, self._entry(name), content)

    def finished(self) -> tuple[IO[bytes], int]:
        """The whole ZIP from its beginning, and its length."""
        self._zip.close()
        length = self._file.tell()
        self._file.seek(0)
        return self._file, length

    def dropped(self) -> None:
        """Throw away what was written; why is being raised already."""
        with suppress(OSError, ValueError):
            self._zip.close()
        self._file.close()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._at.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return entry


class Entry:
    """A file of the ZIP that is being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.length = 0

    async def write(self, content: bytes) -> None:
        self.digest.update(content)
        self.length += len(content)
        if len(content) < CHUNK:
            self._file.write(content)
        else:
            await asyncio.to_thread(self._file.write, content)
