"""The before/after register of a session, its hashes, and its nine-box."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.calibrations import queries, records, service, voting
from app.calibrations.models import Calibration, Member, Move, State, Vote
from app.calibrations.records import CastVote
from app.calibrations.voting import Ballot, Outcome
from app.core.identity import Actor
from app.core.masking import nip_for
from app.talent_maps.nine_box import CELLS, cell_of
from app.verifier.commitment import sha256_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A move with its person, its opened votes and where it stands."""

    move: Move
    nip: str
    name: str
    votes: list[Vote]
    outcome: Outcome
    record: dict[str, Any]

    @property
    def stands(self) -> bool:
        """Whether it moves the person."""
        return self.outcome is Outcome.AUTHORISED


async def entries(session: AsyncSession, calibration: Calibration) -> list[Entry]:
    """The moves of a session in the order in which they were proposed."""
    where = {"session_id": calibration.id}
    votes: dict[UUID, list[Vote]] = {}
    for vote in await session.scalars(queries.OPEN_VOTES, where):
        votes.setdefault(vote.move_id, []).append(vote)
    found = await session.execute(queries.MOVES, where)
    return [
        _entry(calibration, move, nip, name, authorised_at, votes.get(move.id, []))
        for move, nip, name, authorised_at in found.all()
    ]


def _entry(
    calibration: Calibration, move: Move, nip: str, name: str, authorised_at: Any, votes: list[Vote]
) -> Entry:
    facts = {
        "id": move.id,
        "employee_id": move.employee_id,
        "cell": cell_of(move.from_cell).name,
        "calibrated_cell": cell_of(move.to_cell).name,
        "reason_code": move.reason_code.value,
        "justification": move.justification,
        "proposed_by": move.proposed_by,
        "authoriser_id": move.authoriser_id,
    }
    cast = [
        CastVote(vote.actor_id, vote.vote.value, vote.reason, _counted(calibration, vote))
        for vote in votes
    ]
    record = records.of_move(facts, authorised_at, cast if move.revealed_at else None)
    return Entry(
        move, nip, name, votes, outcome_of(calibration, move, votes, authorised_at), record
    )


def _counted(calibration: Calibration, vote: Vote) -> bool:
    """Whether a vote counted when the session ended, or counts while it is open."""
    if vote.voided_at is None:
        return True
    return calibration.ended_at is not None and vote.voided_at > calibration.ended_at


def outcome_of(
    calibration: Calibration, move: Move, votes: list[Vote], authorised_at: Any
) -> Outcome:
    """Where a move stands now, relations that were found later included."""
    ballots = [Ballot(vote.actor_id, vote.vote, vote.voided_at is not None) for vote in votes]
    return voting.outcome(
        voting.tally(ballots, calibration.quorum),
        authorised=authorised_at is not None,
        void=move.void_conflict_id is not None,
    )


def carried(calibration: Calibration, entry: Entry) -> bool:
    """Whether a move had its majority and its authoriser when the session ended.

    One that carried does not stand where a relation of its proposer or authoriser was found.
    """
    ballots = [
        Ballot(vote.actor_id, vote.vote, not _counted(calibration, vote)) for vote in entry.votes
    ]
    votes = voting.tally(ballots, calibration.quorum)
    return votes.approved and entry.record["authorised_at"] is not None


async def content(
    session: AsyncSession, calibration: Calibration, moves: dict[str, str]
) -> dict[str, Any]:
    """What the hash of a session is about, given the hashes of its moves."""
    attended = select(Member.actor_id).where(
        Member.session_id == calibration.id, Member.attended_at.is_not(None)
    )
    facts = {
        "id": calibration.id,
        "map_id": calibration.map_id,
        "name": calibration.name,
        "held_on": calibration.held_on.isoformat(),
        "quorum": calibration.quorum,
        "owner_id": calibration.owner_id,
    }
    return records.of_session(facts, (await session.scalars(attended)).all(), moves)


async def read(session: AsyncSession, actor: Actor, calibration_id: UUID) -> dict[str, Any]:
    """The register: for each move before, after, reasons, votes, who authorised, and the hash."""
    calibration = await service.get(session, actor, calibration_id)
    found = await entries(session, calibration)
    kept = calibration.move_sha256s
    moves = {str(e.move.id): sha256_of(e.record) for e in found} if kept is None else kept
    numbers = await _numbers(session, calibration)
    over = calibration.state is State.CANCELLED
    return {
        "id": calibration.id,
        "state": calibration.state,
        "register_sha256": calibration.register_sha256,
        "content": await content(session, calibration, moves),
        "items": [
            {
                "employee_id": entry.move.employee_id,
                "nip": nip_for(actor, entry.nip),
                "name": entry.name,
                "box": numbers[entry.move.from_cell],
                "calibrated_box": numbers[entry.move.to_cell],
                "outcome": entry.outcome,
                "standing": entry.stands and not over,
                "void_votes": [v.actor_id for v in entry.votes if v.voided_at is not None],
                "record": entry.record,
                "sha256": None if kept is None else kept.get(str(entry.move.id)),
            }
            for entry in found
        ],
    }


async def nine_box(session: AsyncSession, actor: Actor, calibration_id: UUID) -> dict[str, Any]:
    """How many people stand in each box as computed, and with the moves that stand."""
    calibration = await service.get(session, actor, calibration_id)
    maps = queries.maps
    of_map = select(maps.c.numbers, maps.c.cell_counts).where(maps.c.id == calibration.map_id)
    numbers, counts = (await session.execute(of_map)).one()
    after = list(counts)
    cancelled = calibration.state is State.CANCELLED
    standing = [e.move for e in await entries(session, calibration) if e.stands and not cancelled]
    for move in standing:
        after[move.from_cell] -= 1
        after[move.to_cell] += 1
    boxes = [
        {
            "box": numbers[index],
            "cell": cell_of(index).name,
            "computed": counts[index],
            "calibrated": after[index],
        }
        for index in range(CELLS)
    ]
    return {
        "map_id": calibration.map_id,
        "state": calibration.state,
        "moved": len(standing),
        "boxes": sorted(boxes, key=lambda box: box["box"]),
    }


async def move_shown(session: AsyncSession, calibration: Calibration, move: Move) -> dict[str, Any]:
    """A move as its proposer, voters and authoriser are shown it."""
    numbers = await _numbers(session, calibration)
    (entry,) = (e for e in await entries(session, calibration) if e.move.id == move.id)
    columns = {c.key: getattr(move, c.key) for c in Move.__table__.columns}
    boxes = {"box": numbers[move.from_cell], "to_box": numbers[move.to_cell]}
    return {**columns, **boxes, "outcome": entry.outcome}


async def _numbers(session: AsyncSession, calibration: Calibration) -> list[int]:
    numbers = select(queries.maps.c.numbers).where(queries.maps.c.id == calibration.map_id)
    return list((await session.scalars(numbers)).one())
