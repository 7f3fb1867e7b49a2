"""Whoever wrote a client for the released API keeps a working client, or was told in time.

`docs/api/v1.json` is the released document, without its words and examples.
"""

import os
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from app.core.deprecations import DEPRECATED, NOTICE, Deprecated
from tests.contract.breaking import METHODS, broken

API = Path(__file__).parents[2] / "docs" / "api"
RELEASED, ANNOUNCED = API / "v1.json", API / "changes.toml"
GOES = re.compile(r"[A-Z]+ \S+: (query \S+ )?removed")
"""How an operation or a query parameter that is gone is named."""
SUNSET = date(2027, 9, 1)
WORDS = {"description", "summary", "example", "examples", "title", "tags", "headers"}


def bare(document):
    """What of a document binds: its words, examples and refusals left out."""
    kept = {"openapi": document["openapi"], "info": document["info"], "paths": {}}
    for path, item in document["paths"].items():
        kept["paths"][path] = {}
        for method in set(METHODS) & item.keys():
            operation = {
                key: value
                for key, value in item[method].items()
                if key in ("parameters", "requestBody", "operationId", "deprecated")
            }
            operation["responses"] = {
                status: response
                for status, response in item[method]["responses"].items()
                if status < "400"
            }
            kept["paths"][path][method] = wordless(operation)
    schemas = document["components"]["schemas"].items()
    kept["components"] = {"schemas": {name: wordless(schema) for name, schema in schemas}}
    kept["info"] = {"title": document["info"]["title"], "version": document["info"]["version"]}
    return kept


def wordless(part, *, names=False):
    """A part of a document without its words; the keys of `properties` are names, not words."""
    if isinstance(part, list):
        return [wordless(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: wordless(value, names=key in ("properties", "schemas") and not names)
        for key, value in part.items()
        if names or key not in WORDS
    }


@pytest.fixture(scope="session")
def today(assembled):
    document = orjson.loads(orjson.dumps(assembled[0].openapi()))
    if os.environ.get("RELEASE") == "write":
        RELEASED.write_bytes(orjson.dumps(bare(document), option=orjson.OPT_SORT_KEYS) + b"\n")
    return document


@pytest.fixture(scope="session")
def released(today):  # noqa: ARG001 - which may have to be written first
    return orjson.loads(RELEASED.read_bytes())


def announcements():
    return tomllib.loads(ANNOUNCED.read_text(encoding="utf-8")).get("change", [])


def test_nothing_breaks_that_was_not_announced(released, today):
    announced = {one["what"] for one in announcements()}

    assert [what for what in broken(released, today) if what not in announced] == [], (
        "keep it, or announce it in docs/api/changes.toml"
    )


def test_what_is_announced_is_so(released, today):
    found = broken(released, today)

    assert [one["what"] for one in announcements() if one["what"] not in found] == []
    for one in announcements():
        assert isinstance(one["on"], date)
        assert len(one["because"]) > 10


def test_what_goes_was_deprecated_and_its_sunset_has_come(released):
    assert too_soon(announcements(), DEPRECATED, datetime.now(UTC).date()) == []
    operations = {f"{m.upper()} {p}" for p, item in released["paths"].items() for m in item}
    assert [one.name for one in DEPRECATED if one.operation not in operations] == []


def test_what_is_deprecated_is_there_until_its_sunset(released, today):
    gone = {what.removesuffix(" removed").removesuffix(":") for what in broken(released, today)}
    now = datetime.now(UTC).date()

    assert [one.name for one in DEPRECATED if one.name in gone and one.sunset > now] == []


def test_the_released_document_without_words_says_what_it_said(today):
    assert broken(bare(today), today) == broken(today, bare(today)) == []


def too_soon(announced, deprecated, day):
    """Which removals of operations and query parameters were not deprecated until then."""
    sunsets = {
        f"{one.name}{'' if one.parameter else ':'} removed": one.sunset for one in deprecated
    }
    return [
        one["what"]
        for one in announced
        if GOES.fullmatch(one["what"])
        and not (sunsets.get(one["what"]) == one["on"] and one["on"] <= day)
    ]


@pytest.mark.parametrize(
    ("what", "on", "day", "refused"),
    [
        ("GET /v1/old: removed", SUNSET, SUNSET, False),
        ("GET /v1/old: removed", SUNSET, SUNSET - timedelta(days=1), True),
        ("GET /v1/old: removed", SUNSET - timedelta(days=1), SUNSET, True),
        ("GET /v1/units: query q removed", SUNSET, SUNSET, False),
        ("GET /v1/units: query r removed", SUNSET, SUNSET, True),
        ("GET /v1/units: removed", SUNSET, SUNSET, True),
        ("GET /v1/units: 200 application/json > id removed", SUNSET, SUNSET, False),
    ],
)
def test_a_removal_waits_for_the_sunset_of_what_was_deprecated(what, on, day, refused):
    since = SUNSET - NOTICE
    deprecated = [
        Deprecated("GET /v1/old", since, SUNSET, "Ask for units."),
        Deprecated("GET /v1/units", since, SUNSET, "Leave it out.", "q"),
    ]
    found = too_soon([{"what": what, "on": on, "because": "…"}], deprecated, day)

    assert found == ([what] if refused else [])
