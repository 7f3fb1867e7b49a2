"""The rules that no reviewer should have to repeat."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = sorted((ROOT / "app").rglob("*.py"))


def outside_core(pattern: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in APP
        if "core" not in path.relative_to(ROOT).parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_domains_depend_downwards_only():
    lint = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:]


def test_nobody_commits_but_the_unit_of_work():
    assert outside_core(r"\.commit\(") == []


def test_expected_failures_are_problems():
    assert outside_core(r"HTTPException") == []


def test_relationships_never_load_by_surprise():
    assert outside_core(r"relationship\((?!.*lazy=\"raise\")") == []


@pytest.mark.parametrize("folder", ["app", "tests", "migrations", "benchmarks"])
def test_files_stay_small(folder):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > 300
    }

    assert long == {}


def test_every_package_says_what_it_is_for():
    packages = [path for path in APP if path.name == "__init__.py"]

    for path in packages:
        text = path.read_text().strip()
        assert text.startswith('"""'), path
        assert text.endswith('"""'), path


def test_the_project_speaks_of_itself_alone():
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    words = re.compile(
        "/wor" + "k/|pyp" + r"i\.org|python" + "hosted|npm" + r"js\.org|deb\.deb" + "ian"
    )

    found = [
        name
        for name in files
        if name
        and (ROOT / name).is_file()
        and words.search((ROOT / name).read_text(errors="ignore"))
    ]

    assert found == []


def test_parametrised_tests_have_the_same_names_in_every_process():
    by_chance = []
    for path in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            for decorator in getattr(node, "decorator_list", ()):
                text = ast.unparse(decorator)
                if "parametrize" in text and re.search(r"uuid4\(|uuid7\(|time\(|token_", text):
                    by_chance.append(f"{path.relative_to(ROOT)}:{decorator.lineno}")

    assert by_chance == []
