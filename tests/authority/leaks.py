"""Finding out from an answer who somebody is: the marks of people, whatever they are wrapped in."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from urllib.parse import unquote_plus
from uuid import UUID

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


class Marks:
    """What gives people away: NIP, name, id, and the name of their unit."""

    def __init__(self, marks: Iterable[object]) -> None:
        texts = {str(mark).lower() for mark in marks if mark}
        assert texts
        self.marks = texts | {UUID(text).hex for text in texts if _is_id(text)}

    def found_in(self, headers: Iterable[tuple[str, str]], body: bytes) -> set[str]:
        """The marks in an answer: in its headers, in its body, in what is packed in it."""
        outside = " ".join(f"{name}: {value}" for name, value in headers)
        texts = [outside, unquote_plus(outside), *map(_read, unpacked(body))]
        return {mark for mark in self.marks if any(mark in text.lower() for text in texts)}


def unpacked(body: bytes) -> list[bytes]:
    """A body, the members of a ZIP (of an XLSX too), and the inflated streams of a PDF."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            inner = [archive.read(name) for name in archive.namelist()]
        return [body, *(part for one in inner for part in unpacked(one))]
    if body.startswith(b"%PDF"):
        return [body, *map(_inflated, STREAM.findall(body))]
    return [body]


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:  # a picture or a font
        return b""


def _read(part: bytes) -> str:
    text = part.decode("utf-8", "replace")
    if "\\u" in text:
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return text


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
