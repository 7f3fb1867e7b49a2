"""Schemathesis as a program of its own, told who asks about what."""

import asyncio
import json
import sys
from copy import deepcopy
from pathlib import Path

import orjson

from app.core.selecting import FIELDS
from tests.authority.asking import routes
from tests.authority.test_matrix import TABLE

RULES = Path(__file__).with_name("schemathesis.toml")


async def run(app, url, folder, operations, phases, *options):
    """Exit status and words of a run against a served application."""
    config, document = folder / "schemathesis.toml", folder / "openapi.json"
    config.write_text("\n".join([RULES.read_text(encoding="utf-8"), *operations]), encoding="utf-8")
    document.write_bytes(orjson.dumps(whole(app.openapi())))
    command = ("-m", "schemathesis.cli", "--config-file", config, "run", document, "--url", url)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *(*command, "--phases", phases, *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=folder,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


def whole(document):
    """The document without `fields`: an answer of chosen members is none of the whole's schema.

    tests/core/test_selecting.py compares such answers with the whole, member by member.
    """
    document = deepcopy(document)
    for path in document["paths"].values():
        for operation in path.values():
            operation["parameters"] = [
                one for one in operation.get("parameters", ()) if one.get("name") != FIELDS
            ]
    return document


def asked(route, token, url=None):
    """The rules for one operation: as whom, and about which things, if they are there already."""
    lines = [
        "[[operations]]",
        f"include-name = {json.dumps(route)}",
        f'headers = {{ Authorization = "Bearer {token}" }}',
    ]
    if url is not None:
        names = route.split(" ", 1)[1].split("/")
        lines += [
            f"parameters.{json.dumps(f'path.{name[1:-1]}')} = {json.dumps(value)}"
            for name, value in zip(names, url.split("/"), strict=True)
            if name.startswith("{")
        ]
    return "\n".join([*lines, *(f"checks.{check}" for check in UNFAIR.get(route, ()))])


UNFAIR = {
    # A batch judges its items one by one: a faulty one has a verdict in an answer of 200.
    "POST /v1/employees/batch": ["negative_data_rejection.enabled = false"],
    # The number that is put in place of the wrong one is right.
    "GET /v1/audit/entries/{entry_id}": ["negative_data_rejection.enabled = false"],
}
"""Checks that ask too much of an operation."""


def welcomed(app):
    """For each route of the table of authority, the first role that it serves."""
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith("|--")
    ]
    roles, there = rows[0][1:], routes(app)
    return {
        route: next((r for r, c in zip(roles, cells, strict=True) if c[:1] in "23"), "admin")
        for route, *cells in rows[1:]
        if route in there
    }
