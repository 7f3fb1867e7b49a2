"""What an OpenAPI document says at many operations is said once, and referred to.

The same refusals follow from the same shape, so they repeat at every route: written out they are
two thirds of the document, and Swagger UI reads, resolves and draws each of them.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson

METHODS = ("get", "post", "put", "patch", "delete")
Document = dict[str, Any]


def shared(document: Document) -> Document:
    """The document with its problems' examples, and the responses that are equal, in `components`.

    Examples are named for the problem's code, responses for the status and the codes they show.
    Changes the document given, and may be applied to it again after it was added to.
    """
    _share_examples(document)
    responses: dict[str, dict[str, Any]] = document["components"].setdefault("responses", {})
    times = Counter(_bytes(response) for _, _, response in _responses(document))
    for operation, status, response in _responses(document):
        if status < "400" or "$ref" in response or times[_bytes(response)] == 1:
            continue
        name = _name(status, response)
        if responses.setdefault(name, response) == response:
            operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    used = {r["$ref"].rpartition("/")[2] for _, _, r in _responses(document) if "$ref" in r}
    document["components"]["responses"] = {
        name: responses[name] for name in sorted(responses.keys() & used)
    }
    return document


def written_out(document: Document, part: dict[str, Any]) -> dict[str, Any]:
    """What a reference into `components` stands for; anything else as it is."""
    if "$ref" not in part:
        return part
    kind, name = part["$ref"].removeprefix("#/components/").split("/")
    found: dict[str, Any] = document["components"][kind][name]
    return found


def _share_examples(document: Document) -> None:
    examples: dict[str, Any] = document["components"].setdefault("examples", {})
    for _, status, response in _responses(document):
        if status < "400":
            continue
        for content in response.get("content", {}).values():
            shown = content.get("examples", {})
            for code, example in shown.items():
                if "$ref" not in example and examples.setdefault(code, example) == example:
                    shown[code] = {"$ref": f"#/components/examples/{code}"}
    document["components"]["examples"] = dict(sorted(examples.items()))


def _responses(document: Document) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    for path in document["paths"].values():
        for method in METHODS:
            operation = path.get(method, {})
            for status, response in list(operation.get("responses", {}).items()):
                yield operation, status, response


def _name(status: str, response: dict[str, Any]) -> str:
    codes = sorted(
        code
        for content in response.get("content", {}).values()
        for code in content.get("examples", {})
    )
    return ".".join([status, *codes])


def _bytes(response: dict[str, Any]) -> bytes:
    return orjson.dumps(response, option=orjson.OPT_SORT_KEYS)
