"""Every name that the verifier of bundles can give is explained, and provoked by a test."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = (
    *("archive", "bundle", "sealing", "history"),
    *("talent_map", "calibration", "talent_pool", "candidates", "approval"),
)
NAMED = re.compile(r'(?:found|differs)\(\s*"([a-z-]+)"')
NAMES = {
    name
    for module in MODULES
    for name in NAMED.findall((ROOT / f"app/verifier/{module}.py").read_text(encoding="utf-8"))
}
PAGE = (ROOT / "docs/evidence.md").read_text(encoding="utf-8")


def test_every_name_is_on_the_page():
    assert len(NAMES) > 25
    assert {name for name in NAMES if f"`{name}`" not in PAGE} == set()


def test_every_name_is_provoked_by_a_test():
    folders = (ROOT / "tests/verifier", ROOT / "tests/evidence")
    tests = "".join(
        path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("test_*.py")
    )

    assert {name for name in NAMES if f'"{name}"' not in tests} == set()


def test_every_file_of_a_bundle_is_on_the_page():
    files = set()
    for module in MODULES:
        text = (ROOT / f"app/verifier/{module}.py").read_text(encoding="utf-8")
        files |= set(re.findall(r'"((?:log/)?[a-z]+\.(?:json|ndjson|txt|pdf))"', text))

    assert len(files) > 10
    assert {name for name in files if f"`{name}`" not in PAGE} == set()
