"""Everything documented runs: the shell commands of every page, and the tour of docs/examples.

One demonstration is served as `make demo` serves it. A page is one bash process: its blocks in
their order, with the variables that they set. A command that fails ends it.
"""

import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from app.proposals.bodies import BODIES, FILES
from tests.processes import ROOT, free_port, stopped, talenta
from tests.proposals_sent import NOT_SENT, REFUSED, STEPS, Page
from tests.test_examples import program_output

pytestmark = [
    pytest.mark.committed,
    pytest.mark.skipif(
        shutil.which("curl") is None or shutil.which("bash") is None, reason="needs bash and curl"
    ),
]

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LAST = ("docs/readiness.md", "docs/approvals.md")
"""Pages that place the agency, and let the PyB be absent: nobody comes after them."""
NOT_RUN = {
    ("README.md", "make demo "): "installs the environment, and serves until it is stopped",
    ("README.md", ".venv/bin/talenta import FOLDER"): "a synopsis: what is in brackets is a choice",
    ("docs/operations.md", "TALENTA_OWNER_PASSWORD="): "needs a database server of one's own",
    ("docs/operations.md", "pg_dump -U postgres"): "needs a database server of one's own",
    ("docs/integration.md", "openapi-generator-cli generate"): "run by tests/clients",
    ("docs/integration.md", "openapi-typescript "): "run by tests/clients",
    ("docs/integration.md", "openapi-python-client generate"): "run by tests/clients",
}
"""Blocks that no test can run, by page and first words, each with its reason."""
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OTHERWISE = {"json", "http", "text", "php", "python"}
"""Languages of blocks that are no shell commands."""


TALENTA = f"""#!/bin/sh
if [ "$1" = verify ]; then shift; exec {sys.executable} -m app.verifier "$@"; fi
exec {sys.executable} -m app "$@"
"""
"""The command; to verify, which is done often here, without loading the service."""


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks_of(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a page, each with its language."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def commands_of(page: Path) -> list[str]:
    """The blocks that are run."""
    listed = [words for name, words in NOT_RUN if name == name_of(page)]
    return [
        text
        for language, text in blocks_of(page)
        if language == "sh" and not text.startswith(tuple(listed))
    ]


def in_order(pages: list[Path]) -> list[Path]:
    first = [page for page in pages if name_of(page) not in LAST]
    return [*first, *(ROOT / name for name in LAST)]


RUN = in_order([page for page in PAGES if commands_of(page)])


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_block_says_its_language(page):
    assert {language for language, _ in blocks_of(page)} <= OTHERWISE | {"sh"}
    assert len(re.findall(r"^```", page.read_text(encoding="utf-8"), re.MULTILINE)) == 2 * len(
        blocks_of(page)
    )


@pytest.mark.parametrize(("name", "words"), NOT_RUN)
def test_what_is_not_run_is_still_there(name, words):
    begun = [text for language, text in blocks_of(ROOT / name) if language == "sh"]

    assert sum(text.startswith(words) for text in begun) == 1


class Tree(NamedTuple):
    """A folder like the root of the tree, where pages may leave files; and what they need."""

    root: Path
    environment: dict[str, str]

    async def ran(self, script: str) -> str:
        """What a script printed; it fails at the first command that fails."""
        whole = f"cd {self.root}\nset -euo pipefail\n{script}"
        status, out, errors = await program_output(
            "bash", "-c", whole, environment=self.environment
        )
        assert status == 0, f"{out[-2000:]}\n{errors[-2000:]}"
        return out


def planted(root: Path) -> Tree:
    """A tree with the documents, the programs of this environment, and no data yet."""
    (root / "docs").symlink_to(ROOT / "docs")
    programs = root / ".venv" / "bin"
    programs.mkdir(parents=True)
    (root / ".venv" / "lib").symlink_to(Path(sys.prefix) / "lib")
    python = f'#!/bin/sh\nexec {sys.executable} "$@"\n'
    for name, text in {"python": python, "python3": python, "talenta": TALENTA}.items():
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    port = str(free_port())
    return Tree(
        root,
        {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "TALENTA_HOME": str(root / ".talenta"),
            "TALENTA_PORT": port,
            "BASE_URL": f"http://127.0.0.1:{port}",
            "DEMO_EMPLOYEES": "400",
            "LOG_LEVEL": "CRITICAL",
        },
    )


def answers(base_url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{base_url}/health/ready").is_success
    return False


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    """`make demo`, told and served."""
    tree = planted(tmp_path_factory.mktemp("tour"))
    with talenta("demo", environment=tree.environment) as process:
        assert process.stdout is not None
        said = list(takewhile(lambda line: "Serving" not in line, process.stdout))
        for _ in range(300):
            if answers(tree.environment["BASE_URL"]):
                break
            assert process.poll() is None, "".join(said)
            time.sleep(0.1)
        yield tree
        stopped(process)


def test_what_the_documentation_proposes_can_be_sent(demo):
    page = Page(demo.environment["BASE_URL"], Path(demo.environment["TALENTA_HOME"]))

    answers = {step.operation: page.sent(step) for step in STEPS}
    page.http.close()
    refused = {name: answer.text for name, answer in answers.items() if not answer.is_success}
    assert refused.keys() == REFUSED.keys(), refused
    assert all(f'"{REFUSED[name][0]}"' in said for name, said in refused.items()), refused


def test_every_proposal_is_sent_or_excused():
    assert {step.operation for step in STEPS} | NOT_SENT.keys() >= BODIES.keys() | FILES.keys()


async def test_the_tour(demo):
    out = await demo.ran("docs/examples/tour.sh")

    assert out.endswith("The tour is over: everything was as it should be.\n")
    assert "\nSOUND\n" in out


@pytest.mark.parametrize("page", RUN, ids=name_of)
async def test_the_commands_of_a_page_run(demo, page):
    await demo.ran("\n".join(commands_of(page)))
