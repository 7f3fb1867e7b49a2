"""A pool held against the map that it comes from: nobody in it without right, nobody left out.

What counts is the standing box: the calibrated one where a move of a closed session stands.

Files, beside those of the map: `pool.json` (rule, boxes, dates) and `members.ndjson` (a line a
member, in rank order).
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from app.verifier.archive import Archive
from app.verifier.calibration import Moves, box_of
from app.verifier.findings import Report
from app.verifier.numbers import UNITS, exact, written
from app.verifier.placing import ranks
from app.verifier.talent_map import MAP, Standing, Standings

POOL, MEMBERS = "pool.json", "members.ndjson"
RULE, NOMINATION = "rule", "nomination"


class Placed(NamedTuple):
    """Everybody of a map as computed, and whom calibrations moved."""

    standings: Standings
    moves: Moves


def check(archive: Archive, placed: Placed, removed: set[str], report: Report) -> None:
    """Hold pool and members against the recomputed map.

    `removed` are the people whom the log says were taken out.
    """
    pool, members = archive.document(POOL), list(archive.lines(MEMBERS))
    report.differs("pool-differs", POOL, "the map", archive.document(MAP)["id"], pool["map_id"])
    by_rule = entitled(pool, placed)
    _check_members(pool, members, placed, by_rule, report)
    there = {line["employee_id"] for line in members}
    for who in sorted(by_rule - there - removed):
        report.found("member-missing", who, "meets the pool's rule, and was never taken out")
    report.checked.append(
        f"{len(members)} members: each stands in the pool's boxes on the map, as calibrated;"
        " everybody who meets the rule was looked for among them"
    )


def entitled(pool: Mapping[str, Any], placed: Placed) -> set[str]:
    """Whom the pool's rule lets in: boxes, least value, levels, and so many of the first."""
    rule, boxes = pool["rule"], set(pool["boxes"])
    least = None if rule["minimum_value"] is None else exact(rule["minimum_value"]) * UNITS
    group = {
        who: standing
        for who, standing in placed.standings.items()
        if box_of(who, standing, placed.moves) in boxes
        and (least is None or (standing.scores.value or 0) >= least)
        and (rule["cohorts"] is None or standing.cohort in rule["cohorts"])
    }
    places = _places(group)
    limit = rule["limit"]
    return {who for who, place in places.items() if limit is None or place <= limit}


def _places(group: Mapping[str, Standing]) -> dict[str, int]:
    """The rank of each within the group; ties stay shared."""
    there = {who: standing.rank for who, standing in group.items() if standing.rank is not None}
    placed = ranks((-rank,) for rank in there.values())
    return {who: place or 0 for who, place in zip(there, placed, strict=True)}


def _check_members(
    pool: Mapping[str, Any],
    members: Iterable[Mapping[str, Any]],
    placed: Placed,
    by_rule: set[str],
    report: Report,
) -> None:
    standings, moves = placed
    listed = [line["employee_id"] for line in members]
    for who in sorted({who for who in listed if listed.count(who) > 1}):
        report.found("person-twice", who, f"{MEMBERS} has two lines about this person")
    places = _places({who: standings[who] for who in listed if who in standings})
    last = 0
    for line in members:
        who = line["employee_id"]
        standing = standings.get(who)
        if standing is None:
            report.found("person-added", who, "is a member, and not on the map")
            continue
        check_standing(who, line, standing, places.get(who), report)
        check_moved(who, line, moves, report)
        if box_of(who, standing, moves) not in pool["boxes"]:
            report.found("member-unentitled", who, "does not stand in the pool's boxes")
        if line["origin"] == RULE and who not in by_rule:
            report.found("member-unentitled", who, "came in by the rule, and does not meet it")
        if line["origin"] == NOMINATION and not (line.get("reason") or "").strip():
            report.found("reason-missing", who, "was nominated without a reason")
        if (line["rank"] or 0) < last:
            report.found("order-differs", who, "the members are not in the order of ranks")
        last = line["rank"] or 0


def check_standing(
    who: str, line: Mapping[str, Any], standing: Standing, rank: int | None, report: Report
) -> None:
    """A member's box, value and rank within the group are those of the map."""
    ours = {"box": standing.placed.box, "value": written(standing.scores.value), "rank": rank}
    for name, value in ours.items():
        report.differs("member-differs", who, name, value, line[name])


def check_moved(who: str, line: Mapping[str, Any], moves: Moves, report: Report) -> None:
    """A member's calibrated box is that of the move that stands, and there is none without one."""
    moved = moves.standing.get(who)
    ours = (None, None) if moved is None else tuple(moved)
    for name, value in zip(("calibrated_box", "calibration_id"), ours, strict=True):
        report.differs("member-differs", who, name, value, line.get(name))


def group_places(standings: Standings, people: Iterable[str]) -> dict[str, int]:
    """Ranks within some people of the map."""
    return _places({who: standings[who] for who in people if who in standings})
