"""Row-level security blinds by itself, whatever the service asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from tests.authority.test_second_wall import AGENCY_TABLES

OPEN = {"audit_events", "clients", "blind_sessions", "blind_members", "blind_candidates"}
OPEN |= {"blind_marks", "idempotency_keys"}
"""Tables that may be read while blinded, as far as their policies go: none of them is about people
in other words than a profile's, and the log shows a member nothing."""
ROLES = frozenset(Role) - {Role.ASN}


async def reading(sessions, actor, table):
    """Whether rows are refused, and how many are seen otherwise."""
    async with sessions() as session:
        await session.execute(
            text("select set_config('app.context', :c, true)"), {"c": actor.context}
        )
        try:
            return await session.scalar(text(f'select count(*) from "{table}"'))
        except DBAPIError as error:
            return error.orig.__cause__.sqlstate


async def test_no_table_of_an_agency_shows_a_row_to_a_blinded_actor_of_every_role(panel, sessions):
    async with transaction(sessions, SYSTEM) as session:
        tables = list(await session.scalars(AGENCY_TABLES))
    await panel.opened()
    agency = frozenset({panel.body.agency.id})
    blinded = Actor(panel.members["ani"].id, "uji", ROLES, agency)
    seen = {
        table: found
        for table in tables
        if (found := await reading(sessions, blinded, table)) not in ("BLIND", 0)
    }

    assert len(tables) > 40
    assert set(seen) <= OPEN
    assert await reading(sessions, blinded, "employees") == "BLIND"


@pytest.mark.parametrize("table", ["blind_identities", "blind_marks"])
async def test_an_open_session_keeps_its_register_and_rankings_sealed_for_everybody(
    panel, sessions, table
):
    here = await panel.opened()
    names = [one["pseudonym"] for one in await panel.candidates(here, "owner")]
    await panel.ranked(here, ani=names)
    everything = Actor(panel.owner.id, "uji", ROLES, frozenset({panel.body.agency.id}))
    before = await reading(sessions, everything, table)
    await panel.ranked(here, budi=names)
    await panel.client("owner").post(f"{here}/closing")
    after = await reading(sessions, everything, table)

    assert (before, after) == (0, len(names) * (1 if table == "blind_identities" else 2))


async def test_large_tables_may_still_be_read_in_parallel(panel, sessions):
    await panel.opened()
    count = "explain (costs off) select count(*) from talent_map_placements where place > "
    async with transaction(sessions, panel.owner) as session:
        # A plan is given to a worker wherever it may be, however small the table is here: not
        # where something is asked, as by a policy, that only the leader can answer.
        await session.execute(text("set local debug_parallel_query = on"))
        plan = "\n".join(await session.scalars(text(f"{count} 0")))
        alone = "\n".join(await session.scalars(text(f"{count} pg_my_temp_schema()::bigint")))

    assert "Gather" in plan
    assert "Gather" not in alone
