"""The OpenAPI document is complete, and the committed one is the current one."""

import re
from copy import deepcopy
from pathlib import Path

import orjson
import pytest

from app.core.sharing import shared, written_out

COMMITTED = Path(__file__).with_name("openapi.json")
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def operations(app):
    """Every operation by its name, with its responses written out."""
    document = app.openapi()

    def responses(operation):
        return {
            status: written_out(document, response)
            for status, response in operation["responses"].items()
        }

    return [
        (f"{method.upper()} {path}", {**operation, "responses": responses(operation)})
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def test_the_committed_document_is_current(app):
    assert orjson.loads(COMMITTED.read_bytes()) == orjson.loads(orjson.dumps(app.openapi())), (
        "run `make openapi` and read the difference: it is the review of the API"
    )


def test_every_operation_has_words(operations):
    wordless = [
        name
        for name, operation in operations
        if not operation["summary"] or operation["description"] in ("", operation["summary"])
    ]

    assert wordless == []


def test_every_parameter_says_what_it_is(operations):
    wordless = [
        (name, parameter["name"])
        for name, operation in operations
        for parameter in operation.get("parameters", ())
        if not parameter.get("description")
    ]

    assert wordless == []


def test_operation_ids_are_unique_and_say_what_they_do(operations):
    ids = [operation["operationId"] for _, operation in operations]

    assert len(ids) == len(set(ids))
    assert all("_" in name or name == "metrics" for name in ids)


def test_every_success_has_an_example(operations):
    bare = [
        f"{name} {status}"
        for name, operation in operations
        for status, response in operation["responses"].items()
        if status[0] == "2"
        for content in response.get("content", {}).values()
        if "example" not in content and "examples" not in content
    ]

    assert bare == []


def test_every_operation_names_the_problems_that_follow_from_its_shape(operations):
    missing = []
    for name, operation in operations:
        needed = {"503"}
        if operation.get("security"):
            needed.add("401")
        if operation.get("parameters") or operation.get("requestBody"):
            needed.add("422")
        if "requestBody" in operation:
            needed.add("413")
        if not needed <= set(operation["responses"]):
            missing.append(name)

    assert missing == []


def test_problems_are_problem_json_with_an_example(operations):
    wrong = []
    for name, operation in operations:
        for status, response in operation["responses"].items():
            if status < "400":
                continue
            content = response.get("content", {})
            if list(content) != ["application/problem+json"]:
                wrong.append(f"{name} {status}")
            elif not content["application/problem+json"].get("examples"):
                wrong.append(f"{name} {status} example")

    assert [w for w in wrong if "oauth" not in w] == []


def test_what_is_said_at_many_operations_is_said_once(app):
    document = app.openapi()
    written = [
        orjson.dumps(response)
        for item in document["paths"].values()
        for method in METHODS & item.keys()
        for status, response in item[method]["responses"].items()
        if status >= "400" and "$ref" not in response
    ]

    assert len(written) == len(set(written))
    assert "too-many-requests" in document["components"]["examples"]


def test_sharing_again_changes_nothing(app):
    document = app.openapi()

    assert shared(deepcopy(document)) == document


def test_every_reference_has_something_behind_it(app):
    document = app.openapi()
    named = set(re.findall(rb'"#/components/(\w+)/([\w.-]+)"', orjson.dumps(document)))

    assert {kind for kind, _ in named} >= {b"schemas", b"responses", b"examples"}
    assert [
        (kind, name)
        for kind, name in named
        if name.decode() not in document["components"][kind.decode()]
    ] == []
