"""What each parameter of an operation is, where readers and generators of clients look for it."""

from typing import Any

ID = "_id"


def describe(operation: dict[str, Any]) -> None:
    """Give each parameter the words of its type; an id, those of its name."""
    for parameter in operation.get("parameters", ()):
        if parameter.get("description"):
            continue
        schema = parameter["schema"]
        forms = [schema, *schema.get("anyOf", ())]
        told = [form.pop("description") for form in forms if "description" in form]
        said = told[0] if told else _by(parameter["name"])
        if said is not None:
            parameter["description"] = said


def _by(name: str) -> str | None:
    if not name.endswith(ID):
        return None
    return f"Id of the {name.removesuffix(ID).replace('_', ' ')}, as answers have it."
