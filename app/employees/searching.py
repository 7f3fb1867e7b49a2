"""Search by name, forgiving: titles, accents, the order of words and slips of the keyboard."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, Integer, Text, Uuid, bindparam, column, func, select

from app.core.masking import View
from app.core.queries import Compiled
from app.core.queries import shown as columns_of
from app.core.reading import Reading
from app.employees.models import Employee
from app.employees.queries import shown


def search(view: View) -> Compiled:
    """The people whose names are likest to some words, the likest first."""
    found = func.search_names(
        bindparam("name", type_=Text), bindparam("limit", type_=Integer)
    ).table_valued(column("employee_id", Uuid), column("place", BigInteger), name="found")
    people = (
        select(*shown(Employee, Employee.id, view), found.c.place.label("_place"))
        .join(found, found.c.employee_id == Employee.id)
        .order_by(found.c.place)
    )

    def wrap(sql: str, _names: Sequence[str], _row: str) -> str:
        items = f"select {columns_of(people)} from ({sql}) p order by _place"
        return (
            """select '{"items":' || coalesce((select json_agg(e)::text from ("""
            f"""{items}) e), '[]') || '}}'"""
        )

    return Compiled(people, wrap)


SEARCH = {view: search(view) for view in (View.MASKED, View.KEYED)}


async def page(reader: Reading, view: View, name: str, limit: int) -> bytes:
    """At most `limit` people as JSON."""
    body = await SEARCH[view].value(reader, {"name": name, "limit": limit})
    assert body is not None  # noqa: S101 - the outer select always has a row
    return body
