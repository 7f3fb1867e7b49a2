"""What the log said at the time, against what the bundle says now."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.verifier.archive import Archive
from app.verifier.findings import Report
from app.verifier.placing import boxes
from app.verifier.sealing import Events
from app.verifier.talent_map import MAP, RESULTS

ASKED = ("scheme_sha256", "as_of", "unit_id", "cohorts")
COMPUTED = ("population", "restricted", "known_at")


def check_map(archive: Archive, events: Events, placements_sha256: str, report: Report) -> None:
    """The map is the one that was asked for and computed, with the counts of that day."""
    about = archive.document(MAP)
    asked = events.of("talent_map.requested", about["id"])
    computed = events.of("talent_map.calculated", about["id"])
    for event in asked:
        _check_said(about, event["data"], ASKED, report)
    for event in computed:
        _check_said(about, event["data"], COMPUTED, report)
        _check_counts(about, event["data"], report)
        theirs = event["data"].get("placements_sha256", placements_sha256)
        if placements_sha256 != theirs:
            detail = "these are not the placements that the log has hashed when it was computed"
            report.found("history-differs", RESULTS, detail)
    if asked and computed:
        report.checked.append(
            f"the log says the same of scheme, date, counts and all placements since"
            f" {computed[0]['at']}"
        )
    else:
        report.notes.append("the log's events about the map are not in the bundle")


def _check_said(
    about: Mapping[str, Any], data: Mapping[str, Any], names: Iterable[str], report: Report
) -> None:
    """What an event names is what `map.json` names."""
    for name in names:
        if name in data:
            report.differs("history-differs", MAP, name, about.get(name), data[name])


def _check_counts(about: Mapping[str, Any], data: Mapping[str, Any], report: Report) -> None:
    numbers = [number for row in boxes(about["numbering"]) for number in row]
    counted = data.get("cell_counts") or []
    theirs = {str(number): people for number, people in zip(numbers, counted, strict=False)}
    report.differs("history-differs", MAP, "the boxes", about["boxes"], theirs)


def removed(events: Events, pool_id: object) -> set[str]:
    """The people whom the log says were taken out of a pool."""
    return {
        str(event["data"].get("employee_id"))
        for event in events.of("talent_pool.member_removed", pool_id)
    }
