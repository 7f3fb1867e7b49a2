"""What docs/security.md promises: every test it names exists, and no item is left out."""

import re
from pathlib import Path

import pytest

from app.core.config import SECRETS, Settings
from app.imports.codes import FILE_CODES

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
ROW = re.compile(r"^\| ([0-9][^|]*|API[^|]*) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)
VERDICTS = {"yes", "partly", "deployment", "n/a", "no"}
LEVEL_2 = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1
4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2
7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2
10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5
14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""
"""The sections of ASVS 5.0.0 and how many items of levels 1 and 2 each has; they come first."""


def items(ids: str) -> list[str]:
    """The items of a row: one, or a range within a section."""
    first, _, last = ids.partition("-")
    section, _, number = first.rpartition(".")
    end = int((last or first).rpartition(".")[2])
    return [f"{section}.{n}" for n in range(int(number), end + 1)]


ROWS = [(ids.strip(), verdict.strip(), how.strip()) for ids, verdict, how in ROW.findall(PAGE)]


@pytest.mark.parametrize("file", sorted({file for file, _ in NAMED}))
def test_every_test_that_is_named_exists(file):
    text = (ROOT / file).read_text(encoding="utf-8")

    missing = [n for f, n in NAMED if f == file and n and f"def {n}(" not in text]

    assert missing == []


def test_no_item_of_level_2_is_left_out_and_none_comes_twice():
    wanted = [
        f"{section}.{n}"
        for section, count in (part.split(":") for part in LEVEL_2.split())
        for n in range(1, int(count) + 1)
    ]

    judged = [item for ids, _, _ in ROWS if ids[0].isdigit() for item in items(ids)]

    assert len(wanted) == 253
    assert judged == wanted


def test_the_ten_risks_of_apis_are_all_there():
    assert [ids.split()[0] for ids, _, _ in ROWS if ids.startswith("API")] == [
        f"API{n}" for n in range(1, 11)
    ]


def test_a_verdict_is_one_and_a_yes_says_where_it_is_shown():
    assert {verdict for _, verdict, _ in ROWS} == VERDICTS
    unshown = [
        ids
        for ids, verdict, how in ROWS
        if verdict == "yes" and not re.search(r"`tests/|above|\.md\)|the image|mypy", how)
    ]
    assert unshown == []
    assert [ids for ids, _, how in ROWS if not how] == []


def test_settings_and_codes_that_are_named_exist():
    settings = {name.upper() for name in Settings.model_fields}
    settings |= {f"{name.upper()}_FILE" for name in SECRETS} | {"AUDIT_REQUIRED"}
    named = set(re.findall(r"`([A-Z]{3,}(?:_[A-Z]+)+)[`=]", PAGE))
    codes = set(re.findall(r"`(file-[a-z-]+)`", PAGE))

    assert named
    assert named - settings == set()
    assert codes <= FILE_CODES.keys()
