"""When a stage applies: a closed language over the content of a request. Pure; no code is run.

`{"all": [..]}`, `{"any": [..]}`, `{"not": ..}`, and a comparison of what stands at a JSON pointer
(RFC 6901): `{"pointer": "/pool/size", "is": "at_least", "value": 10}`. Answers are yes, no and
unknown (Kleene): what is not in the content is unknown, which is never no. A number in a text
("83.3334", as scores are written) compares as the number that it is, by decimals.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

Condition = Mapping[str, Any]

DEEPEST = 5
WIDEST = 20
LONGEST = 300
ORDERED = frozenset({"at_least", "at_most"})
OPERATORS = frozenset({"equals", "in", "present", "size_at_least", "size_at_most"}) | ORDERED


class Wrong(NamedTuple):
    """A fault of a condition, and where in it."""

    pointer: str
    code: str


def faults(condition: Any, pointer: str = "") -> list[Wrong]:
    """All that is wrong with a condition; nothing, where it can be asked."""
    return list(_faults(condition, pointer, 1))


def holds(condition: Condition, content: Any) -> bool | None:
    """Whether a condition without faults holds for a content; None where that is not known."""
    if "all" in condition:
        return _all([holds(one, content) for one in condition["all"]])
    if "any" in condition:
        return _any([holds(one, content) for one in condition["any"]])
    if "not" in condition:
        answer = holds(condition["not"], content)
        return None if answer is None else not answer
    there, found = _at(content, condition["pointer"])
    if condition["is"] == "present":
        return bool(there is condition["value"])
    return _compared(condition["is"], found, condition["value"]) if there else None


def _faults(condition: Any, pointer: str, depth: int) -> Iterator[Wrong]:
    if not isinstance(condition, Mapping):
        yield Wrong(pointer, "condition-expected")
    elif depth > DEEPEST:
        yield Wrong(pointer, "too-deep")
    elif condition.keys() == {"not"}:
        yield from _faults(condition["not"], f"{pointer}/not", depth + 1)
    elif condition.keys() in ({"all"}, {"any"}):
        [(word, parts)] = condition.items()
        if not isinstance(parts, list) or not 1 <= len(parts) <= WIDEST:
            yield Wrong(f"{pointer}/{word}", "conditions-expected")
            return
        for n, part in enumerate(parts):
            yield from _faults(part, f"{pointer}/{word}/{n}", depth + 1)
    elif condition.keys() == {"pointer", "is", "value"}:
        yield from _faults_of_comparison(condition, pointer)
    else:
        yield Wrong(pointer, "condition-unknown")


def _faults_of_comparison(condition: Condition, pointer: str) -> Iterator[Wrong]:
    where, operator, value = condition["pointer"], condition["is"], condition["value"]
    if not isinstance(where, str) or not where.startswith("/") or len(where) > LONGEST:
        yield Wrong(f"{pointer}/pointer", "pointer-expected")
    if not isinstance(operator, str) or operator not in OPERATORS:
        yield Wrong(f"{pointer}/is", "operator-unknown")
    elif not _fits(operator, value):
        yield Wrong(f"{pointer}/value", "value-unfit")


def _fits(operator: str, value: Any) -> bool:
    if operator == "present":
        return isinstance(value, bool)
    if operator.startswith("size_"):
        return type(value) is int and value >= 0
    if operator in ORDERED:
        return _number(value) is not None
    if operator == "in":
        return isinstance(value, list) and 1 <= len(value) <= WIDEST and all(map(_plain, value))
    return _plain(value)


def _plain(value: Any) -> bool:
    # No floats: the same number would be several.
    return value is None or (isinstance(value, str | int) and len(str(value)) <= LONGEST)


def _number(value: Any) -> Decimal | None:
    """The number that a value is or writes; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str) or len(str(value)) > LONGEST:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _compared(operator: str, found: Any, value: Any) -> bool | None:
    if operator.startswith("size_"):
        if not isinstance(found, Sequence | Mapping) or isinstance(found, str):
            return None
        there, size = len(found), int(value)
        return there >= size if operator == "size_at_least" else there <= size
    if operator in ORDERED:
        one, other = _number(found), _number(value)
        if one is None or other is None:
            return None
        return one >= other if operator == "at_least" else one <= other
    if operator == "in":
        return any(_same(found, one) for one in value)
    return _same(found, value)


def _same(one: Any, other: Any) -> bool:
    # 1 == True in Python, and not in JSON.
    return type(one) is type(other) and bool(one == other)


def _at(content: Any, pointer: str) -> tuple[bool, Any]:
    """Whether there is something at a pointer, and what."""
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(content, Mapping) and name in content:
            content = content[name]
        elif isinstance(content, list) and name.isascii() and name.isdigit() and len(name) < 10:  # noqa: PLR2004 - ten digits fit no list
            if int(name) >= len(content):
                return False, None
            content = content[int(name)]
        else:
            return False, None
    return True, content


def _all(answers: Sequence[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def _any(answers: Sequence[bool | None]) -> bool | None:
    if True in answers:
        return True
    return None if None in answers else False
