"""The key that signs checkpoints: apart from that of tokens, so that it can be kept elsewhere."""

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

from app.core.config import Settings
from app.core.secret_files import keep_once
from app.verifier.checkpoint import Checkpoint, Key, sign

SCHEMES = ("https://", "http://")


class Signer:
    """Signs the checkpoints of one log. `origin` names it until the first checkpoint is kept."""

    def __init__(self, key_file: Path, origin: str, *, makes_key: bool = False) -> None:
        self.key_file, self.origin, self.makes_key = key_file, origin, makes_key

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The signer of an installation; a key that the settings name must be there."""
        named, origin = settings.checkpoint_key_file, origin_of(settings.public_url)
        if named is None:
            made = settings.talenta_home / "keys" / "checkpoints.pem"
            return cls(made, origin, makes_key=True)
        signer = cls(named, origin)
        _ = signer.key
        return signer

    @cached_property
    def key(self) -> Ed25519PrivateKey:
        """The private key. One of our own is made when it is first needed."""
        if self.makes_key and not self.key_file.exists():
            make_key(self.key_file)
        key = load_pem_private_key(self.key_file.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{self.key_file} does not hold an Ed25519 private key.")
        return key

    def public(self, origin: str) -> Key:
        """What others verify with."""
        return Key(origin, self.key.public_key().public_bytes_raw())

    def note(self, checkpoint: Checkpoint) -> str:
        return sign(checkpoint, self.key)


def origin_of(public_url: str) -> str:
    """The log's name: the service's address without its scheme (C2SP tlog-checkpoint)."""
    address = public_url.rstrip("/")
    for scheme in SCHEMES:
        address = address.removeprefix(scheme)
    return f"{address}/log".replace(" ", "").replace("+", "")


def make_key(file: Path) -> None:
    """Write a new private key that only its owner can read. Two makers at once end with one key."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    keep_once(file, pem)
