"""A bundle verified: its files, its seal in the log, and its results recomputed."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO

from app.verifier import (
    approval,
    calibration,
    candidates,
    history,
    sealing,
    talent_map,
    talent_pool,
)
from app.verifier.archive import Archive
from app.verifier.checkpoint import Key
from app.verifier.findings import Report
from app.verifier.numbers import Malformed
from app.verifier.sealing import Events
from app.verifier.talent_pool import Placed

SHAPE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What a file that is not of the shape of the format leads to."""


def verify(
    file: Path | IO[bytes], trusted: Iterable[str] = (), keys: Sequence[Key] | None = None
) -> Report:
    """Everything that can be known from the bundle alone, and from notes and keys of the reader.

    Never raises for what is in the file.
    """
    report = Report()
    try:
        with Archive(file) as archive:
            report.subject = f"{archive.manifest.get('kind')} {archive.manifest.get('id')}"
            _verify(archive, trusted, keys, report)
    except Malformed as error:
        report.found("bundle-unreadable", "bundle", str(error))
    except SHAPE as error:
        # Not of the shape that the format has; a bundle is never trusted to be.
        report.found("bundle-unreadable", "bundle", f"not as the format has it: {error!r}")
    return report


def _verify(
    archive: Archive, trusted: Iterable[str], keys: Sequence[Key] | None, report: Report
) -> None:
    archive.check(report)
    if report.equal:
        report.checked.append(f"{len(archive.listed)} files are those that the manifest lists")
    recompute = _KINDS.get(str(archive.manifest.get("kind")))
    if recompute is None:
        raise Malformed(f"unknown kind of bundle: {archive.manifest.get('kind')!r}")
    recompute(archive, sealing.check(archive, trusted, keys, report), report)


def _talent_map(archive: Archive, events: Events, report: Report) -> None:
    _same_subject(archive, talent_map.MAP, report)
    recomputed = talent_map.recompute(archive, report)
    history.check_map(archive, events, recomputed.placements_sha256, report)
    calibration.check(archive, recomputed.standings, events, report)


def _talent_pool(archive: Archive, events: Events, report: Report) -> None:
    _same_subject(archive, talent_pool.POOL, report)
    standings, sha256 = talent_map.recompute(archive, report)
    history.check_map(archive, events, sha256, report)
    removed = history.removed(events, archive.manifest["id"])
    moves = calibration.check(archive, standings, events, report)
    placed = Placed(standings, moves)
    talent_pool.check(archive, placed, removed, report)
    candidates.check(archive, placed, report)


def _approval_request(archive: Archive, events: Events, report: Report) -> None:
    _same_subject(archive, approval.REQUEST, report)
    placed = None
    if archive.has(talent_map.MAP):
        standings, sha256 = talent_map.recompute(archive, report)
        history.check_map(archive, events, sha256, report)
        placed = Placed(standings, calibration.check(archive, standings, events, report))
    approval.check(archive, placed, report)


def _same_subject(archive: Archive, name: str, report: Report) -> None:
    """The manifest and the file about the subject speak of the same one."""
    ours, theirs = archive.document(name)["id"], archive.manifest["id"]
    report.differs("subject-differs", "manifest.json", "the subject", ours, theirs)


_KINDS: dict[str, Callable[[Archive, Events, Report], None]] = {
    "talent_map": _talent_map,
    "talent_pool": _talent_pool,
    "approval_request": _approval_request,
}
