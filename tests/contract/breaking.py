"""What a new OpenAPI document takes from those who wrote a client for an older one.

Compared are operations, parameters, media types, successes and, member by member, what is sent and
what is answered: whether it is there, whether it has to be, its types and its closed lists; and the
names of operations and schemas, which generated clients give to methods and classes. Limits of size
and patterns are not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
Document = dict[str, Any]
INSIDE = " > "
"""Between a place and one inside it."""


@dataclass
class Member:
    """What may stand at one place of a value, over all alternatives of its schema."""

    types: set[str] = field(default_factory=set)
    values: set[str] | None = field(default_factory=set)
    """The closed list, or None where anything of the type may stand."""
    required: bool = True


def broken(old: Document, new: Document) -> list[str]:
    """Each change that a client of the old document can notice, as `METHOD /path: what`."""
    later = dict(_operations(new))
    gone = old["components"]["schemas"].keys() - new["components"]["schemas"].keys()
    found = {f"schema {name}: removed" for name in gone}
    for name, operation in _operations(old):
        if name not in later:
            found.add(f"{name}: removed")
            continue
        if operation["operationId"] != later[name]["operationId"]:
            found.add(f"{name}: no longer {operation['operationId']}")
        asked = _differing(_sent(old, operation), _sent(new, later[name]), _refused)
        answered = _differing(_answers(old, operation), _answers(new, later[name]), _missed)
        found |= {f"{name}: {what}" for what in (*asked, *answered)}
    return sorted(found)


def flat(document: Document, schema: dict[str, Any], at: str) -> dict[str, Member]:
    """The members of every value of a schema, by their places."""
    found: dict[str, Member] = {}
    _flatten(document, schema, at, found, frozenset())
    return found


def _operations(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def _sent(document: Document, operation: dict[str, Any]) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for one in operation.get("parameters", ()):
        name = f"{one['in']} {one['name']}"
        members = flat(document, one["schema"], name)
        members[name].required = one.get("required", False)
        found |= members
    body = operation.get("requestBody", {})
    for media_type, content in body.get("content", {}).items():
        name = f"body {media_type}"
        members = flat(document, content.get("schema", {}), name)
        members[name].required = body.get("required", False)
        found |= members
    return found


def _answers(document: Document, operation: dict[str, Any]) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for status, response in operation["responses"].items():
        if status < "400":
            found[status] = Member(values=None)
            for media_type, content in response.get("content", {}).items():
                found |= flat(document, content.get("schema", {}), f"{status} {media_type}")
    return found


def _flatten(
    document: Document,
    schema: dict[str, Any],
    at: str,
    found: dict[str, Member],
    above: frozenset[str],
) -> None:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in above:  # a tree's own branches are like its trunk
            inner = document["components"]["schemas"][name]
            _flatten(document, inner, at, found, above | {name})
        return
    member = found.setdefault(at, Member())
    alternatives = [one for key in ("anyOf", "oneOf", "allOf") for one in schema.get(key, ())]
    for one in alternatives:
        _flatten(document, one, at, found, above)
    if not alternatives:
        _allow(member, schema)
    for name, inner in schema.get("properties", {}).items():
        place = f"{at}{INSIDE}{name}"
        known = place in found
        _flatten(document, inner, place, found, above)
        if place in found:
            needed = name in schema.get("required", ())
            found[place].required = needed and (found[place].required or not known)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            _flatten(document, schema[key], f"{at}{INSIDE}*", found, above)


def _allow(member: Member, schema: dict[str, Any]) -> None:
    given = schema.get("type", "any")
    member.types |= {given} if isinstance(given, str) else set(given)
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    if listed is None and given != "null":
        member.values = None
    elif member.values is not None:
        member.values |= {repr(value) for value in listed or ()}


def _differing(old: dict[str, Member], new: dict[str, Member], judge: Any) -> Iterator[str]:
    for at in old.keys() - new.keys():
        if INSIDE not in at or at.rpartition(INSIDE)[0] in new:  # of what is gone, the top alone
            yield f"{at} removed"
    for at, member in new.items():
        parent = at.rpartition(INSIDE)[0]
        if at in old or parent in old or not parent:
            yield from judge(at, old.get(at), member)


def _refused(at: str, old: Member | None, new: Member) -> Iterator[str]:
    """What was taken and is taken no more."""
    item = at.endswith("*")
    if new.required and not item and (old is None or not old.required):
        yield f"{at} required"
    if old is None:
        return
    taken = new.types | ({"integer"} if "number" in new.types else set())
    if "any" not in taken and (gone := old.types - taken):
        yield f"{at} no longer {', '.join(sorted(gone))}"
    if new.values is not None:
        if old.values is None:
            yield f"{at} limited to a list"
        elif gone := old.values - new.values:
            yield f"{at} no longer {', '.join(sorted(gone))}"


def _missed(at: str, old: Member | None, new: Member) -> Iterator[str]:
    """What was answered, and may be missing or of another type."""
    if old is None:
        return
    if old.required and not new.required:
        yield f"{at} may be missing"
    if "any" not in old.types and (more := new.types - old.types):
        yield f"{at} may be {', '.join(sorted(more))}"
