"""Records of JSON: one object a line, an array of objects, or SIASN's envelope around one. Pure."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import orjson

from app.core.file_content import Unreadable
from app.imports.records import Record

BLANK = re.compile(r"[\s,]*")
NUL = "\\u0000"


def records(text: str) -> Iterator[Record]:
    """The objects of a JSON text, each with the line where it begins."""
    if text.lstrip().startswith("["):
        return _array(text, text.index("["))
    first = text.lstrip().partition("\n")[0]
    try:
        orjson.loads(first)
    except orjson.JSONDecodeError:
        return _document(text)
    return _lines(text)


def _lines(text: str) -> Iterator[Record]:
    """Newline-delimited JSON."""
    has_nul = NUL in text
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or line.isspace():
            continue
        if has_nul and NUL in line:
            yield Record(number, (), (), line)
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError:
            value = None
        yield _record(number, value, line)


def _document(text: str) -> Iterator[Record]:
    """An object over several lines: an envelope `{"data": [...]}`, or a single record.

    Text that only begins like an object is taken line by line, each with its own verdict.
    """
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _lines(text)
    if isinstance(value, dict) and isinstance(value.get("data"), list):
        return _array(text, _position_of_data(text))
    start = len(text) - len(text.lstrip())
    return iter([_record(text.count("\n", 0, start) + 1, value, text)])


def _position_of_data(text: str) -> int:
    """Where the array of an envelope begins: after the key `data` of the outermost object."""
    decoder, at = json.JSONDecoder(), text.index("{") + 1
    while True:
        at = BLANK.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
        key, at = decoder.raw_decode(text, at)
        at = text.index(":", at) + 1
        at = BLANK.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
        if key == "data":
            return at
        _, at = decoder.raw_decode(text, at)


def _refuse(constant: str) -> NoReturn:
    """NaN and Infinity are not JSON."""
    raise ValueError(constant)


def _array(text: str, start: int) -> Iterator[Record]:
    """The elements of an array; one that is malformed spoils the file, for what follows is lost."""
    decoder = json.JSONDecoder(parse_float=str, parse_constant=_refuse)
    at, counted = start + 1, start
    line = text.count("\n", 0, start) + 1
    while True:
        at = BLANK.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
        line += text.count("\n", counted, at)
        counted = at
        if text[at : at + 1] == "]":
            return
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            raise Unreadable("json-malformed", line) from None
        element = text[at:end]
        if "\\u" in element and not _is_text(element):
            value = None
        yield _record(line, value, element)
        at = end


def _is_text(element: str) -> bool:
    """Whether escapes in a JSON text stand for characters that can be kept."""
    if NUL in element:
        return False
    try:
        orjson.loads(element)
    except orjson.JSONDecodeError:
        return False
    return True


def _record(line: int, value: Any, text: str) -> Record:
    if not isinstance(value, dict):
        return Record(line, (), (), text)
    return Record(line, tuple(value), tuple(value.values()))
