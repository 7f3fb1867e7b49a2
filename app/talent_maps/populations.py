"""Whom a map places, and the facts that count: as known now, or as known when a map was made.

Both are texts of SQL made of our own ids, dates and instants.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, Protocol
from uuid import UUID

ACTIVE = "(legal_status = 'Aktif' or lower(legal_status) = 'aktif')"
SUBTREE = """unit_id in (
  with recursive tree as (select {unit}::uuid as id union
    select u.id from units u join tree on u.parent_id = tree.id) select id from tree)"""
AS_KNOWN = """(select p.employee_id, k.nip, p.cohort, k.education_level, k.education_relevance,
  k.position_since
from talent_map_placements p join (
  select id, nip, education_level, education_relevance, position_since from employees
  where agency_id = '{agency_id}' and recorded_at <= {known_at}
  union all
  select employee_id, nip, education_level, education_relevance, position_since
  from employee_versions
  where agency_id = '{agency_id}' and recorded_at <= {known_at} and superseded_at > {known_at}
) k on k.id = p.employee_id
where p.map_id = '{map_id}'{holds})"""


class Slice(NamedTuple):
    """People from one id up to another; None is without end."""

    first: UUID | None = None
    beyond: UUID | None = None

    def holds(self, column: str) -> str:
        """The condition that a person's id lies in the slice, or nothing."""
        first = "" if self.first is None else f" and {column} >= '{self.first}'"
        return first + ("" if self.beyond is None else f" and {column} < '{self.beyond}'")


class People(Protocol):
    """Whom to score, in slices, and what counts of them."""

    @property
    def relation(self) -> str:
        """Everybody's ids, as `id` of what follows `from`."""

    def people(self, part: Slice) -> str:
        """The people of a slice as a relation."""

    def rows(self, part: Slice) -> Callable[[str], str]:
        """The condition on the rows of a table that they are facts of a slice that count."""


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a map places: the active people of an agency, or of a unit's subtree and of levels."""

    agency_id: UUID
    unit_id: UUID | None
    cohorts: tuple[int, ...] | None
    restricted: tuple[UUID, ...] = ()
    """Who restricted the use of their data: named one by one, since a query here would keep the
    slices from being computed side by side."""

    @property
    def relation(self) -> str:
        """Everybody's ids."""
        return f"employees where {self.condition}"

    def people(self, part: Slice) -> str:
        """The people of a slice as a relation, as known now."""
        return (
            "(select id as employee_id, nip, cohort, education_level, education_relevance,"
            f" position_since from employees where {self.condition}{part.holds('id')})"
        )

    @property
    def condition(self) -> str:
        """Who is placed: those who belong, but for those who restricted the use of their data."""
        if not self.restricted:
            return self.belonging
        named = ",".join(map(str, self.restricted))
        return f"{self.belonging} and id <> all ('{{{named}}}')"

    @property
    def belonging(self) -> str:
        """Who belongs to the population."""
        parts = [f"agency_id = '{self.agency_id}'", ACTIVE]
        if self.unit_id is not None:
            parts.append(SUBTREE.format(unit=f"'{self.unit_id}'"))
        if self.cohorts is not None:
            parts.append(f"cohort in ({', '.join(map(str, self.cohorts)) or 'null'})")
        return " and ".join(parts)

    def rows(self, part: Slice) -> Callable[[str], str]:
        """The facts of a slice that count, as known now."""
        counted = f"agency_id = '{self.agency_id}' and superseded_at is null"
        return lambda _table: counted + part.holds("employee_id")


@dataclass(frozen=True, slots=True)
class Recalled:
    """The people of a finished map, with their facts as they were known when it was made.

    Who was placed is read off the placements: whoever restricted the use of their data at that time
    is not among them.
    """

    map_id: UUID
    agency_id: UUID
    known_at: datetime
    among: str = ""
    """A query of ids: only the people in it. Everybody, where it is empty."""

    @property
    def relation(self) -> str:
        """Everybody's ids."""
        placed = (
            f"select employee_id as id from talent_map_placements where map_id = '{self.map_id}'"
            + self._holds("employee_id")
        )
        return f"({placed}) p"

    def people(self, part: Slice) -> str:
        """The people of a slice as a relation, as known then."""
        return AS_KNOWN.format(
            agency_id=self.agency_id,
            map_id=self.map_id,
            known_at=self._instant,
            holds=part.holds("p.employee_id") + self._holds("p.employee_id"),
        )

    def rows(self, part: Slice) -> Callable[[str], str]:
        """The facts of a slice that count, as known then."""
        counted = (
            f"agency_id = '{self.agency_id}' and recorded_at <= {self._instant}"
            f" and (superseded_at is null or superseded_at > {self._instant})"
            + self._holds("employee_id")
        )
        return lambda _table: counted + part.holds("employee_id")

    def _holds(self, column: str) -> str:
        return f" and {column} in ({self.among})" if self.among else ""

    @property
    def _instant(self) -> str:
        return f"timestamptz '{self.known_at.astimezone(UTC).isoformat()}'"
