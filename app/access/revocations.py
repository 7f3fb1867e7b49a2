"""Tokens that are worth nothing before they run out.

The table is the truth. Every process keeps it in memory (`Revocations`), because it is asked for
every request; `app.access.listening` keeps the memory true.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.access.errors import TokenOfAnother
from app.audit import service as audit
from app.core.db import Sessions, transaction
from app.core.errors import Unavailable
from app.core.identity import Actor

LONGEST_TOKEN = timedelta(hours=25)
"""Longer than any token lives, whatever TOKEN_MINUTES was when it was issued."""

LIVE = """
select jti, actor_id, (extract(epoch from issued_until) * 1000)::bigint as issued_until
from token_revocations where expires_at > clock_timestamp()"""
INSERT = text("""
insert into token_revocations (jti, actor_id, issued_until, expires_at)
select j, cast(:actor_id as uuid), coalesce(cast(:issued_until as timestamptz),
       case when j is null then clock_timestamp() end), cast(:expires_at as timestamptz)
from (values (cast(:jti as text))) v (j)
returning (extract(epoch from issued_until) * 1000)::bigint""")
FORGET = text("delete from token_revocations where expires_at < clock_timestamp()")


class Stamp(NamedTuple):
    """What tells one token from another: its id, whose it is, when it was issued (ms of 1970)."""

    jti: str
    actor_id: UUID
    issued: int


class Revocations:
    """What is revoked, as this process knows it."""

    def __init__(self) -> None:
        self.tokens: set[str] = set()
        self.until: dict[UUID, int] = {}
        """By actor: tokens that were issued until then (milliseconds) are revoked."""
        self.trusted_until = float("inf")
        """When what is known here is too old to go by; never, where nobody listens."""
        self.version = 0
        """Rises when revocations or memberships may have changed anywhere."""

    def covers(self, stamp: Stamp) -> bool:
        """Whether a token is revoked. Raises `Unavailable` after nothing was heard for long."""
        if time.time() > self.trusted_until:
            raise Unavailable
        return stamp.jti in self.tokens or stamp.issued <= self.until.get(stamp.actor_id, -1)

    def revoke(
        self, actor_id: UUID, *, jti: str | None = None, issued_until: int | None = None
    ) -> None:
        """Know of one more revocation."""
        if jti is not None:
            self.tokens.add(jti)
        elif issued_until is not None:
            self.until[actor_id] = max(issued_until, self.until.get(actor_id, -1))

    def replace(self, rows: Iterable[Any]) -> None:
        """Know these revocations and no others."""
        fresh = Revocations()
        for row in rows:
            fresh.revoke(**dict(row))
        self.tokens, self.until = fresh.tokens, fresh.until


async def revoke_own(sessions: Sessions, actor: Actor, stamp: Stamp, expires: int) -> None:
    """Revoke a token of the actor's own."""
    if stamp.actor_id != actor.id:
        raise TokenOfAnother
    async with transaction(sessions, actor) as session:
        await revoke_token(session, stamp, expires)
        agency_id = next(iter(actor.agencies), None) if actor.agencies else None
        await audit.record(
            session, actor, "token.revoked", actor.id, agency_id=agency_id, jti=stamp.jti
        )


async def revoke_token(session: AsyncSession, stamp: Stamp, expires: float) -> None:
    """Make one token worthless for the rest of its life."""
    values = {
        "jti": stamp.jti,
        "actor_id": stamp.actor_id,
        "issued_until": None,
        "expires_at": datetime.fromtimestamp(expires, UTC),
    }
    await session.execute(FORGET)
    await session.execute(INSERT, values)


async def revoke_all(session: AsyncSession, actor_id: UUID, *, for_good: bool = False) -> int:
    """Make all tokens of an actor so far worthless; `for_good`: later ones as well.

    Returns the last moment of issue (milliseconds of 1970) that it covers.
    """
    expires = datetime.now(UTC) + LONGEST_TOKEN
    values = {
        "jti": None,
        "actor_id": actor_id,
        "issued_until": expires if for_good else None,
        "expires_at": expires,
    }
    await session.execute(FORGET)
    return int((await session.execute(INSERT, values)).scalar_one())
