"""Client secrets: made here, shown once, kept as Argon2id hashes (RFC 9106)."""

import asyncio
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from secrets import token_urlsafe

from pwdlib import PasswordHash

BYTES = 32
AT_ONCE = asyncio.Semaphore(2)
"""A hash takes 64 MiB and a core for a while; more at once would only starve the rest."""

hashes = PasswordHash.recommended()


def new_secret() -> str:
    """256 bits of chance, as 43 characters."""
    return token_urlsafe(BYTES)


def hint_of(secret: str) -> str:
    """16 bits that tell a client's two secrets apart, so that only one hash need be tried.

    Whoever stole them would still have 240 bits to guess.
    """
    return sha256(secret.encode()).hexdigest()[:4]


async def hash_of(secret: str) -> str:
    async with AT_ONCE:
        return await asyncio.to_thread(hashes.hash, secret)


async def which(secret: str, kept: Sequence[str]) -> int | None:
    """The place of the hash that is this secret's. Hold `AT_ONCE` meanwhile.

    Without any hash the answer is None, after the same work.
    """
    if not kept:
        await asyncio.to_thread(hashes.verify, secret, await asyncio.to_thread(_decoy))
    for place, one in enumerate(kept):
        if await asyncio.to_thread(hashes.verify, secret, one):
            return place
    return None


@cache
def _decoy() -> str:
    return hashes.hash(new_secret())
