"""A whole map recomputed from the inputs of its bundle, and held against its results.

Files: `map.json` (what was asked and counted), `scheme.json` (canonical), `inputs.ndjson` (a line a
person, by id: the records that the scheme reads, as known at the map's `known_at`) and
`results.ndjson` (the placements in the map's order). People are known by opaque ids alone; the
order of people who share a rank is by NIP, which is not in the bundle, and so is not checked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from app.verifier import placing, scoring
from app.verifier.archive import Archive
from app.verifier.digest import Digest
from app.verifier.findings import Report
from app.verifier.numbers import Malformed, written
from app.verifier.scheme import Scheme, read

MAP, SCHEME, INPUTS, RESULTS = "map.json", "scheme.json", "inputs.ndjson", "results.ndjson"
ACTIVE = "aktif"


class Standing(NamedTuple):
    """Where a person stands on the map, recomputed."""

    scores: scoring.Scores
    placed: placing.Placed
    cohort: int | None
    rank: int | None


Standings = dict[str, Standing]
"""By employee id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a map was asked: scheme, day, instant and levels."""

    scheme: Scheme
    day: date
    known_at: str
    cohorts: frozenset[int] | None
    kinds: frozenset[str]
    """The kinds of records that each person's line must have."""


class Recomputed(NamedTuple):
    """What came of a bundle's inputs, and the hash of the placements that it shows."""

    standings: Standings
    placements_sha256: str


def recompute(archive: Archive, report: Report) -> Recomputed:
    """Everybody's standing from the inputs; every difference from the results is reported."""
    about = archive.document(MAP)
    asked = _asked(archive, about, report)
    standings = _standings(archive, asked, report)
    digest = _compare(archive, standings, report)
    _count(about, standings, asked.scheme, report)
    report.checked.append(
        f"{len(standings)} people recomputed from their records under {asked.scheme.name} as of"
        f" {asked.day}, as known at {asked.known_at}: scores, levels, cells, boxes and ranks"
    )
    return Recomputed(standings, digest)


def _asked(archive: Archive, about: Mapping[str, Any], report: Report) -> Asked:
    document = archive.read(SCHEME)
    try:
        scheme = read(document)
        cohorts = about["cohorts"]
        asked = Asked(
            scheme,
            date.fromisoformat(about["as_of"]),
            str(about["known_at"]),
            None if cohorts is None else frozenset(cohorts),
            scheme.kinds - {"record"},
        )
        stated = about["scheme_sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise Malformed(f"{MAP} or {SCHEME} is incomplete: {error!r}") from error
    report.differs("scheme-differs", SCHEME, "its hash", scheme.sha256, stated)
    if sha256(document).hexdigest() != scheme.sha256:
        report.found("scheme-not-canonical", SCHEME, "it is not in its RFC 8785 form")
    report.differs("scheme-differs", MAP, "the numbering", scheme.numbering, about["numbering"])
    return asked


def _standings(archive: Archive, asked: Asked, report: Report) -> Standings:
    """Everybody of the inputs, scored, placed and ranked."""
    ids, scored, cohorts, last = [], [], [], ""
    for person in archive.lines(INPUTS):
        who = _who(person, INPUTS)
        if who <= last:
            report.found("order-differs", who, "the inputs are not in the order of ids, each once")
        last = max(last, who)
        _check_person(person, who, asked, report)
        try:
            scores = scoring.score(asked.scheme, person, asked.day)
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            report.found("inputs-incomplete", who, f"a record cannot be read: {error!r}")
            continue
        ids.append(who)
        scored.append(scores)
        cohorts.append(person["record"].get("cohort"))
    ranks = placing.ranks(placing.ranking_key(asked.scheme, scores) for scores in scored)
    return {
        who: Standing(scores, placing.place(asked.scheme, scores), cohort, rank)
        for who, scores, cohort, rank in zip(ids, scored, cohorts, ranks, strict=True)
    }


def _who(line: Any, name: str) -> str:
    who = line.get("employee_id") if isinstance(line, dict) else None
    if not isinstance(who, str):
        raise Malformed(f"{name} has a line about nobody")
    return who


def _check_person(person: Mapping[str, Any], who: str, asked: Asked, report: Report) -> None:
    """The person belongs to the population, and the records were known at the map's instant."""
    record = person.get("record")
    if not isinstance(record, dict):
        report.found("inputs-incomplete", who, "the person's own record is not there")
        return
    if str(record.get("legal_status") or "").lower() != ACTIVE:
        report.found("not-in-population", who, f"legal status {record.get('legal_status')!r}")
    if asked.cohorts is not None and record.get("cohort") not in asked.cohorts:
        report.found("not-in-population", who, f"level {record.get('cohort')!r} was not asked for")
    for kind in asked.kinds:
        if not isinstance(person.get(kind), list):
            report.found("inputs-incomplete", who, f"{kind} is not there")
    for kind, one in _records(person):
        if str(one.get("recorded_at", "9")) > asked.known_at:
            report.found(
                "known-later", who, f"{kind} {one.get('id')} was recorded after the map's instant"
            )


def _records(person: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "record", person["record"]
    for kind, records in person.items():
        if isinstance(records, list):
            for one in records:
                yield kind, one if isinstance(one, dict) else {}


def _compare(archive: Archive, standings: Standings, report: Report) -> str:
    """Every line of the results says what was recomputed; nobody is missing, nobody added."""
    digest = Digest()
    seen: set[str] = set()
    last = 0
    for number, line in enumerate(archive.lines(RESULTS), 1):
        who = _who(line, RESULTS)
        if who in seen:
            report.found("person-twice", who, "the results have two lines about this person")
        seen.add(who)
        digest.add(line)
        if line.get("place") != number:
            report.found("order-differs", who, f"place {line.get('place')} stands on line {number}")
        standing = standings.get(who)
        if standing is None:
            report.found("person-added", who, "there is a result, and no inputs")
            continue
        for field, ours in said(standing).items():
            report.differs("result-differs", who, field, ours, line.get(field))
        place = len(standings) if standing.rank is None else standing.rank
        if place < last:
            report.found("order-differs", who, "the results are not in the order of ranks")
        last = max(last, place)
    for who in sorted(standings.keys() - seen):
        report.found("person-dropped", who, "there are inputs, and no result")
    return digest.hexdigest()


def said(standing: Standing) -> dict[str, Any]:
    """A standing as a line of the results says it."""
    return {
        "performance": written(standing.scores.performance),
        "potential": written(standing.scores.potential),
        "value": written(standing.scores.value),
        **standing.placed._asdict(),
        "rank": standing.rank,
        "cohort": standing.cohort,
        "missing": list(standing.scores.missing),
    }


def _count(about: Mapping[str, Any], standings: Standings, scheme: Scheme, report: Report) -> None:
    """Population and boxes count what `map.json` says."""
    numbers = sorted(number for row in placing.boxes(scheme.numbering) for number in row)
    in_boxes = [standing.placed.box for standing in standings.values()]
    ours = {str(number): in_boxes.count(number) for number in numbers}
    report.differs("count-differs", MAP, "the population", len(standings), about["population"])
    report.differs("count-differs", MAP, "the boxes", ours, about["boxes"])
