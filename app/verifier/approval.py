"""An approval request: what was decided on, by whom, and whether that was enough.

Files: `request.json`, `content.json` (the content as it stands, canonical), `decisions.json` (every
round with its frozen stages and its decisions), `rounds/N.json` (the content of each round),
`letter.pdf` where one was issued; and those of the map where it or a pool is asked about.
"""

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any

import rfc8785

from app.verifier.archive import Archive, parsed
from app.verifier.calibration import Moved, Moves
from app.verifier.findings import Report
from app.verifier.talent_map import MAP
from app.verifier.talent_pool import Placed, check_standing, group_places

REQUEST, CONTENT, DECISIONS, LETTER = (
    "request.json",
    "content.json",
    "decisions.json",
    "letter.pdf",
)
APPROVED = frozenset({"approved", "void"})
"""A void request was approved, until its content changed."""
BACK = "returned_to_stage"
"""Why a decision lost its force when the request went back to an earlier stage, to be decided
there again."""
IDENTITY = ("id", "scheme", "scheme_sha256", "as_of")
COUNTED = (*IDENTITY, "known_at", "unit_id", "cohorts", "population", "restricted", "boxes")


def check(archive: Archive, placed: Placed | None, report: Report) -> None:
    """Hashes, voters, stages, letter; and the members that were decided on, against the map."""
    request = archive.document(REQUEST)
    content = _content(archive, CONTENT, request["content_sha256"], report)
    rounds = archive.document(DECISIONS)["rounds"]
    for one in rounds:
        _content(archive, f"rounds/{one['round']}.json", one["content_sha256"], report)
        _check_round(one, request, report)
    if request["status"] in APPROVED:
        _check_passed(rounds, request, report)
    _check_letter(archive, request, report)
    if placed is not None and "pool" in content:
        _check_pool(archive, content["pool"], placed, report)
    elif placed is not None:
        _check_map(archive, content["map"], report, COUNTED)
    decisions = sum(len(one["decisions"]) for one in rounds)
    report.checked.append(
        f"{len(rounds)} rounds and {decisions} decisions: each binds to the hash of its content,"
        " by people who had no hand in the request, each once a round"
    )


def _content(archive: Archive, name: str, stated: str, report: Report) -> Any:
    """The content of a file, which is canonical and has the hash that was decided on."""
    written = archive.read(name)
    report.differs("content-differs", name, "the hash", sha256(written).hexdigest(), stated)
    content = parsed(name, written)
    if rfc8785.dumps(content) != written:
        report.found("content-not-canonical", name, "it is not in its RFC 8785 form")
    return content


def _check_round(one: Mapping[str, Any], request: Mapping[str, Any], report: Report) -> None:
    where = f"round {one['round']}"
    deciders: set[str] = set()
    authors = {*request["authors"], one["submitter"]["id"]}
    roles = {stage["position"]: stage["role"] for stage in one["stages"]}
    for decision in one["decisions"]:
        who = decision["actor"]["id"]
        person = decision.get("person_id", who)
        # Whoever decided and whoever it was decided for: both had a voice, and have given it.
        both = {who, person, decision.get("voice_id", person)}
        name = f"{where}, {decision['actor']['name']}"
        report.differs(
            "decision-on-other-content",
            name,
            "the hash decided on",
            one["content_sha256"],
            decision["content_sha256"],
        )
        if both & authors:
            report.found("decided-by-requester", name, "had a hand in the request")
        if both & deciders:
            report.found("decided-twice", name, "decided twice in one round")
        if (decision["voided_by"] or {}).get("cause") != BACK:
            deciders |= both
        report.differs(
            "role-differs", name, "the role", roles.get(decision["stage"]), decision["role"]
        )
        if decision["decision"] != "approve" and not (decision["reason"] or "").strip():
            report.found("reason-missing", name, "returned or rejected without a reason")


def _check_passed(rounds: list[Any], request: Mapping[str, Any], report: Report) -> None:
    """Every stage of the last round has the approvals that it needs."""
    if not rounds:
        report.found("stage-not-passed", REQUEST, "it was approved without having been submitted")
        return
    last = rounds[-1]
    counted = [
        (decision["stage"], decision["decision"])
        for decision in last["decisions"]
        if decision["voided_at"] is None
        or (request["status"] == "void" and decision["voided_by"]["cause"] != BACK)
    ]
    for stage in last["stages"]:
        if stage.get("skipped") and stage["condition"] is not None:
            continue
        there, needed = counted.count((stage["position"], "approve")), stage["needed"]
        if stage["rule"] == "all":  # who abstains leaves fewer, and never none
            needed = max(1, needed - counted.count((stage["position"], "abstain")))
        if there < needed:
            where = f"round {last['round']}, stage {stage['position']}"
            report.found("stage-not-passed", where, f"{there} approvals of the {needed} needed")
    if request["status"] == "approved":
        report.differs(
            "content-differs",
            REQUEST,
            "the hash of what was approved",
            last["content_sha256"],
            request["content_sha256"],
        )


def _check_letter(archive: Archive, request: Mapping[str, Any], report: Report) -> None:
    letter = request["letter"]
    if letter is None:
        return
    if not archive.has(LETTER):
        report.found("file-missing", LETTER, "the request has a letter, the bundle has none")
        return
    ours = sha256(archive.read(LETTER)).hexdigest()
    report.differs("letter-differs", LETTER, "the hash", ours, letter["sha256"])


def _check_pool(archive: Archive, pool: Mapping[str, Any], placed: Placed, report: Report) -> None:
    """The members that were decided on stand where the map puts them, or a calibration did."""
    standings, moves = placed
    _check_map(archive, pool["map"], report, IDENTITY)
    places = group_places(standings, (line["employee_id"] for line in pool["members"]))
    for line in pool["members"]:
        who = line["employee_id"]
        standing = standings.get(who)
        if standing is None:
            report.found("person-added", who, "is a member in the content, and not on the map")
            continue
        check_standing(who, line, standing, places.get(who), report)
        box = standing.placed.box
        if "calibrated_box" in line or "calibration_id" in line:
            box = line["calibrated_box"]
            _check_moved(who, Moved(box, line["calibration_id"]), moves, report)
        if box not in pool["boxes"]:
            report.found("member-unentitled", who, "does not stand in the pool's boxes")
    report.checked.append(
        f"{len(pool['members'])} members of the content: box, value and rank as recomputed"
    )


def _check_moved(who: str, said: Moved, moves: Moves, report: Report) -> None:
    """The calibrated box in the content is that of a move that stood when it was decided on."""
    if moves.standing.get(who) == said:
        return
    if (who, said) in moves.fallen:
        report.notes.append(f"{who}: the move into box {said.box} has fallen since")
    else:
        report.found("move-differs", who, "the content has a calibrated box without its move")


def _check_map(
    archive: Archive, said: Mapping[str, Any], report: Report, names: Collection[str]
) -> None:
    """The map that was decided on is the one in the bundle."""
    about = archive.document(MAP)
    for name in names:
        report.differs("content-differs", MAP, name, about[name], said[name])
