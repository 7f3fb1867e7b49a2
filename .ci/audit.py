"""Ask pip-audit whether a locked dependency has a known vulnerability; fail if one has.

pip-audit needs a vulnerability service. Where it cannot be installed, or the service knows none of
the packages, this says so in capitals and goes on: a machine without internet is no finding, and
silence would be a lie. `AUDIT_REQUIRED=1` makes that a failure too.
"""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PATIENCE = 300


def main(folder: Path) -> None:
    tool = installed(folder / "audit")
    reports = {} if isinstance(tool, str) else {lock: asked(tool, lock) for lock in LOCKS}
    reasons = [tool] if isinstance(tool, str) else [r for r in reports.values() if type(r) is str]
    found = [
        f"{lock}: {package['name']} {package['version']}: {flaw['id']},"
        f" mended in {', '.join(flaw['fix_versions']) or 'no version yet'}"
        for lock, report in reports.items()
        if not isinstance(report, str)
        for package in report
        for flaw in package.get("vulns", ())
    ]
    if found:
        sys.exit("Known vulnerabilities:\n" + "\n".join(found))
    for lock, report in reports.items():
        if not isinstance(report, str):
            reasons += told(lock, report)
    if reasons:
        print("NOT AUDITED:", *reasons, sep="\n  ")
        if os.environ.get("AUDIT_REQUIRED"):
            sys.exit("AUDIT_REQUIRED is set, and the audit could not be done.")


def told(lock: str, report: list[dict[str, Any]]) -> list[str]:
    """Say how many packages were looked up; the reason when some were not."""
    unknown = [package["name"] for package in report if "skip_reason" in package]
    audited = len(report) - len(unknown)
    print(f"{lock}: {audited} of {len(report)} packages audited{', no finding' if audited else ''}")
    if not unknown:
        return []
    return [f"{lock}: the service does not know {len(unknown)}, such as {', '.join(unknown[:3])}"]


def installed(place: Path) -> Path | str:
    """pip-audit in an environment of its own, from its lock; or why not."""
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"]
    ended = run([python, "-m", "pip", "install", *options, "-r", HERE / "audit.lock"])
    return python if ended.returncode == 0 else f"pip-audit: {last_line(ended)}"


def asked(python: Path, lock: str) -> list[dict[str, Any]] | str:
    """What the service says of the packages of a lock; or why there is no answer."""
    options = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json"]
    ended = run([python, "-m", "pip_audit", *options, "-r", HERE.parent / lock])
    try:
        report: list[dict[str, Any]] = json.loads(ended.stdout)["dependencies"]
    except (ValueError, KeyError):
        return f"{lock}: {last_line(ended)}"
    return report


def run(command: list[Any]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - our own commands
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer within {PATIENCE} s")


def last_line(ended: subprocess.CompletedProcess[str]) -> str:
    return (ended.stderr.strip() or ended.stdout.strip() or "no answer").splitlines()[-1]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
