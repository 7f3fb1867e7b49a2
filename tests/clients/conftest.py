"""Generators of clients, each in an environment of its own, and a workshop for what they make."""

import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from app.core.identity import Role
from tests.processes import ROOT
from tests.test_examples import Served, program_output
from tests.test_succession_example import small_province
from tests.test_tours import blocks_of

HERE = Path(__file__).parent
TOOLS, MODULES = ROOT / ".generators" / "bin", HERE / "node_modules"
STORIES = ROOT / "docs" / "examples" / "clients"
NODE = 20
EXTENSIONS = {"curl", "mbstring"}
GUZZLE = "/usr/share/php/GuzzleHttp/autoload.php"
COMPOSER = f"""#!/bin/sh
# In the place of composer, which would fetch Guzzle: Debian packages it.
mkdir -p "$4/vendor"
cat > "$4/vendor/autoload.php" <<'PHP'
<?php
require_once '{GUZZLE}';
spl_autoload_register(function (string $class): void {{
    if (str_starts_with($class, 'Talenta\\\\')) {{
        require __DIR__ . '/../lib/' . strtr(substr($class, 8), '\\\\', '/') . '.php';
    }}
}});
PHP
"""


def told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@cache
def missing(language: str) -> str | None:
    """What the machine lacks for clients in a language, or None."""
    program = {"typescript": "node", "php": "php"}.get(language)
    if program is not None and shutil.which(program) is None:
        return f"{program} is not installed"
    if not (MODULES.is_dir() and (TOOLS / "openapi-generator-cli").exists()):
        return "the generators of clients are missing: run `make clients`"
    if program == "node" and int(re.findall(r"\d+", told("node", "--version"))[0]) < NODE:
        return f"node is older than {NODE}"
    if program == "php" and not (
        Path(GUZZLE).exists() and {*told("php", "-m").split()} >= EXTENSIONS
    ):
        return "php-guzzlehttp-guzzle, php-curl or php-mbstring is not installed"
    return None


class Workshop(NamedTuple):
    """An empty folder with the files of docs/examples/clients, and a client to come in with."""

    folder: Path
    served: Served

    async def run(self, *commands: str) -> str:
        """What shell commands printed; it fails at the first that fails."""
        path = [self.folder / "bin", TOOLS, MODULES / ".bin", os.environ["PATH"]]
        status, out, errors = await program_output(
            "bash",
            "-c",
            "\n".join([f"cd {self.folder}", "set -euo pipefail", *commands]),
            environment={
                "PATH": ":".join(map(str, path)),
                "HOME": str(self.folder),
                "JAVA_OPTS": "-XX:TieredStopAtLevel=1",  # it lives for seconds
                "BASE_URL": self.served.base_url,
                "CLIENT_ID": str(self.served.client_id),
                "CLIENT_SECRET": self.served.client_secret,
            },
        )
        assert status == 0, f"{out[-3000:]}\n{errors[-3000:]}"
        return out + errors


@pytest.fixture(scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    folder = tmp_path_factory.mktemp("province")
    async with small_province(folder, 120, Role.SIMPEG, Role.ANALYST) as served:
        yield served


@pytest.fixture
def workshop(tmp_path: Path, served: Served) -> Workshop:
    folder = tmp_path / "workshop"
    shutil.copytree(STORIES, folder)
    (folder / "node_modules").symlink_to(MODULES)
    (folder / "bin").mkdir()
    (folder / "bin" / "composer").write_text(COMPOSER)
    (folder / "bin" / "composer").chmod(0o755)
    return Workshop(folder, served)


def commands(generator: str) -> str:
    """The commands that docs/integration.md gives for a generator."""
    blocks = blocks_of(ROOT / "docs" / "integration.md")
    found = [text for kind, text in blocks if kind == "sh" and re.match(rf"{generator} ", text)]
    assert len(found) == 1
    return found[0]
