"""Everybody as a file: the same people, columns and masks as the list has."""

from dataclasses import asdict, dataclass
from typing import IO
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core import tables
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.core.masking import view_of
from app.core.reading import Reading
from app.core.tables import Format
from app.employees import policy, queries

# A refusal by the database comes before the file, as 403.
ASK = text("select visible_agencies()")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people, and in which order."""

    name: str | None = None
    unit_id: UUID | None = None
    cohort: int | None = None
    rank_code: str | None = None
    employment: str | None = None
    legal_status: str | None = None
    sort: queries.Sort = queries.Sort.NAME

    def filters(self) -> dict[str, str | int | UUID]:
        """The filters that were given, as the list's query takes them."""
        given = {n: v for n, v in asdict(self).items() if n != "sort" and v is not None}
        if self.name is not None:
            given["name"] = queries.containing(self.name)
        return given


async def written(
    session: AsyncSession, actor: Actor, reading: Reading, wanted: Wanted, form: Format
) -> IO[bytes]:
    """A file of the people whom the actor sees; that it was taken out is recorded in the log."""
    if not policy.can_export(actor):
        raise Forbidden
    await session.execute(ASK)
    filters = wanted.filters()
    await audit.record(
        session,
        actor,
        "data.exported",
        None,
        agency_id=None if actor.agencies is None else min(actor.agencies, default=None),
        what="employees",
        format=str(form),
        filters=sorted(filters),  # not their values: a name is personal data
    )
    query = queries.EMPLOYEES[view_of(actor), wanted.sort]
    return await tables.written(query.every(reading, **filters), form, query.columns)
