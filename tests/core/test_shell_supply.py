"""What we stand on: pinned, hashed, from no named place, and audited where that is possible."""

import importlib.util
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock", ".ci/audit.lock"]
REQUIREMENT = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==[^ \\]+(?: ; [^\\]+)? \\$")
FLAW = {"id": "PYSEC-2026-1", "fix_versions": ["2.0"], "aliases": [], "description": ""}


def names_in(lock: str) -> list[str]:
    return [
        line.partition("==")[0].partition("[")[0]
        for line in (ROOT / lock).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith((" ", "#"))
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_pinned_with_hashes_and_names_no_place(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    heads = [n for n, line in enumerate(lines) if not line.startswith(" ")]

    assert heads
    for head in heads:
        assert REQUIREMENT.match(lines[head]), lines[head]
        assert re.match(r"\s+--hash=sha256:[0-9a-f]{64}", lines[head + 1])
    assert "://" not in re.sub(r"#.*", "", text)


@pytest.mark.parametrize("kind", ["requirements", "requirements-dev"])
def test_everything_asked_for_is_locked(kind):
    wanted = {
        re.split(r"[\[=<>~ ]", line)[0].lower()
        for line in (ROOT / f"{kind}.in").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-"))
    }

    assert wanted <= set(names_in(f"{kind}.lock"))


def test_setup_takes_nothing_that_is_not_in_the_lock():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in makefile.splitlines() if "pip install" in line]

    assert installs
    for line in installs:
        assert "--require-hashes" in line or "--no-index" in line


def test_ci_audits():
    assert ".ci/audit.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_security_rules_of_the_linter_are_on():
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lint = rules["tool"]["ruff"]["lint"]

    assert lint["select"] == ["ALL"]
    assert [rule for rule in lint["ignore"] if re.match(r"S\d", rule)] == ["S608"]
    excused = {
        folder
        for folder, ignored in lint["per-file-ignores"].items()
        if any(re.match(r"S\d", rule) for rule in ignored)
    }
    assert [folder for folder in excused if folder.startswith(("app", "migrations"))] == []


@pytest.fixture
def audit(monkeypatch, tmp_path):
    """The audit with a service that answers what it is told."""
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module.venv, "create", lambda *_a, **_k: None)
    monkeypatch.delenv("AUDIT_REQUIRED", raising=False)

    def with_answer(*packages, install=0, said="", answer=None):
        def run(command):
            if "install" in command:
                return subprocess.CompletedProcess(command, install, "", said)
            output = json.dumps({"dependencies": packages}) if answer is None else answer
            return subprocess.CompletedProcess(command, 1, output, said)

        monkeypatch.setattr(module, "run", run)
        return lambda: module.main(tmp_path)

    return with_answer


def test_a_known_vulnerability_fails(audit):
    run = audit({"name": "x", "version": "1.0", "vulns": [FLAW]})

    with pytest.raises(SystemExit, match=r"x 1\.0: PYSEC-2026-1, mended in 2\.0"):
        run()


def test_no_finding_is_said_and_passes(audit, capsys):
    audit({"name": "x", "version": "1.0", "vulns": []})()

    assert "1 of 1 packages audited, no finding" in capsys.readouterr().out


@pytest.mark.parametrize(
    "silence",
    [
        {"install": 1, "said": "no route to host"},
        {"answer": "", "said": "ConnectionError: no route to host"},
    ],
)
def test_what_could_not_be_audited_is_said_loudly(audit, capsys, monkeypatch, silence):
    run = audit(**silence)

    run()

    out = capsys.readouterr().out
    assert "NOT AUDITED" in out
    assert "no route to host" in out
    monkeypatch.setenv("AUDIT_REQUIRED", "1")
    with pytest.raises(SystemExit):
        run()


def test_packages_that_the_service_does_not_know_are_named(audit, capsys):
    known = {"name": "x", "version": "1.0", "vulns": []}
    audit(known, {"name": "y", "skip_reason": "not found"})()

    out = capsys.readouterr().out
    assert "1 of 2 packages audited, no finding" in out
    assert "NOT AUDITED" in out
    assert "y" in out
