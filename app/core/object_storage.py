"""Files in an object store that speaks S3, by owner and SHA-256 as in a folder.

An object appears whole or not at all, so that nothing unfinished is ever seen; what comes out is
checked against its hash before anybody gets a byte. Region, address and credentials come from the
environment by their usual names (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT` …).
"""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import IO
from uuid import UUID

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url

from app.core.config import Settings
from app.core.storage import PIECE, Damaged, Kept, LocalStorage, OutOfReach, Storage

IN_MEMORY = 4 * 1024 * 1024
"""Larger files lie on disk while they are checked."""


PATIENCE = timedelta(seconds=10)


class ObjectStorage:
    """A bucket, or a folder in one: `s3://bucket/folder`."""

    def __init__(self, address: str) -> None:
        self.store: ObjectStore = from_url(
            address, retry_config={"max_retries": 3, "retry_timeout": PATIENCE}
        )

    def keep(self, owner: UUID, source: IO[bytes]) -> Kept:
        digest, size = hashlib.sha256(), 0
        start = source.tell()
        while piece := source.read(PIECE):
            digest.update(piece)
            size += len(piece)
        source.seek(start)
        kept = Kept(digest.hexdigest(), size)
        with reached():
            try:
                obstore.put(self.store, place_of(owner, kept.sha256), source)
            except FileNotFoundError as failed:  # where files go is not there: the bucket
                raise OutOfReach(str(failed).partition("\n")[0]) from failed
        return kept

    def open(self, owner: UUID, sha256: str) -> IO[bytes]:
        digest = hashlib.sha256()
        with contextlib.ExitStack() as unless_sound:
            file = unless_sound.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))
            with reached():
                found = obstore.get(self.store, place_of(owner, sha256))
                for piece in found.stream(min_chunk_size=PIECE):
                    digest.update(piece)
                    file.write(piece)
            if digest.hexdigest() != sha256:
                raise Damaged
            file.seek(0)
            unless_sound.pop_all()
        return file


@contextlib.contextmanager
def reached() -> Iterator[None]:
    """What the store answers, in the words of `Storage`."""
    try:
        yield
    except FileNotFoundError:
        raise Damaged from None
    except BaseError as failed:
        raise OutOfReach(str(failed).partition("\n")[0]) from failed


def storage_of(settings: Settings) -> Storage:
    """Where an installation keeps files: a bucket, where its settings name one, else a folder."""
    if settings.attachments_url is not None:
        return ObjectStorage(settings.attachments_url)
    return LocalStorage(settings.attachments_dir)


def place_of(owner: UUID, sha256: str) -> str:
    return f"{owner}/{sha256[:2]}/{sha256}"
