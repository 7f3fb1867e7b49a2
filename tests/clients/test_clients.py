"""Clients that ordinary generators make of the document of this tree, told one story.

Only the story's operations are asked; every operation and schema is compiled or loaded. The
commands are those of docs/integration.md, as they stand.
"""

import re

import pytest

from tests.clients.conftest import HERE, commands, missing
from tests.contract.breaking import METHODS

pytestmark = pytest.mark.committed

STORY = re.compile(
    r"people: (\d+) distinct: \1\n"
    r"recorded: unchanged\n"
    r"recorded: changed back_title\n"
    r"refused: 422 unit-unknown /unit_id\n"
    r"replayed: true same: true\n"
    r"boxes: 9 all: \d+\n"
    r"score: \d+\.\d{4} null: true\n"
)
IMPORTS = """
from importlib import import_module
from pkgutil import walk_packages
import talenta_client
for one in walk_packages(talenta_client.__path__, "talenta_client."):
    import_module(one.name)
"""


def needs(language):
    lack = missing(language)
    return pytest.mark.skipif(lack is not None, reason=str(lack))


@pytest.fixture(scope="session")
def operations(assembled):
    """The operations of the document by their names."""
    return {
        path[method]["operationId"]
        for path in assembled[0].openapi()["paths"].values()
        for method in METHODS
        if method in path
    }


def camel(name):
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


@needs("python")
async def test_a_client_in_python(workshop, operations):
    out = await workshop.run(commands("openapi-python-client"), f"python -c '{IMPORTS}'")

    assert "warning" not in out.lower()  # that something was left out
    assert STORY.search(out), out
    made = (workshop.folder / "talenta_client" / "api").glob("*/*.py")
    assert {file.stem for file in made} - {"__init__"} == operations


@needs("typescript")
async def test_a_client_in_typescript(workshop, operations):
    out = await workshop.run(commands("openapi-typescript"))

    assert STORY.search(out), out
    types = (workshop.folder / "talenta.ts").read_text()
    named = types[types.index("export interface operations {") :]
    assert set(re.findall(r"^    (\w+): \{$", named, re.MULTILINE)) == operations


@needs("php")
async def test_a_client_in_php(workshop, operations):
    out = await workshop.run(commands("openapi-generator-cli"), f"php {HERE / 'load.php'}")

    assert STORY.search(out), out
    library = workshop.folder / "talenta" / "lib"
    loaded = len(list(library.rglob("*.php")))
    assert out.splitlines()[-1] == f"unknown_default_open_api {loaded}"
    made = "".join(file.read_text() for file in (library / "Api").glob("*.php"))
    assert [name for name in operations if f"public function {camel(name)}(" not in made] == []
