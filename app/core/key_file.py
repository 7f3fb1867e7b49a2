"""A private key of the installation: Ed25519, in a file of its own, read when first needed."""

from functools import cached_property
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from app.core.secret_files import keep_once


class KeyFile:
    """One key. `makes_key` where the file is our own, and made when it is first needed."""

    def __init__(self, file: Path, *, makes_key: bool = False) -> None:
        self.file, self.makes_key = file, makes_key

    @classmethod
    def of(cls, named: Path | None, own: Path) -> Self:
        """The key that settings name, which must be there, or our own."""
        if named is None:
            return cls(own, makes_key=True)
        given = cls(named)
        _ = given.private
        return given

    @cached_property
    def private(self) -> Ed25519PrivateKey:
        """The key; raises FileNotFoundError, or TypeError for a key of another sort."""
        if self.makes_key and not self.file.exists():
            make_key(self.file)
        key = load_pem_private_key(self.file.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{self.file} does not hold an Ed25519 private key.")
        return key

    @property
    def public(self) -> bytes:
        """The public half: 32 bytes (RFC 8032)."""
        return self.private.public_key().public_bytes_raw()


def make_key(file: Path) -> None:
    """Write a new private key that only its owner can read. Two makers at once end with one key."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    keep_once(file, pem)
