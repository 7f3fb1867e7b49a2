"""The OpenAPI document holds to a published ruleset: Redocly's, stricter, with our exceptions."""

import json
import shutil
import subprocess
from pathlib import Path

import orjson
import pytest

HERE = Path(__file__).parent
REDOCLY = HERE.parent / "browser" / "node_modules" / ".bin" / "redocly"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}


@pytest.fixture
def lint(tmp_path):
    """What the ruleset finds in a document, as `rule: message at pointer`."""
    if shutil.which("node") is None or not REDOCLY.is_file():
        pytest.skip("node, or what `npm ci` puts in tests/browser/node_modules, is missing")
    for name in ("redocly.yaml", ".redocly.lint-ignore.yaml"):
        shutil.copy(HERE / name, tmp_path / name)

    def found(document):
        (tmp_path / "openapi.json").write_bytes(orjson.dumps(document))
        done = subprocess.run(
            [REDOCLY, "lint", "openapi.json", "--format", "json", "--max-problems", "1000"],
            cwd=tmp_path,
            env={"PATH": str(Path(shutil.which("node")).parent), "HOME": str(tmp_path), **QUIET},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        report = json.loads(done.stdout)
        return sorted(
            f"{one['ruleId']}: {one['message']} at {one['location'][0].get('pointer')}"
            for one in report["problems"]
            if not one.get("ignored")
        )

    return found


def test_the_ruleset_finds_nothing(assembled, lint):
    assert lint(assembled[0].openapi()) == []


def test_the_ruleset_would_find_an_example_that_is_no_answer(assembled, lint):
    document = orjson.loads(orjson.dumps(assembled[0].openapi()))
    answer = document["paths"]["/v1/agencies"]["get"]["responses"]["200"]
    del answer["content"]["application/json"]["example"]["next"]

    assert [one.partition(":")[0] for one in lint(document)] == ["no-invalid-media-type-examples"]
