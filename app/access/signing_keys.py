"""The keys that sign access tokens, and how one follows another.

In `TALENTA_HOME/keys` a key's file name says from when on it signs; the latest whose time has come
signs. A key that was followed is published, and its tokens are accepted, until the last of them
has run out. Keys that SIGNING_KEY_FILE names are all accepted, and the first of them signs.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from joserfc.jwk import OKPKey

from app.core.secret_files import keep_once

ALGORITHM = "Ed25519"
FIRST = "access-tokens.pem"
PREFIX = "access-tokens-"
STAMP = "%Y%m%dT%H%M%S.%fZ"
ANNOUNCED_SECONDS = 600
"""A new key is published so long before it signs: others keep our key set for five minutes."""
LEEWAY_SECONDS = 60
TICK = 1_000_000_000


class SigningKey(NamedTuple):
    """A private key, its name in tokens, and from when on it signs (seconds since 1970)."""

    kid: str
    key: OKPKey
    signs_from: float
    file: Path

    def public(self) -> dict[str, Any]:
        """The public key as a JWK (RFC 7517, 8037)."""
        members = self.key.as_dict(private=False)
        return {**members, "kid": self.kid, "use": "sig", "alg": ALGORITHM}


class KeyRing:
    """The keys in use; `lifetime` is how many seconds a token lives."""

    def __init__(self, folder: Path, files: Sequence[Path] = (), *, lifetime: int) -> None:
        self.folder, self.files, self.lifetime = folder, tuple(files), lifetime
        self._seen: int | None = None
        self._keys: list[SigningKey] = [read_key(file) for file in self.files]

    def refresh(self) -> bool:
        """Look for keys that came or went; true if any did. The first key is made when needed."""
        if self.files:
            return False
        if self._keys and self._seen == self.folder.stat().st_mtime_ns:
            return False
        before = {key.kid for key in self._keys}
        if not files_in(self.folder):
            make_key(self.folder / FIRST)
        changed = self.folder.stat().st_mtime_ns
        self._keys = read_keys(self.folder)
        # A folder that changed just now may change again within one tick of its clock.
        self._seen = changed if time.time_ns() - changed > TICK else None
        return before != {key.kid for key in self._keys}

    @property
    def signing(self) -> SigningKey:
        """The key that signs now."""
        self.refresh()
        if self.files:
            return self._keys[0]
        due = [key for key in self._keys if key.signs_from <= time.time()]
        return due[-1] if due else self._keys[0]

    def accepted(self) -> list[SigningKey]:
        """The keys whose tokens may still live, and those that will sign; the signing one first."""
        signing, now = self.signing, time.time()
        followers = [*self._keys[1:], None]
        kept = [
            key
            for key, follower in zip(self._keys, followers, strict=True)
            if self.files or follower is None or now < self._last_token(follower)
        ]
        return sorted(kept, key=lambda key: key.kid != signing.kid)

    def find(self, kid: object) -> SigningKey | None:
        """The accepted key of this name. A name that is new may be that of a key just made."""
        return next((key for key in self.accepted() if key.kid == kid), None)

    def _last_token(self, follower: SigningKey) -> float:
        return follower.signs_from + self.lifetime + LEEWAY_SECONDS

    def rotate(self, *, at_once: bool = False) -> SigningKey:
        """Make a key that signs in ten minutes, or at once; remove those that are done with."""
        accepted = {key.kid for key in self.accepted()}
        for key in self._keys:
            if key.kid not in accepted:
                key.file.unlink(missing_ok=True)
        return self._make(0 if at_once else ANNOUNCED_SECONDS)

    def replace(self) -> SigningKey:
        """Make a key that signs at once and remove all others: their tokens are worth nothing."""
        self.refresh()
        old = [key.file for key in self._keys]
        new = self._make(0)
        for file in old:
            file.unlink(missing_ok=True)
        self.refresh()
        return new

    def _make(self, seconds: int) -> SigningKey:
        if self.files:
            raise ValueError("SIGNING_KEY_FILE names the keys: put a new one first in its list.")
        when = datetime.fromtimestamp(time.time() + seconds, UTC)
        file = self.folder / f"{PREFIX}{when.strftime(STAMP)}.pem"
        make_key(file)
        self.refresh()
        return read_key(file)


def files_in(folder: Path) -> list[Path]:
    """The files of keys for access tokens; a half-written one has another ending."""
    return [*folder.glob(FIRST), *folder.glob(f"{PREFIX}*.pem")]


def read_keys(folder: Path) -> list[SigningKey]:
    """The keys in a folder, by the time from which they sign."""
    keys = []
    for file in files_in(folder):
        with suppress(FileNotFoundError):  # removed since it was listed
            keys.append(read_key(file))
    return sorted(keys, key=lambda key: key.signs_from)


def read_key(file: Path) -> SigningKey:
    """The key in a file. Raises ValueError if it is no Ed25519 private key."""
    key = OKPKey.import_key(file.read_bytes())
    if key.as_dict(private=False)["crv"] != "Ed25519" or not key.is_private:
        raise ValueError(f"{file} does not hold an Ed25519 private key.")
    signs_from = 0.0
    if file.name.startswith(PREFIX):
        stamp = file.stem.removeprefix(PREFIX)
        with suppress(ValueError):
            signs_from = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC).timestamp()
    return SigningKey(key.thumbprint(), key, signs_from, file)


def make_key(file: Path) -> None:
    """Write a new private key that only its owner can read. Two makers at once end with one key."""
    keep_once(file, OKPKey.generate_key("Ed25519").as_pem(private=True))
