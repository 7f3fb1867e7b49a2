"""The candidates for a position: everybody of the pool, judged anew rule by rule.

Files, where a position was asked for: `position.json` (what it requires) and `candidates.ndjson` (a
line a member of the pool, in rank order: the facts that the rules look at, of the birth date only
the month, and each rule's verdict with its datum). Facts that the map's inputs hold too are held
against these.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.verifier import eligibility
from app.verifier.archive import Archive
from app.verifier.calibration import box_of
from app.verifier.eligibility import PASS, Candidate, Target
from app.verifier.findings import Report
from app.verifier.readings import day_of
from app.verifier.talent_map import INPUTS, MAP
from app.verifier.talent_pool import (
    MEMBERS,
    POOL,
    Placed,
    check_moved,
    check_standing,
    group_places,
)

POSITION, CANDIDATES = "position.json", "candidates.ndjson"
ASKED = "position_id"
"""In the manifest: the position that candidates were asked for."""
SHARED = ("cohort", "education_level")
"""Facts that stand in a person's own record among the inputs of any map."""


def check(archive: Archive, placed: Placed, report: Report) -> None:
    """Judge every member again; nobody is left out, nobody added, no verdict or datum differs."""
    if ASKED not in archive.manifest and not archive.has(POSITION):
        return
    position = archive.document(POSITION)
    asked = archive.manifest.get(ASKED)
    report.differs("position-differs", POSITION, "the position", position["id"], asked)
    boxes = frozenset(archive.document(POOL)["boxes"])
    day = date.fromisoformat(archive.document(MAP)["as_of"])
    target = Target(position, boxes, day)
    lines = list(archive.lines(CANDIDATES))
    members = [line["employee_id"] for line in archive.lines(MEMBERS)]
    _check_people(members, [line["employee_id"] for line in lines], report)
    places = group_places(placed.standings, members)
    for line in lines:
        _check(line, placed, places, target, report)
    _check_facts(archive, lines, day, report)
    passed = sum(line["eligible"] is True for line in lines)
    report.checked.append(
        f"{len(lines)} candidates for position {position['code']}: rank and all eight rules"
        f" recomputed, {passed} of them eligible"
    )


def _check_people(members: Sequence[str], listed: Sequence[str], report: Report) -> None:
    """The candidates are the pool's members in their order, each once."""
    there, seen = set(members), set[str]()
    for who in listed:
        if who in seen:
            report.found("person-twice", who, f"{CANDIDATES} has two lines about this person")
        elif who not in there:
            report.found("person-added", who, "is a candidate, and no member of the pool")
        seen.add(who)
    for who in sorted(there - seen):
        report.found("candidate-missing", who, "is a member of the pool, and no candidate")


def _check(
    line: Mapping[str, Any],
    placed: Placed,
    places: Mapping[str, int],
    target: Target,
    report: Report,
) -> None:
    who = line["employee_id"]
    standing = placed.standings.get(who)
    if standing is None:
        report.found("person-added", who, "is a candidate, and not on the map")
        return
    check_standing(who, line, standing, places.get(who), report)
    check_moved(who, line, placed.moves, report)
    computed = standing.placed.box if who in placed.moves.standing else None
    candidate = Candidate(box_of(who, standing, placed.moves), computed, line["facts"])
    ours = eligibility.judge(candidate, target)
    said = {one["rule"]: one for one in line["rules"]}
    rules = ([*ours], [one["rule"] for one in line["rules"]])
    if report.differs("verdict-differs", who, "the rules", *rules):
        return
    for rule, (result, datum) in ours.items():
        report.differs("verdict-differs", who, rule, result, said[rule]["result"])
        report.differs("datum-differs", who, rule, datum, said[rule]["datum"])
    eligible = all(one.result == PASS for one in ours.values())
    report.differs("verdict-differs", who, "eligible", eligible, line["eligible"])


def _check_facts(
    archive: Archive, lines: Sequence[Mapping[str, Any]], day: date, report: Report
) -> None:
    """What the map was computed from says the same of the candidates, and they stand in order."""
    facts = {line["employee_id"]: line["facts"] for line in lines}
    last = 0
    for line in lines:
        if (line["rank"] or 0) < last:
            report.found("order-differs", line["employee_id"], "not in the order of ranks")
        last = line["rank"] or 0
    for person in archive.lines(INPUTS):
        said = facts.get(person["employee_id"])
        if said is None:
            continue
        who, record = person["employee_id"], person["record"]
        for name in SHARED:
            report.differs("facts-differ", who, name, record[name] or None, said[name] or None)
        if "position_histories" in person:
            since = said["position_since"]
            report.differs("facts-differ", who, "position_since", _since(person, day), since)
        if "disciplines" in person:
            ours = _punishments(person["disciplines"], day)
            theirs = _punishments(said["disciplines"], day)
            report.differs("facts-differ", who, "disciplines", ours, theirs)


def _since(person: Mapping[str, Any], day: date) -> str | None:
    """When the present position began: by the person's own record, else by the histories."""
    own = day_of(person["record"]["position_since"])
    if own is not None and own <= day:
        return own.isoformat()
    starts = (
        one["started_on"] for one in person["position_histories"] if one["assignment"] is None
    )
    return max((one for one in starts if date.fromisoformat(one) <= day), default=None)


def _punishments(records: Sequence[Mapping[str, Any]], day: date) -> list[str]:
    """The punishments that began by the day, as texts in an order of their own."""
    return sorted(
        f"{one['level']} {one['started_on']}..{one['ended_on']} {one['cancelled']}"
        for one in records
        if one["started_on"] is not None and date.fromisoformat(one["started_on"]) <= day
    )
