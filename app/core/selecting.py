"""Sparse answers: `fields` chooses members of what the answer's model declares.

PostgreSQL makes the choice in the statement that reads, behind masks and row-level security: it can
only leave out. See decision 0053.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, RootModel

from app.core.errors import InvalidRequest
from app.core.validation import unknown

FIELDS = "fields"
IDENTIFIERS = ("id", "employee_id", "map_id", "request_id", "position_id")
"""What an item is known by: the first of these that it has."""
ONLY_THESE = (
    "Only these members, separated by commas; `{}` is always there. An ETag names what is shown: as"
    " `If-Match` only that of the whole serves."
)


class Choices(NamedTuple):
    """What can be chosen of an answer."""

    name: str
    """Of the model, for the document."""
    identifier: str
    """The member that is never left out."""
    fields: tuple[str, ...]

    def wanted(self, given: Mapping[str, str]) -> tuple[str, ...] | None:
        """The members that a query chooses, None for all; 422 for a name that is none of them."""
        if FIELDS not in given:
            return None
        names = given[FIELDS].split(",")
        strange = list(dict.fromkeys(name for name in names if name not in self.fields))
        if strange:
            faults = [unknown(f"?{FIELDS}", name, self.fields) for name in strange[:10]]
            raise InvalidRequest(errors=faults)
        return self.identifier, *names


def choices_of(response_model: Any) -> Choices:
    """What can be chosen of a model, or of the items of a page of them."""
    item = response_model
    if "items" in response_model.model_fields:
        (item,) = get_args(response_model.model_fields["items"].annotation)
    one_of = item.model_fields["root"].annotation if issubclass(item, RootModel) else None
    models: tuple[type[BaseModel], ...] = get_args(one_of) or (item,)
    fields = tuple(dict.fromkeys(name for model in models for name in model.model_fields))
    return Choices(
        name=item.__name__,
        identifier=next(name for name in IDENTIFIERS if name in fields),
        fields=fields,
    )


def parameter_of(choices: Choices) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parameter as the OpenAPI document has it, and the schema that it refers to, by name."""
    name = f"{choices.name}{FIELDS.capitalize()}"
    parameter = {
        "name": FIELDS,
        "in": "query",
        "required": False,
        "description": ONLY_THESE.format(choices.identifier),
        "style": "form",
        "explode": False,
        "schema": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
    }
    return parameter, {name: {"type": "string", "enum": list(choices.fields)}}
