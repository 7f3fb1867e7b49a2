"""The README keeps up with the code: settings, commands and files that it names exist."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from app.cli import app
from app.core.config import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_in_the_configuration_table(setting):
    assert f"| `{setting.upper()}` |" in README


@pytest.mark.parametrize("command", get_command(app).commands)
def test_every_command_is_named(command):
    assert re.search(rf"talenta [^\n`]*\b{command}\b", README)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    broken = [
        link
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]

    assert broken == []
