"""`python -m app.verifier FILE`: verify a log export or an evidence bundle, without any service."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.verifier import bundle
from app.verifier.checkpoint import Key, NoteRefused, read_key
from app.verifier.findings import Report
from app.verifier.log import verify_log

ARCHIVE = b"PK\x03\x04"
SHOWN = 20
"""Findings of one name that are written out."""
SOUND, NOT_SOUND, UNREADABLE = 0, 1, 2
"""Exit statuses."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what the command line names; the exit status says how it went."""
    parser = argparse.ArgumentParser(prog="talenta verify", description=__doc__)
    parser.add_argument("file", type=Path, help="a log export (.ndjson) or a bundle (.zip)")
    parser.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        type=Path,
        help="a checkpoint that you kept: the log must go on from it; may be repeated",
    )
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        type=Path,
        help="keys that you trust, a line each; without it, the keys in the file itself",
    )
    given = parser.parse_args(arguments)
    return run(given.file, given.checkpoint, given.key)


def run(file: Path, checkpoints: Sequence[Path] = (), keys: Sequence[Path] = ()) -> int:
    """Verify a file and say what was found."""
    try:
        report = verify(file, checkpoints, keys)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return UNREADABLE
    sys.stdout.write("\n".join(written(report)) + "\n")
    return SOUND if report.equal else NOT_SOUND


def verify(file: Path, checkpoints: Sequence[Path] = (), keys: Sequence[Path] = ()) -> Report:
    """The report on a file, whichever of the two kinds it is."""
    trusted = [note_in(path.read_text(encoding="utf-8")) for path in checkpoints]
    known = [key for path in keys for key in keys_in(path.read_text(encoding="utf-8"))]
    with file.open("rb") as stream:
        if stream.read(len(ARCHIVE)) == ARCHIVE:
            return bundle.verify(file, trusted, known if keys else None)
        stream.seek(0)
        return verify_log(stream, trusted, known if keys else None)


def note_in(text: str) -> str:
    """A checkpoint's note, as itself or as the API answers it."""
    if text.lstrip().startswith("{"):
        answer = json.loads(text)
        if not isinstance(answer.get("note"), str):
            raise NoteRefused("checkpoint-malformed", "there is no note in the file")
        return str(answer["note"])
    return text


def keys_in(text: str) -> list[Key]:
    """Keys, a line each or as the API answers them."""
    if text.lstrip().startswith("{"):
        listed = json.loads(text).get("keys")
        entries = listed if isinstance(listed, list) else []
        lines = [str(entry.get("line")) for entry in entries if isinstance(entry, dict)]
    else:
        lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise NoteRefused("key-malformed", "there is no key in the file")
    return [read_key(line) for line in lines]


def written(report: Report) -> list[str]:
    """The report for people, its verdict last."""
    verdict = "SOUND" if report.equal else f"NOT SOUND: {len(report.findings)} findings"
    lines = [
        report.subject,
        *(f"checked: {line}" for line in report.checked),
        *(f"note: {line}" for line in report.notes),
        *_findings(report),
        verdict,
    ]
    return [_printable(line) for line in lines]


def _findings(report: Report) -> Iterator[str]:
    """The first findings of each name; how many more there are."""
    counts = Counter[str]()
    for finding in report.findings:
        counts[finding.code] += 1
        if counts[finding.code] <= SHOWN:
            yield f"found: {finding}"
    for code, count in counts.items():
        if count > SHOWN:
            yield f"found: {code}: {count - SHOWN} more"


def _printable(line: str) -> str:
    """What a file says, without what would steer a terminal."""
    return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in line)


if __name__ == "__main__":
    sys.exit(main())
