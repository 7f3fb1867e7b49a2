"""The report that people read of a bundle."""

import json

import pytest

from app.verifier.__main__ import NOT_SOUND, SOUND, UNREADABLE, run
from tests.verifier.bundles import make, ndjson, read, zipped
from tests.verifier.seals import public


@pytest.fixture
def saved(tmp_path):
    def save(files):
        path = tmp_path / "bundle.zip"
        path.write_bytes(zipped(files).getvalue())
        return path

    return save


def test_a_sound_bundle_says_what_was_looked_at(saved, tmp_path, capsys):
    key = tmp_path / "keys.txt"
    key.write_text(public().written())

    status = run(saved(make()), keys=[key])

    said = capsys.readouterr().out
    assert status == SOUND
    assert said.startswith("talent_map ")
    assert "note:" not in said
    assert said.endswith("SOUND\n")


def test_many_findings_of_one_name_are_counted(saved, capsys):
    files = make(people=60)
    lines = [{**line, "cohort": 4} for line in read(files["results.ndjson"])]

    status = run(saved({**files, "results.ndjson": ndjson(lines)}))

    said = capsys.readouterr().out
    assert status == NOT_SOUND
    assert said.count("found: result-differs: 0") == 20
    assert "found: result-differs: 40 more" in said


def test_nothing_in_a_file_steers_the_terminal(saved, capsys):
    files = make()
    about = json.loads(files["map.json"])
    about["as_of"] = "\x1b[2J\u202e2026"

    run(saved({**files, "map.json": json.dumps(about).encode()}))

    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_a_file_that_is_not_there_is_no_finding(tmp_path, capsys):
    assert run(tmp_path / "tiada.zip") == UNREADABLE
    assert "tiada.zip" in capsys.readouterr().err
