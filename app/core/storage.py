"""Where files are kept: by owner and SHA-256, whole or not at all.

A file is written beside its place under a name that nobody asks for, hashed on the way, and moved
there when it is complete: whatever ends an upload leaves nothing that can be seen. What is kept is
checked against its hash whenever it is given out, and never run.
"""

import contextlib
import hashlib
import os
import secrets
from pathlib import Path
from typing import IO, Annotated, NamedTuple, Protocol
from uuid import UUID

from fastapi import Depends, Request

PIECE = 256 * 1024


class Damaged(Exception):
    """A file is not there, or is not what its hash says."""


class OutOfReach(Exception):
    """The place where files are kept does not answer, or refuses."""


class Kept(NamedTuple):
    """What a file turned out to be on the way in."""

    sha256: str
    size: int


class Storage(Protocol):
    """Keeps files. Its methods block: call them in a thread."""

    def keep(self, owner: UUID, source: IO[bytes]) -> Kept:
        """Take a file in; the same one twice is one file. Raises `OutOfReach`."""

    def open(self, owner: UUID, sha256: str) -> IO[bytes]:
        """The file, from its beginning; raises `Damaged` unless its bytes have this hash.

        Raises `OutOfReach` as well.
        """


class LocalStorage:
    """A folder of this machine, or one that several machines share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, owner: UUID, source: IO[bytes]) -> Kept:
        coming = self.folder / "incoming"
        coming.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = coming / secrets.token_hex(16)
        try:
            with unfinished.open("xb") as file:
                kept = copied(source, file)
                file.flush()
                os.fsync(file.fileno())
            unfinished.chmod(0o400)
            place = self.place_of(owner, kept.sha256)
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished.replace(place)
            synced(place.parent)
        finally:
            with contextlib.suppress(FileNotFoundError):
                unfinished.unlink()
        return kept

    def open(self, owner: UUID, sha256: str) -> IO[bytes]:
        with contextlib.ExitStack() as unless_sound:
            try:
                file = unless_sound.enter_context(self.place_of(owner, sha256).open("rb"))
            except FileNotFoundError:
                raise Damaged from None
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise Damaged
            file.seek(0)
            unless_sound.pop_all()
        return file

    def place_of(self, owner: UUID, sha256: str) -> Path:
        return self.folder / str(owner) / sha256[:2] / sha256


def copied(source: IO[bytes], target: IO[bytes]) -> Kept:
    """Copy a file piece by piece, hashing it on the way."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
        target.write(piece)
    return Kept(digest.hexdigest(), size)


def synced(folder: Path) -> None:
    """Have a folder's entries on disk, so that a file that was moved there stays there."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def storage_of(request: Request) -> Storage:
    """Where this installation keeps files."""
    storage: Storage = request.app.state.storage
    return storage


Files = Annotated[Storage, Depends(storage_of)]
