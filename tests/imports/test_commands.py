"""`talenta import`, as it is typed."""

import csv
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import typer

from app.core.migrating import OWNER, SERVICE
from app.imports.commands import uploads_in
from tests.conftest import copied
from tests.imports.world import BUDI, DEWI, FILES, PEOPLE, a_person, as_csv

Typed = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
async def talenta(postgres, template, tmp_path) -> AsyncIterator[Typed]:
    """The command, on a database of its own."""
    async with copied(postgres, template) as database:
        environment = os.environ | {
            "DATABASE_URL": postgres.url(OWNER, database),
            "DATABASE_APP_URL": postgres.url(SERVICE, database),
            "TALENTA_HOME": str(tmp_path / "home"),
            "COLUMNS": "120",
        }

        def typed(*arguments: object) -> "subprocess.CompletedProcess[str]":
            return subprocess.run(
                [sys.executable, "-c", "from app.cli import app; app()", "import"]
                + [str(argument) for argument in arguments],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )

        yield typed


def a_folder(path: Path, files: dict[str, bytes]) -> Path:
    path.mkdir()
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


def report(path: Path) -> list[tuple[str, ...]]:
    with path.open(newline="") as lines:
        return [tuple(row) for row in csv.reader(lines)]


async def test_a_folder_is_imported_and_every_row_reported(talenta, tmp_path):
    people = as_csv([a_person(DEWI), a_person(BUDI, nama=" ")])
    files = FILES | {"pegawai.csv": people, "catatan.txt": b"apa saja", ".DS_Store": b"\0"}
    folder = a_folder(tmp_path / "files", files)

    tried = talenta(folder, "--dry-run", "--report", tmp_path / "tried.csv")
    done = talenta(folder, "--report", tmp_path / "done.csv")
    again = talenta(folder, "--report", tmp_path / "again.csv")

    assert (tried.returncode, done.returncode, again.returncode) == (0, 0, 0), done.stderr
    assert "Dry run: nothing was changed." in tried.stdout
    assert "catatan.txt: The file's name is not known" in done.stderr
    shown = next(line for line in done.stdout.splitlines() if "pegawai" in line)
    assert [cell.strip() for cell in shown.split("│")[1:-1]] == ["pegawai", "2", "1", "0", "0", "1"]
    assert report(tmp_path / "done.csv") == [
        ("file", "line", "verdict", "code"),
        ("catatan.txt", "1", "rejected", "kind-unknown"),
        ("pegawai.csv", "2", "accepted", ""),
        ("pegawai.csv", "3", "rejected", "name-missing"),
        ("ref_unor.json", "2", "accepted", ""),
        ("ref_unor.json", "10", "accepted", ""),
        ("ref_unor.json", "18", "accepted", ""),
        ("rw_skp22.ndjson", "1", "accepted", ""),
        ("rw_skp22.ndjson", "2", "rejected", "employee-unknown"),
    ]
    assert report(tmp_path / "tried.csv") == report(tmp_path / "done.csv")
    assert {row[2] for row in report(tmp_path / "again.csv")[1:]} == {"unchanged", "rejected"}


def test_a_folder_without_files_is_refused_before_anything_starts(tmp_path, capsys):
    for source in (tmp_path / "nowhere", a_folder(tmp_path / "empty", {".hidden": b""})):
        with pytest.raises(typer.Exit) as ended:
            uploads_in(source)
        assert ended.value.exit_code == 2

    said = capsys.readouterr().err
    assert "no such file or folder" in said
    assert "no files in this folder" in said


async def test_what_cannot_be_imported_ends_with_status_2_and_a_reason(talenta, tmp_path):
    strange = a_folder(tmp_path / "strange", {"catatan.txt": b"apa saja"})
    people = a_folder(tmp_path / "people", {"pegawai.csv": PEOPLE})

    unknown = talenta(strange)
    whose = talenta(people / "pegawai.csv")

    assert (unknown.returncode, whose.returncode) == (2, 2)
    assert "catatan.txt: The file's name is not known" in unknown.stderr
    assert "Name the agency's code" in whose.stderr
    assert "Traceback" not in unknown.stderr + whose.stderr
