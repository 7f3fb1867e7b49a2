"""A bundle verified: its files against the manifest, its results against a recomputation."""

from collections.abc import Callable
from pathlib import Path
from typing import IO

from app.verifier import approval, talent_map, talent_pool
from app.verifier.archive import Archive
from app.verifier.findings import Report
from app.verifier.numbers import Malformed


def verify(file: Path | IO[bytes]) -> Report:
    """Everything that can be known from the bundle alone. Never raises for what is in it."""
    report = Report()
    try:
        with Archive(file) as archive:
            report.subject = f"{archive.manifest.get('kind')} {archive.manifest.get('id')}"
            _verify(archive, report)
    except Malformed as error:
        report.found("bundle-unreadable", "bundle", str(error))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # Not of the shape that the format has; a bundle is never trusted to be.
        report.found("bundle-unreadable", "bundle", f"not as the format has it: {error!r}")
    return report


def _verify(archive: Archive, report: Report) -> None:
    archive.check(report)
    if report.equal:
        report.checked.append(f"{len(archive.listed)} files are those that the manifest lists")
    recompute = _KINDS.get(str(archive.manifest.get("kind")))
    if recompute is None:
        raise Malformed(f"unknown kind of bundle: {archive.manifest.get('kind')!r}")
    recompute(archive, report)


def _talent_map(archive: Archive, report: Report) -> None:
    talent_map.recompute(archive, report)


def _talent_pool(archive: Archive, report: Report) -> None:
    talent_pool.check(archive, talent_map.recompute(archive, report), None, report)


def _approval_request(archive: Archive, report: Report) -> None:
    about_a_map = archive.has(talent_map.MAP)
    standings = talent_map.recompute(archive, report) if about_a_map else None
    approval.check(archive, standings, report)


_KINDS: dict[str, Callable[[Archive, Report], None]] = {
    "talent_map": _talent_map,
    "talent_pool": _talent_pool,
    "approval_request": _approval_request,
}
