"""Calibrations of the map: which moves stand, recomputed from their votes and held against the log.

Files, where a session on the map was closed: `calibrations.json` (each session as it was hashed at
its closing) and `calibrated.ndjson` (a line a move that carried in a closed session, with the
record that was hashed, and whether it still stands). The computed box is never overwritten: a move
stands beside it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from app.verifier import placing
from app.verifier.archive import Archive
from app.verifier.commitment import sha256_of
from app.verifier.findings import Report
from app.verifier.numbers import Malformed
from app.verifier.sealing import Events
from app.verifier.talent_map import MAP, Standing, Standings

CALIBRATIONS, CALIBRATED = "calibrations.json", "calibrated.ndjson"
CLOSED = "calibration.closed"
UNDONE = ("calibration_move.fallen", "calibration_move.voided")
"""What a relation that was found does to a move: it no longer stands, or it never will."""


class Moved(NamedTuple):
    """Where a move that stands puts somebody, and the session that decided it."""

    box: int
    calibration_id: str


class Moves(NamedTuple):
    """The moves of a map's closed sessions."""

    standing: dict[str, Moved]
    """By person."""
    fallen: set[tuple[str, Moved]]
    """Those that stood once."""


NOBODY = Moves({}, set())


def check(archive: Archive, standings: Standings, events: Events, report: Report) -> Moves:
    """The moves that stand; whatever is not as it was hashed, voted on and logged is reported."""
    if not archive.has(CALIBRATIONS) and not archive.has(CALIBRATED):
        return NOBODY
    sessions = dict(_sessions(archive, events, report))
    grid = dict(zip(placing.CELLS, _numbers(archive), strict=True))
    moves, seen, stood = Moves({}, set()), set(), dict.fromkeys(sessions, 0)
    for line in archive.lines(CALIBRATED):
        who, name = str(line["employee_id"]), str(line["move_id"])
        session = sessions.get(str(line["calibration_id"]))
        if session is None:
            report.found("move-differs", who, "moved by a session that the bundle does not have")
            continue
        if name in seen:
            report.found("move-twice", who, f"move {name} has two lines")
            continue
        seen.add(name)
        _check_move(line, session["content"], standings.get(who), grid, report)
        undone = {kind for kind in UNDONE if events.of(kind, name)}
        report.differs("move-differs", who, "that it stands", not undone, line["standing"])
        moved = Moved(line["calibrated_box"], str(line["calibration_id"]))
        if line["standing"] or UNDONE[0] in undone:
            stood[moved.calibration_id] += 1
        if not line["standing"]:
            moves.fallen.add((who, moved))
        elif who in moves.standing:
            report.found("move-twice", who, "two moves of one person stand")
        else:
            moves.standing[who] = moved
    for name in sessions:
        for event in events.of(CLOSED, name):
            theirs = event["data"]["standing"]
            report.differs("move-missing", name, "moves that stood", theirs, stood[name])
    report.checked.append(
        f"{len(moves.standing)} calibrated boxes of {len(sessions)} closed sessions: each from the"
        " computed box, carried by a quorum, authorised by another, hashed in the log"
    )
    return moves


def box_of(who: str, standing: Standing, moves: Moves) -> int | None:
    """The box that counts: the calibrated one, else the computed one."""
    moved = moves.standing.get(who)
    return standing.placed.box if moved is None else moved.box


def _numbers(archive: Archive) -> list[int]:
    return [n for row in placing.boxes(archive.document(MAP)["numbering"]) for n in row]


def _sessions(
    archive: Archive, events: Events, report: Report
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The sessions by id; each is on this map, and is what the log hashed when it was closed."""
    of_map = archive.document(MAP)["id"]
    for session in archive.document(CALIBRATIONS)["sessions"]:
        content = session["content"]
        name = str(content["id"])
        ours = sha256_of(content)
        report.differs("register-differs", name, "the map", of_map, content["map_id"])
        report.differs("register-differs", name, "its hash", ours, session["register_sha256"])
        closed = events.of(CLOSED, name)
        if not closed:
            report.found("register-differs", name, "the log's closing of it is not in the bundle")
        for event in closed:
            theirs = event["data"]["register_sha256"]
            report.differs("register-differs", name, "the hash in the log", ours, theirs)
        yield name, session


def _check_move(
    line: Mapping[str, Any],
    content: Mapping[str, Any],
    standing: Standing | None,
    grid: Mapping[str, int],
    report: Report,
) -> None:
    """A line says what its record says; the record is the hashed one, from the computed cell."""
    record, who = line["record"], str(line["employee_id"])
    name = str(line["move_id"])
    if not isinstance(record, dict):
        raise Malformed(f"{CALIBRATED} has a move without its record")
    hashed = content["moves"].get(name)
    report.differs("move-differs", who, "the record's hash", hashed, sha256_of(record))
    report.differs("move-differs", who, "the move", record["id"], name)
    report.differs("move-differs", who, "the person", record["employee_id"], who)
    computed = None if standing is None else standing.placed.cell
    report.differs("move-differs", who, "the cell before", computed, record["cell"])
    for field, cell in (("box", "cell"), ("calibrated_box", "calibrated_cell")):
        report.differs("move-differs", who, field, grid.get(record[cell]), line[field])
    if not _carried(record, int(content["quorum"])):
        report.found("move-differs", who, "its votes do not carry it, or nobody authorised it")


def _carried(record: Mapping[str, Any], quorum: int) -> bool:
    """A quorum of members voted, more than half of them for it, and another authorised it."""
    counted = {one["actor_id"]: one["vote"] for one in record["votes"] or () if one["counts"]}
    approvals = list(counted.values()).count("approve")
    return (
        len(counted) >= quorum
        and 2 * approvals > len(counted)
        and record["authorised_at"] is not None
        and record["authoriser_id"] != record["proposed_by"]
    )
