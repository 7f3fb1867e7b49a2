"""What of a person's identity an actor sees: masked, unless the actor's work is keyed on it.

A NIP holds birth date and sex, so it is masked like them. Full values are had one person at a
time, for a stated purpose, and on record.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Text, case, func, literal_column, null

from app.core.identity import Actor, Role


class View(StrEnum):
    """How much of a person's identity is shown."""

    MASKED = "masked"
    """NIP, phone and email masked, no birth date."""
    KEYED = "keyed"
    """The NIP besides: for a personnel system, whose records have no other key."""
    FULL = "full"
    """Everything: for the person themself."""


def view_of(actor: Actor) -> View:
    """How an actor sees people."""
    return View.KEYED if sees_nip(actor) else View.MASKED


def sees_nip(actor: Actor) -> bool:
    """Whether an actor's work is keyed on the NIP: a personnel system's."""
    return actor.has(Role.SIMPEG)


STAR: ColumnElement[str] = literal_column("'*'")


def masked(column: ColumnElement[Any], shown: int) -> ColumnElement[Any]:
    """A text of which only the last `shown` characters can be read."""
    last: ColumnElement[int] = literal_column(str(shown))
    hidden = func.greatest(func.length(column) - last, literal_column("0"))
    return func.repeat(STAR, hidden, type_=Text) + func.right(column, last, type_=Text)


def masked_email(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An address of which only the part from the @ on can be read."""
    domain = func.substring(column, literal_column("'@.*$'"))
    return case((column.is_not(None), func.concat(literal_column("'***'"), domain)))


def masked_nip(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A NIP of which only the last four digits can be read."""
    return masked(column, 4)


def nip_for(actor: Actor, nip: str) -> str:
    """A NIP at hand as the actor may see it."""
    return nip if sees_nip(actor) else "*" * max(len(nip) - 4, 0) + nip[-4:]


def value_for(actor: Actor, name: str, value: Any) -> Any:
    """A value of a person's column at hand as the actor may see it."""
    if value is None or name not in MASKS or (name == "nip" and sees_nip(actor)):
        return value
    if name == "birth_date":
        return None
    if name == "email":
        return f"***{value[value.find('@') :] if '@' in value else ''}"
    shown = 3 if name == "phone" else 4
    return "*" * max(len(value) - shown, 0) + value[-shown:]


MASKS: dict[str, Callable[[Any], ColumnElement[Any]]] = {
    "nip": masked_nip,
    "old_nip": masked_nip,
    "phone": lambda column: masked(column, 3),
    "email": masked_email,
    "birth_date": lambda _column: null(),
}


def identity(name: str, column: Any, view: View) -> Any:
    """A column of a person as it is shown in a view."""
    if view is View.FULL or name not in MASKS or (view is View.KEYED and name == "nip"):
        return column
    return MASKS[name](column).label(name)
