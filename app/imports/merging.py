"""What every merge of judged rows has in common.

A kind's rows come in its stage. `judged_…` adds to each what only the database knows: whom it is
about, whether it is known already, the code that rejects it. Then what changed is superseded, what
is new inserted, and the verdicts are noted. The SQL names the tables of the domains below as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from app.imports.staging import Stage

VERDICTS = """create temp table verdicts (
  in_file smallint, row_no integer, line integer, outcome text, code text, pointer text
) on commit drop"""
NOTE = """insert into verdicts
select in_file, row_no, line,
  case when refusal is not null then 'rejected' when settled then 'unchanged' else 'accepted' end,
  coalesce(refusal, finding, case when turn > 1 then 'key-repeated' end),
  case when refusal is null or refusal in (before, after) then pointer end
from {judged}"""


@dataclass(frozen=True, slots=True)
class Merge:
    """One import at work in its transaction."""

    db: "asyncpg.Connection[Any]"
    import_id: UUID
    agency_id: UUID
    agency_code: str
    agency_name: str
    at: datetime
    """The instant at which all that is merged becomes known."""

    async def stage(self, stage: Stage) -> None:
        """Make the table of a kind; one left over by an earlier import in the transaction goes."""
        await self.db.execute(f"drop table if exists {stage.table}, judged_{stage.kind}")
        await self.db.execute(stage.ddl)

    async def judged(self, stage: Stage, extra: str) -> str:
        """Make the table of judged rows: those of the stage, and columns more."""
        await self.db.execute(f"analyze {stage.table}")
        name = f"judged_{stage.kind}"
        await self.db.execute(
            f"create temp table {name} (like {stage.table}, {extra},"
            " refusal text, same boolean, turn bigint, settled boolean) on commit drop"
        )
        return name


def listed(columns: Sequence[str], alias: str = "") -> str:
    prefix = f"{alias}." if alias else ""
    return ", ".join(f'{prefix}"{column}"' for column in columns)


CHANGED = "j.refusal is null and j.turn = 1 and not j.same"
"""Rows that are applied: not rejected, not replaced by a later row, not known already."""
