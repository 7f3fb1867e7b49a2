"""Reads: Core selects compiled once, run on the read pool, answered as JSON by PostgreSQL.

Row-level security gets its context in the same statement, in one round trip, and nothing stays
behind on the connection: a local setting outside a transaction block ends with its statement.
"""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    tuple_,
)
from sqlalchemy.dialects.postgresql import asyncpg as dialect

from app.core.paging import DEFAULT_LIMIT, cursor_invalid, decode_cursor
from app.core.reading import Reading

CONTEXT = """with ctx as materialized (select set_config('app.context', ${n}, true) as c)
select r.j from ctx, lateral (select ctx.c is not null as ok, ({sql}) as j) r"""


Wrap = Callable[[str, Sequence[str], str], str]
Statement = Select[*tuple[Any, ...]]
INSTANT = """to_char("{0}" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "{0}\""""


def shown(statement: Statement) -> str:
    """The columns of a select as they are shown; instants in UTC, whatever the session's zone.

    A column whose label begins with an underscore is not shown.
    """
    return ", ".join(
        INSTANT.format(name) if isinstance(column.type, DateTime) else f'"{name}"'
        for name, column in statement.selected_columns.items()
        if not name.startswith("_")
    )


INSTANT_FORMAT = literal_column("""'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'""", Text)


def instant(column: Any) -> ColumnElement[str]:
    """An instant inside a JSON value, as `shown` writes one that is a column."""
    in_utc = func.timezone(literal_column("'UTC'"), column)
    return func.to_char(in_utc, INSTANT_FORMAT, type_=Text)


def json_object(**values: Any) -> ColumnElement[Any]:
    """A JSON object of columns, by name."""
    parts: list[Any] = []
    for name, value in values.items():
        parts += [literal_column(f"'{name}'"), value]
    return func.json_build_object(*parts)


WHOLE = "row_to_json(e)"
PICKED = """(select '{{' || string_agg(to_json(m.key) || ':' || m.value, ',' order by m.at) || '}}'
from json_each(row_to_json(e)) with ordinality m (key, value, at)
where m.key = any (${n}::text[]))::json"""
"""Of a row, the members that a request wants."""


class Compiled:
    """A statement with one JSON text as its value, compiled with the context around it.

    `wrap` gets the row's JSON besides: `WHOLE`, or `PICKED` of what the request's reader wants.
    """

    def __init__(self, statement: Statement, wrap: Wrap, *, picked: bool = False) -> None:
        compiled = statement.compile(dialect=dialect.dialect())  # type: ignore[no-untyped-call]  # of SQLAlchemy
        self.names: Sequence[str] = compiled.positiontup or []
        self.constants = compiled.params
        last, self.picked = len(self.names) + 1, picked
        row = PICKED.format(n=last) if picked else WHOLE
        sql = wrap(str(compiled), self.names, row)
        self.sql = CONTEXT.format(n=last + picked, sql=sql)

    async def value(self, reading: Reading, values: Mapping[str, Any]) -> bytes | None:
        arguments = [values.get(n, self.constants[n]) for n in self.names]
        if self.picked:
            arguments.append(reading.wanted)
        text: str | None = await reading.fetch(self.sql, *arguments)
        return None if text is None else text.encode()


class Query:
    """One row as a JSON object; the select's labels are the API's names."""

    def __init__(self, statement: Statement) -> None:
        wrap = partial(_one, shown(statement))
        self._whole = Compiled(statement, wrap)
        self._picked = Compiled(statement, wrap, picked=True)

    async def one(self, reading: Reading, **values: Any) -> bytes | None:
        """The row as JSON, or None when there is none that the actor may see."""
        compiled = self._whole if reading.wanted is None else self._picked
        return await compiled.value(reading, values)


def _one(columns: str, inner: str, _names: Sequence[str], row: str) -> str:
    return f"select {row}::text from (select {columns} from ({inner}) i) e"


@dataclass(frozen=True, slots=True)
class Key:
    """One column of a list's order; its values are unique with the others and never null."""

    column: str
    kind: type[Any]
    descends: bool = False


BATCH = 1000
"""Rows of a whole list that are in memory at once."""
BEGIN = "select set_config('app.context', $1, true)"
PAGE = """with p as materialized ({inner})
select '{{"items":'
|| coalesce((select json_agg({row})::text from (select {shown} from p limit ${n}) e), '[]')
|| ',"next":'
|| coalesce((
  select to_json(translate(
    encode(convert_to(json_build_array('{name}', {keys})::text, 'UTF8'), 'base64'),
    E'+/=\\n', '-_'))::text
  from p where exists (select from p offset ${n}) offset ${n} - 1 limit 1), 'null')
|| '}}'"""


class Variant(NamedTuple):
    """One way in which a list is asked for; each has a plan of its own."""

    given: frozenset[str]
    """The filters."""
    after: bool = False
    """Whether a cursor leads into it."""
    picked: bool = False


class PageQuery:
    """A list in pages: `{"items": […], "next": cursor | null}`.

    `filters` are conditions with bind parameters; only those whose parameter was given are
    compiled in, so that every combination has a plan of its own. A column whose label begins
    with an underscore serves the order and is not shown.
    """

    def __init__(
        self,
        name: str,
        statement: Statement,
        keys: Sequence[Key],
        filters: Mapping[str, ColumnElement[bool]] | None = None,
    ) -> None:
        self.name, self.statement, self.keys = name, statement, keys
        self.filters = filters or {}
        self._variants: dict[Variant, Compiled] = {}
        self._variant(Variant(frozenset()))

    async def page(
        self,
        reading: Reading,
        limit: int = DEFAULT_LIMIT,
        cursor: str | None = None,
        **values: Any,
    ) -> bytes:
        """One page as JSON. A cursor of another list is refused (422 `cursor-invalid`)."""
        given = frozenset(n for n in self.filters if values.get(n) is not None)
        values["limit"] = limit
        if cursor is not None:
            after = decode_cursor(cursor, self.name, len(self.keys))
            for n, (key, value) in enumerate(zip(self.keys, after, strict=True)):
                values[f"after_{n}"] = _typed(key.kind, value)
        variant = Variant(given, cursor is not None, reading.wanted is not None)
        try:
            body = await self._variant(variant).value(reading, values)
        except asyncpg.DataError:  # a key that no column of its type could hold
            if cursor is None:
                raise
            raise cursor_invalid() from None
        assert body is not None  # noqa: S101 - the outer select always has a row
        return body

    @property
    def columns(self) -> list[str]:
        """The names of what a row shows."""
        return [n for n, _ in self.statement.selected_columns.items() if not n.startswith("_")]

    async def every(self, reading: Reading, **values: Any) -> AsyncGenerator[list[str]]:
        """Every row as a JSON object, in batches, all as they were at one instant."""
        given = frozenset(n for n in self.filters if values.get(n) is not None)
        inner = self._ordered(self._narrowed(given))
        compiled = inner.compile(dialect=dialect.dialect())  # type: ignore[no-untyped-call]  # of SQLAlchemy
        sql = f"select row_to_json(e)::text from (select {shown(inner)} from ({compiled}) i) e"
        arguments = [values.get(n, compiled.params[n]) for n in compiled.positiontup or []]
        async with reading.pool.acquire() as connection, connection.transaction():
            await connection.execute(BEGIN, reading.actor.context)
            rows = await connection.cursor(sql, *arguments)
            while batch := await rows.fetch(BATCH):
                yield [row[0] for row in batch]

    def _narrowed(self, given: frozenset[str]) -> Statement:
        return self.statement.where(*(self.filters[n] for n in sorted(given)))

    def _ordered(self, inner: Statement) -> Statement:
        columns = inner.selected_columns
        order = [columns[k.column].desc() if k.descends else columns[k.column] for k in self.keys]
        return inner.order_by(None).order_by(*order)

    def _variant(self, variant: Variant) -> Compiled:
        compiled = self._variants.get(variant)
        if compiled is None:
            inner = self._narrowed(variant.given)
            if variant.after:
                inner = inner.where(_after(inner.selected_columns, self.keys))
            inner = self._ordered(inner).limit(bindparam("limit", type_=Integer) + 1)
            wrap = partial(self._wrap, shown(inner))
            compiled = self._variants[variant] = Compiled(inner, wrap, picked=variant.picked)
        return compiled

    def _wrap(self, columns: str, inner: str, names: Sequence[str], row: str) -> str:
        keys = ", ".join(f'"{k.column}"' for k in self.keys)
        n = names.index("limit") + 1
        return PAGE.format(inner=inner, shown=columns, row=row, n=n, name=self.name, keys=keys)


def _after(columns: Any, keys: Sequence[Key]) -> ColumnElement[bool]:
    """The rows that come after the cursor's."""
    pairs = [
        (columns[key.column], bindparam(f"after_{n}", type_=columns[key.column].type))
        for n, key in enumerate(keys)
    ]
    directions = {key.descends for key in keys}
    if len(directions) == 1:
        here, there = tuple_(*(c for c, _ in pairs)), tuple_(*(v for _, v in pairs))
        return here < there if directions.pop() else here > there
    steps = []
    for n, (column, value) in enumerate(pairs):
        beyond = column < value if keys[n].descends else column > value
        steps.append(and_(*(c == v for c, v in pairs[:n]), beyond))
    return or_(*steps)


def _typed(kind: type[Any], value: Any) -> Any:
    """A key's value from its JSON form."""
    if type(value) is not (int if kind is int else str) or "\x00" in str(value):
        raise cursor_invalid()
    try:
        typed = kind.fromisoformat(value) if kind in (date, datetime) else kind(value)
    except ValueError:
        raise cursor_invalid() from None
    if isinstance(typed, datetime) and typed.tzinfo is None:
        raise cursor_invalid()
    return typed
