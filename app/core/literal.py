"""What is sent is taken for what it is: `true` is no number, `0` is no date, `"yes"` is no truth.

pydantic would convert such values without a word, and the document says that it does not: a number
for a date becomes a day of January 1970. Whole numbers may be written `5.0`, as JSON Schema has it.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Annotated, Any, cast

from pydantic import AwareDatetime, BeforeValidator
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError
from pydantic_core.core_schema import no_info_before_validator_function

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
"""How a date begins, and an instant, in ISO 8601 and RFC 3339."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Both ends of the calendar are no dates to the database's driver: it takes them for infinity."""
OPAQUE = frozenset({"metadata", "serialization", "default", "expected", "members", "cls"})
"""Members of a core schema that hold no schemas for what comes in."""


def whole_number(value: Any) -> Any:
    """No text and no truth value; raises `int_type`."""
    if isinstance(value, bool | str):
        raise PydanticKnownError("int_type")
    return value


def written(kind: str, value: Any) -> Any:
    """Only what is written as a date is one, of a year that people plan with.

    Raises `date_parsing` or `datetime_parsing`, and `year_out_of_range`.
    """
    if isinstance(value, int | float) or (isinstance(value, str) and not ISO.match(value)):
        error: Any = f"{kind}_parsing"
        raise PydanticKnownError(error, {"error": "it is not written as in ISO 8601"})
    if isinstance(value, str) and not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        raise PydanticCustomError(
            "year_out_of_range",
            "The year must lie between {first} and {last}.",
            {"first": FIRST_YEAR, "last": LAST_YEAR},
        )
    return value


CHECKS: dict[str, Callable[[Any], Any]] = {
    "int": whole_number,
    "date": partial(written, "date"),
    "datetime": partial(written, "datetime"),
}

Day = Annotated[date, BeforeValidator(CHECKS["date"])]
"""A date in an address."""
Instant = Annotated[AwareDatetime, BeforeValidator(CHECKS["datetime"])]
"""An instant in an address."""


def literally(schema: Any, model: type) -> Any:
    """A model's core schema whose numbers, truth values and dates are not made of other types.

    Models inside it look after themselves.
    """
    if isinstance(schema, list | tuple):
        return type(schema)(literally(one, model) for one in schema)
    if not isinstance(schema, dict) or schema.get("cls") not in (None, model):
        return schema
    below = {
        name: value if name in OPAQUE else literally(value, model) for name, value in schema.items()
    }
    kind = below.get("type")
    if kind == "bool":
        return {**below, "strict": True}
    if isinstance(kind, str) and kind in CHECKS:
        return no_info_before_validator_function(CHECKS[kind], cast(CoreSchema, below))
    return below
