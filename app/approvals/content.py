"""What a decision binds to: content as canonical JSON (RFC 8785), its hash, its changes. Pure."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple
from uuid import UUID

import rfc8785

# The first of these that every item of a list carries tells its items apart, so that one member
# added at the top is one change and not as many as there are members.
IDENTITIES = ("employee_id", "nip", "id", "code")


class Change(NamedTuple):
    """One difference between two contents.

    `pointer` is a JSON pointer in which `key=value` names an item of a list.
    """

    pointer: str
    kind: Literal["added", "removed", "changed", "reordered"]
    before: Any
    after: Any


def canonical(content: Mapping[str, Any]) -> str:
    """The one text of this content: keys sorted, no spaces, as RFC 8785 says."""
    return rfc8785.dumps(dict(content)).decode()


def sha256(text: str) -> str:
    """The hash of a canonical text, 64 hexadecimal digits, of its UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def people_in(content: Any) -> set[UUID]:
    """The civil servants whom a content names, wherever it does: every `employee_id`."""
    if isinstance(content, dict):
        inside = set().union(*(people_in(value) for value in content.values()))
        named = content.get("employee_id")
        return inside | ({UUID(named)} if isinstance(named, str) else set())
    if isinstance(content, list):
        return set().union(*(people_in(item) for item in content))
    return set()


def attachments_in(content: Any, pointer: str = "") -> list[tuple[str, str]]:
    """The attachments that a content names, wherever it does: every `attachment_sha256`."""
    found = []
    pairs: list[tuple[str, Any]] = []
    if isinstance(content, dict):
        pairs = list(content.items())
    elif isinstance(content, list):
        pairs = [(str(at), item) for at, item in enumerate(content)]
    for key, value in pairs:
        where = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        if key == "attachment_sha256" and isinstance(value, str):
            found.append((where, value))
        else:
            found += attachments_in(value, where)
    return found


def changes(before: Any, after: Any, pointer: str = "") -> list[Change]:
    """What one has to do to `before` to get `after`, in the order of the content."""
    return list(_changes(before, after, pointer))


def _changes(before: Any, after: Any, pointer: str) -> Iterator[Change]:
    # 1 == True in Python, and not in JSON.
    if before == after and type(before) is type(after) and not isinstance(before, dict | list):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _changes_of_parts(before, after, pointer)
    elif isinstance(before, list) and isinstance(after, list):
        one, other = _named(before, after)
        yield from _changes_of_parts(one, other, pointer)
        order, now = [key for key in one if key in other], [key for key in other if key in one]
        if order != now:
            yield Change(pointer, "reordered", order, now)
    else:
        yield Change(pointer, "changed", before, after)


def _changes_of_parts(
    before: Mapping[str, Any], after: Mapping[str, Any], pointer: str
) -> Iterator[Change]:
    for key in [*before, *(key for key in after if key not in before)]:
        where = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        if key not in after:
            yield Change(where, "removed", before[key], None)
        elif key not in before:
            yield Change(where, "added", None, after[key])
        else:
            yield from _changes(before[key], after[key], where)


def _named(before: Sequence[Any], after: Sequence[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both lists as mappings, by the identity their items share, else by place."""
    both = [*before, *after]
    for identity in IDENTITIES:
        if both and all(
            isinstance(item, dict) and isinstance(item.get(identity), str) for item in both
        ):
            one = {f"{identity}={item[identity]}": item for item in before}
            other = {f"{identity}={item[identity]}": item for item in after}
            if len(one) == len(before) and len(other) == len(after):
                return one, other
    return {str(at): item for at, item in enumerate(before)}, {
        str(at): item for at, item in enumerate(after)
    }
