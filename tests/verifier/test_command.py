"""`python -m app.verifier`: needs no service, no database and no setting."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.verifier.__main__ import NOT_SOUND, SOUND, UNREADABLE, main
from tests.verifier.exports import SIGNER, STRANGER, a_note, an_export, key_of, leaves

ROOT = Path(__file__).parents[2]
LOG = leaves(8)
NOTE = a_note(LOG, 5)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "log.ndjson").write_bytes(b"".join(an_export(LOG, [a_note(LOG, 8)])))
    (tmp_path / "kept.txt").write_text(NOTE, encoding="utf-8")
    (tmp_path / "kept.json").write_text(json.dumps({"note": NOTE}), encoding="utf-8")
    (tmp_path / "keys.txt").write_text(key_of(SIGNER).written() + "\n", encoding="utf-8")
    listed = {"keys": [{"line": key_of(SIGNER).written()}]}
    (tmp_path / "keys.json").write_text(json.dumps(listed), encoding="utf-8")
    (tmp_path / "strange.txt").write_text(key_of(STRANGER).written(), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("ending", ["txt", "json"])
def test_a_sound_log_ends_with_the_word(files, capsys, ending):
    status = main(
        [
            str(files / "log.ndjson"),
            *("--checkpoint", str(files / f"kept.{ending}")),
            *("--key", str(files / f"keys.{ending}")),
        ]
    )

    said = capsys.readouterr().out.splitlines()
    assert status == SOUND
    assert said[0].endswith("8 leaves")
    assert said[-1] == "SOUND"


def test_a_finding_is_said_and_the_status_is_another(files, capsys):
    status = main([str(files / "log.ndjson"), "--key", str(files / "strange.txt")])

    said = capsys.readouterr().out
    assert status == NOT_SOUND
    assert "found: key-unknown: checkpoint 1" in said
    assert "NOT SOUND" in said.splitlines()[-1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing"],
        ["log.ndjson", "--key", "log.ndjson"],
        ["log.ndjson", "--key", "kept.json"],
        ["log.ndjson", "--checkpoint", "keys.json"],
    ],
)
def test_what_cannot_be_read_is_said(files, capsys, arguments):
    named = [a if a.startswith("--") else str(files / a) for a in arguments]

    assert main(named) == UNREADABLE
    assert capsys.readouterr().err


ALONE = """
import sys
import app.verifier.__main__
foreign = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
print(*(name for name in foreign if not name.startswith("_")))
"""


def test_it_stands_on_hashing_and_signatures_alone():
    done = subprocess.run(
        [sys.executable, "-c", ALONE],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT)},
    )

    loaded = set(done.stdout.split())
    assert loaded == {"app", "cryptography", "rfc8785"}


@pytest.mark.parametrize("command", [["app.verifier"], ["app", "verify"]], ids="-".join)
def test_it_runs_without_any_setting(files, command):
    done = subprocess.run(
        [sys.executable, "-m", *command, str(files / "log.ndjson")],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "DATABASE_POOLER": "nonsense"},
    )

    assert (done.returncode, done.stderr) == (SOUND, "")
    assert "from the file itself" in done.stdout
