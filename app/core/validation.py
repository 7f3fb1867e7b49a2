"""What pydantic finds wrong, as faults with a JSON pointer and a sentence in both languages."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from app.core.errors import Fault
from app.core.words import Words

MESSAGES: dict[str, Words] = {
    "missing": Words("Wajib diisi.", "This is required."),
    "extra_forbidden": Words(
        "Isian ini tidak dikenal; periksa ejaannya.", "This is not known; check its spelling."
    ),
    "string_type": Words("Harus berupa teks.", "This must be text."),
    "string_too_short": Words(
        "Terlalu pendek; sedikitnya {min_length} karakter.",
        "Too short; at least {min_length} characters.",
    ),
    "string_too_long": Words(
        "Terlalu panjang; paling banyak {max_length} karakter.",
        "Too long; at most {max_length} characters.",
    ),
    "string_pattern_mismatch": Words(
        "Bentuknya harus {pattern}.", "It must have the form {pattern}."
    ),
    "int_type": Words("Harus bilangan bulat.", "This must be a whole number."),
    "int_from_float": Words("Harus bilangan bulat.", "This must be a whole number."),
    "int_parsing": Words("Harus bilangan bulat.", "This must be a whole number."),
    "int_parsing_size": Words("Bilangan terlalu besar.", "The number is too large."),
    "bool_parsing": Words("Harus true atau false.", "This must be true or false."),
    "bool_type": Words("Harus true atau false.", "This must be true or false."),
    "greater_than_equal": Words("Sedikitnya {ge}.", "At least {ge}."),
    "less_than_equal": Words("Paling banyak {le}.", "At most {le}."),
    "greater_than": Words("Harus lebih dari {gt}.", "More than {gt}."),
    "less_than": Words("Harus kurang dari {lt}.", "Less than {lt}."),
    "uuid_parsing": Words("Harus UUID.", "This must be a UUID."),
    "uuid_type": Words("Harus UUID.", "This must be a UUID."),
    "date_from_datetime_parsing": Words(
        "Harus tanggal ISO, mis. 2026-01-01.", "This must be an ISO date, such as 2026-01-01."
    ),
    "date_parsing": Words(
        "Harus tanggal ISO, mis. 2026-01-01.", "This must be an ISO date, such as 2026-01-01."
    ),
    "date_type": Words(
        "Harus tanggal ISO, mis. 2026-01-01.", "This must be an ISO date, such as 2026-01-01."
    ),
    "datetime_parsing": Words(
        "Harus waktu RFC 3339, mis. 2026-01-01T00:00:00Z.",
        "This must be an RFC 3339 instant, such as 2026-01-01T00:00:00Z.",
    ),
    "enum": Words("Pilih salah satu: {expected}.", "Choose one of: {expected}."),
    "literal_error": Words("Pilih salah satu: {expected}.", "Choose one of: {expected}."),
    "list_type": Words("Harus berupa daftar.", "This must be a list."),
    "too_short": Words("Sedikitnya {min_length} butir.", "At least {min_length} items."),
    "too_long": Words("Paling banyak {max_length} butir.", "At most {max_length} items."),
    "dict_type": Words("Harus berupa objek JSON.", "This must be a JSON object."),
    "model_attributes_type": Words("Harus berupa objek JSON.", "This must be a JSON object."),
    "model_type": Words("Harus berupa objek JSON.", "This must be a JSON object."),
    "year_out_of_range": Words(
        "Tahunnya harus antara {first} dan {last}; kosongkan bila tidak ada.",
        "The year must lie between {first} and {last}; leave it out if there is none.",
    ),
    "nul_character": Words(
        "Tidak boleh memuat karakter NUL.", "It must not contain the NUL character."
    ),
    "cursor_invalid": Words(
        "Kursor ini bukan dari daftar ini; mulai lagi tanpa `cursor`.",
        "This cursor is not from this list; begin again without `cursor`.",
    ),
}


OF_THESE = Words(
    "`{name}` tidak dikenal di sini; yang ada: {known}.",
    "`{name}` is not known here; there is: {known}.",
)
NOT_ANY = Words("`{name}` tidak dikenal di sini.", "`{name}` is not known here.")
COMPARED = 40
"""Characters of a name that are compared and shown."""


def unknown(pointer: str, name: str, known: Collection[str]) -> Fault:
    """A name that is none of those known, which are told, the likest first."""
    name = name[:COMPARED]
    ordered = sorted(known, key=lambda one: (-SequenceMatcher(None, name, one).ratio(), one))
    words = OF_THESE if known else NOT_ANY
    return Fault(pointer, "extra-forbidden", words.filled(name=name, known=", ".join(ordered)))


def pointer_of(location: Sequence[str | int]) -> str:
    """A JSON pointer for a place in a body, `?name` for a query, `{name}` for a path."""
    source, *rest = location or ("body",)
    if source == "query":
        return "?" + ".".join(str(part) for part in rest)
    if source in ("path", "header", "cookie"):
        return f"{source}:{'.'.join(str(part) for part in rest)}"
    parts = rest if source == "body" else location
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def faults_of(errors: Iterable[Mapping[str, Any]], body: Any = None) -> list[Fault]:
    """One fault for each error that pydantic reports; pointers lead into the body, if given."""
    plain = [_of_its_member(error) for error in errors]
    return [
        Fault(pointer_of(_sent(e, body)), e["type"].replace("_", "-"), _words(e)) for e in plain
    ]


def _of_its_member(error: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is wrong with the member that says which form a body has, as a fault of that member."""
    if error["type"] not in ("union_tag_not_found", "union_tag_invalid"):
        return error
    told = error["ctx"]
    place = (*error["loc"], told["discriminator"].strip("'"))
    if error["type"] == "union_tag_not_found":
        return {**error, "type": "missing", "loc": place}
    expected = {"expected": told["expected_tags"]}
    return {**error, "type": "literal_error", "loc": place, "ctx": expected}


def _sent(error: Mapping[str, Any], body: Any) -> Sequence[str | int]:
    """The place of an error without the names of forms, which were never sent."""
    location: Sequence[str | int] = error["loc"]
    source, *rest = location or ("body",)
    if source != "body" or body is None:
        return location
    place: list[str | int] = [source]
    for at, part in enumerate(rest, start=1):
        absent = isinstance(body, Mapping) and part not in body
        if absent and not (at == len(rest) and error["type"] in ("missing", "literal_error")):
            continue
        place.append(part)
        if isinstance(body, Mapping):
            body = body.get(part)
        elif isinstance(body, list) and isinstance(part, int) and part < len(body):
            body = body[part]
    return place


def _words(error: Mapping[str, Any]) -> Words:
    template = MESSAGES.get(error["type"])
    if template is None:
        return Words(error["msg"], error["msg"])
    return template.filled(**error.get("ctx", {}))
