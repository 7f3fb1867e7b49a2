"""The documents keep up with the code: decisions, fields, addresses, examples, containers."""

import re
from pathlib import Path

import pytest
import yaml

from app.core.config import Settings
from app.employees.levels import COMPETENCIES
from app.imports.histories import PERSON
from app.imports.kinds import KINDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
INTEGRATION = (ROOT / "docs" / "integration.md").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
HEADINGS = ["## Context", "## Decision", "## Consequences", "## Alternatives"]
BY_RULE = {f"{name}_syarat" for name in COMPETENCIES}
"""Headings that the page describes by their ending."""


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_four_headings_and_fits_on_a_page(decision):
    text = decision.read_text(encoding="utf-8")
    headings = [line for line in text.splitlines() if line.startswith("## ")]

    assert headings == HEADINGS
    assert text.startswith(f"# {decision.name[:4]}. ")
    assert len(text.splitlines()) <= 60


def test_decisions_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_field_of_a_file_is_described(kind):
    section = INTEGRATION.partition(f"### `{kind.name}`")[2].partition("\n### ")[0]
    history = PERSON.keys() <= kind.fields.keys() and kind.name != "pegawai"
    described = {
        heading
        for field, headings in kind.fields.items()
        for heading in headings
        if heading not in BY_RULE and not (history and field in PERSON)
    }

    assert {heading for heading in described if f"`{heading}`" not in section} == set()
    for field in kind.needed:
        assert any(f"`{heading}`" in section for heading in kind.fields[field])


def test_how_a_row_names_its_person_is_described():
    names = [name for names in PERSON.values() for name in names]

    assert [name for name in names if f"`{name}`" not in INTEGRATION] == []


@pytest.mark.parametrize("page", ["README.md", "docs/integration.md", "docs/operations.md"])
def test_addresses_are_those_of_the_api(app, page):
    paths = {re.sub(r"\{[^}]*\}", "{}", path) for path in app.openapi()["paths"]}
    text = (ROOT / page).read_text(encoding="utf-8")
    named = {
        re.sub(r"\{[^}]*\}|\$\w+|[0-9]{18}|(?<=histories/)\w+", "{}", path.rstrip("/."))
        for path in re.findall(r"(?<![\w.-])/(?:v1|oauth|health|verify)/[\w{}$/.-]+", text)
    }

    assert named
    assert named - paths == set()


@pytest.mark.parametrize("service", ["service", "worker", "migrate"])
def test_the_compose_file_sets_only_settings_that_there_are(service):
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))

    names = {name.lower() for name in compose["services"][service]["environment"]}

    assert names <= Settings.model_fields.keys()


def test_only_the_migration_knows_the_owners_password():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))

    knowing = {name for name, it in compose["services"].items() if "OWNER_PASSWORD" in str(it)}

    assert knowing == {"db", "migrate"}


@pytest.mark.parametrize("example", ["connect.sh", "connect.php", "connect.py"])
def test_the_readme_leads_to_the_examples(example):
    assert f"docs/examples/{example}" in README
