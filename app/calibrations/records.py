"""What is hashed of a session and of each move, as JSON values. Pure.

From the register anybody can recompute the hashes: SHA-256 over the RFC 8785 form.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CastVote:
    """A vote that was opened."""

    actor_id: UUID
    vote: str
    reason: str
    counts: bool


def of_move(
    facts: Mapping[str, Any], authorised_at: datetime | None, votes: Iterable[CastVote] | None
) -> dict[str, Any]:
    """The record of a move: what was computed, proposed, said and authorised."""
    return {
        **{name: str(value) for name, value in facts.items()},
        "authorised_at": None if authorised_at is None else instant(authorised_at),
        "votes": None
        if votes is None
        else [
            {
                "actor_id": str(vote.actor_id),
                "vote": vote.vote,
                "reason": vote.reason,
                "counts": vote.counts,
            }
            for vote in sorted(votes, key=lambda vote: str(vote.actor_id))
        ],
    }


def of_session(
    facts: Mapping[str, Any], attended: Iterable[UUID], moves: Mapping[str, str]
) -> dict[str, Any]:
    """The content of a session: what it was, who attended, and the hash of each move's record."""
    return {
        **{name: str(value) for name, value in facts.items()},
        "attended": sorted(str(actor_id) for actor_id in attended),
        "moves": dict(moves),
    }


def instant(at: datetime) -> str:
    """An instant as text, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
