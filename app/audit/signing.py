"""The key that signs checkpoints: apart from that of tokens, so that it can be kept elsewhere."""

from typing import Self

from app.core.config import Settings
from app.core.key_file import KeyFile
from app.verifier.checkpoint import Checkpoint, Key, sign

SCHEMES = ("https://", "http://")


class Signer:
    """Signs the checkpoints of one log. `origin` names it until the first checkpoint is kept."""

    def __init__(self, key: KeyFile, origin: str) -> None:
        self.key, self.origin = key, origin

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The signer of an installation; a key that the settings name must be there."""
        own = settings.talenta_home / "keys" / "checkpoints.pem"
        return cls(KeyFile.of(settings.checkpoint_key_file, own), origin_of(settings.public_url))

    def public(self, origin: str) -> Key:
        """What others verify with."""
        return Key(origin, self.key.public)

    def note(self, checkpoint: Checkpoint) -> str:
        return sign(checkpoint, self.key.private)


def origin_of(public_url: str) -> str:
    """The log's name: the service's address without its scheme (C2SP tlog-checkpoint)."""
    address = public_url.rstrip("/")
    for scheme in SCHEMES:
        address = address.removeprefix(scheme)
    return f"{address}/log".replace(" ", "").replace("+", "")
