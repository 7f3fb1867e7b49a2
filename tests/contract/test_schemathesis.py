"""Schemathesis asks for all that the document proposes, and holds every answer to the document."""

import asyncio
import json
import sys
from pathlib import Path

import orjson

from tests.authority.asking import request_to, routes
from tests.authority.test_matrix import TABLE
from tests.authority.world import actors
from tests.contract.served import served, taken_back

RULES = Path(__file__).with_name("schemathesis.toml")


async def test_every_operation_answers_as_the_document_says(app, connection, sides, tmp_path):
    own = sides["own"]
    tokens = {name: app.state.tokens.issue(actor) for name, actor in actors(own).items()}
    rules = [RULES.read_text(encoding="utf-8")]
    for route, role in welcomed().items():
        if route in routes(app):
            rules.append(asked(route, request_to(route, own.ids)["url"], tokens[role]))
    config, document = tmp_path / "schemathesis.toml", tmp_path / "openapi.json"
    config.write_text("\n".join(rules), encoding="utf-8")
    document.write_bytes(orjson.dumps(app.openapi()))

    async with served(taken_back(app, connection)) as url:
        command = ("-m", "schemathesis.cli", "--config-file", config, "run", document, "--url", url)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=tmp_path,
        )
        said, _ = await process.communicate()

    assert process.returncode == 0, said.decode()


def asked(route, url, token):
    """The rules for one operation: as whom, and about which things."""
    names = route.split(" ", 1)[1].split("/")
    lines = [
        "[[operations]]",
        f"include-name = {json.dumps(route)}",
        f'headers = {{ Authorization = "Bearer {token}" }}',
        *(
            f"parameters.{json.dumps(f'path.{name[1:-1]}')} = {json.dumps(value)}"
            for name, value in zip(names, url.split("/"), strict=True)
            if name.startswith("{")
        ),
    ]
    return "\n".join(lines)


def welcomed():
    """For each route of the table of authority, the first role that it serves."""
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith("|--")
    ]
    roles = rows[0][1:]
    return {
        route: next((r for r, c in zip(roles, cells, strict=True) if c[:1] in "23"), "admin")
        for route, *cells in rows[1:]
    }
