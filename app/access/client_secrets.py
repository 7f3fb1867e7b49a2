"""Client secrets: made here, shown once, kept as Argon2id hashes (RFC 9106)."""

import asyncio
from functools import cache
from secrets import token_urlsafe

from pwdlib import PasswordHash

BYTES = 32
AT_ONCE = asyncio.Semaphore(2)
"""A hash takes 64 MiB and a core for a while; more at once would only starve the rest."""

hashes = PasswordHash.recommended()


def new_secret() -> str:
    """256 bits of chance, as 43 characters."""
    return token_urlsafe(BYTES)


async def hash_of(secret: str) -> str:
    async with AT_ONCE:
        return await asyncio.to_thread(hashes.hash, secret)


async def matches(secret: str, kept: str | None) -> bool:
    """Whether it is the secret of a hash. Without a hash the answer is no, after the same work."""
    async with AT_ONCE:
        decoy = await asyncio.to_thread(_decoy)
        same = await asyncio.to_thread(hashes.verify, secret, kept or decoy)
    return same and kept is not None


@cache
def _decoy() -> str:
    return hashes.hash(new_secret())
