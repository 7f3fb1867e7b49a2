"""The OpenAPI document as generators of clients want it.

Schemas have names that are good as those of classes, one for each. Pydantic calls a schema by its
class; by the module's path where two domains have a class of one name; a page by a formula.
Here the domain goes before the name instead (`ImportState` beside `TalentMapState`), a page is
called by what is on it (`EmployeePage`), and the body of a form by its operation
(`CreateImportBody`). And every success says of what type it is: else a client answers nothing.
"""

import re
from typing import Any

from app.core.sharing import METHODS, Document

REFERENCE = "#/components/schemas/"
JSON = "application/json"
TWICE = re.compile(r"-(Input|Output)$")
"""What Pydantic adds where a schema is both sent and answered."""
TEXTS = ("text/plain", "image/svg+xml")
"""Media types of which clients make text; of others that are not JSON, files."""
EVENTS = "text/event-stream"
"""A stream, whose schema would be that of one event."""


def for_generators(document: Document) -> Document:
    """The document with these names and types, without titles that only repeat a member's name.

    Raises ValueError where two different schemas would be called the same.
    """
    for path in document["paths"].values():
        for operation in (path[method] for method in METHODS if method in path):
            _type(operation["responses"])
    names = _names(document["components"]["schemas"])
    document = _said(document, {REFERENCE + old: REFERENCE + new for old, new in names.items()})
    schemas: dict[str, Any] = {}
    for old, schema in document["components"]["schemas"].items():
        named = {"title": names[old], **schema}
        if schemas.setdefault(names[old], named) != named:
            raise ValueError(f"two schemas are called {names[old]}")
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _type(responses: dict[str, Any]) -> None:
    """Give each success of an operation a type: as JSON, that of its other success."""
    shown = [
        (media_type, content)
        for status, response in responses.items()
        if status < "300"
        for media_type, content in response.get("content", {}).items()
    ]
    known = [content["schema"] for kind, content in shown if kind == JSON and "schema" in content]
    for media_type, content in shown:
        if media_type == JSON:
            content.setdefault("schema", known[0] if known else {"type": "object"})
        elif media_type != EVENTS:
            file = {} if media_type in TEXTS else {"format": "binary"}
            content.setdefault("schema", {"type": "string", **file})


def _names(schemas: dict[str, Any]) -> dict[str, str]:
    names = {name: _name(name) for name in schemas if not TWICE.search(name)}
    for name in schemas.keys() - names.keys():
        base = TWICE.sub("", name)
        names[name] = next(
            (
                new
                for old, new in names.items()
                if old.endswith(f"__{base}") and schemas[old] == schemas[name]
            ),
            TWICE.sub(r"\1", name),
        )
    for name, schema in schemas.items():
        if schema.get("title", "").startswith("Page["):
            item = schema["properties"]["items"]["items"]["$ref"].removeprefix(REFERENCE)
            names[name] = f"{names[item].removesuffix('Read')}Page"
    return names


def _name(name: str) -> str:
    if name.startswith("Body_"):
        return f"{_joined(name.removeprefix('Body_'))}Body"
    if name.startswith("app__"):
        _, domain, *_, base = name.split("__")
        return _joined(_singular(domain)) + base
    return name


def _joined(words: str) -> str:
    return "".join(word.capitalize() for word in words.split("_"))


def _singular(domain: str) -> str:
    if domain.endswith("ies"):
        return f"{domain.removesuffix('ies')}y"
    return domain if domain.endswith("ss") else domain.removesuffix("s")


def _said(part: Any, names: dict[str, str], *, keys: bool = False) -> Any:
    """A part with references that lead to the new names, and without titles of schemas.

    `keys`: those of this object are names of members or schemas, not words of the document.
    """
    if isinstance(part, list):
        return [_said(one, names) for one in part]
    if not isinstance(part, dict):
        return names.get(part, part) if isinstance(part, str) else part
    return {
        key: value
        if key in ("example", "examples", "default", "const", "enum", "info") and not keys
        else _said(value, names, keys=key in ("properties", "schemas") and not keys)
        for key, value in part.items()
        if keys or key != "title"
    }
