"""How often a login may fail: for a client from an address, from an address, for a client.

The counts are in the database, so that all processes share them. What others do elsewhere in a
client's name never stops it: they only leave fewer attempts where it did not log in within a month.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

WINDOW = timedelta(minutes=15)
PAIR_LIMIT = 10
"""Failures in a window with one client's name from one address."""
ADDRESS_LIMIT = 50
"""Failures in a window from one address, with whatever names."""
CLIENT_LIMIT = 100
"""Failures in a window with one client's name from wherever; beyond them it is being guessed at."""
GUESSED_LIMIT = 1
"""As `PAIR_LIMIT`, where a client that is being guessed at is not known."""
FAMILIAR = timedelta(days=30)
KEPT = timedelta(days=90)

STANDING = text("""
select clock_timestamp() as now,
       coalesce(sum(failures) filter (where client_id = :client and address = :address), 0) as pair,
       min(failing_since) filter (where client_id = :client and address = :address) as pair_since,
       coalesce(sum(failures) filter (where address = :address), 0) as address,
       min(failing_since) filter (where address = :address) as address_since,
       coalesce(sum(failures) filter (where client_id = :client), 0) as client,
       exists (select from logins where client_id = :client and address = :address
               and succeeded_at > clock_timestamp() - cast(:familiar as interval)) as familiar
from logins
where (client_id = :client or address = :address)
  and failing_since > clock_timestamp() - cast(:window as interval)""")
FAILED = text("""
insert into logins (client_id, address, failures, failing_since)
values (:client, :address, 1, clock_timestamp())
on conflict (client_id, address) do update set
  failures = case when logins.failing_since > clock_timestamp() - cast(:window as interval)
                  then logins.failures + 1 else 1 end,
  failing_since = case when logins.failing_since > clock_timestamp() - cast(:window as interval)
                       then logins.failing_since else clock_timestamp() end
returning failures""")
SUCCEEDED = text("""
insert into logins (client_id, address, succeeded_at)
values (:client, :address, clock_timestamp())
on conflict (client_id, address) do update set
  failures = 0, failing_since = null, succeeded_at = clock_timestamp()""")
FORGET = text("""
delete from logins
where coalesce(failing_since, '-infinity') < clock_timestamp() - cast(:window as interval)
  and coalesce(succeeded_at, '-infinity') < clock_timestamp() - cast(:kept as interval)""")


class Standing(NamedTuple):
    """Failures within the window, each with the instant of the first."""

    now: datetime
    pair: int
    pair_since: datetime | None
    address: int
    address_since: datetime | None
    client: int
    familiar: bool
    """Whether the client logged in from this address within a month."""

    def wait(self) -> int:
        """Seconds until another attempt may be made; 0 when one may be made now."""
        ends = []
        guessed = not self.familiar and self.client >= CLIENT_LIMIT
        if self.pair >= (GUESSED_LIMIT if guessed else PAIR_LIMIT) and self.pair_since:
            ends.append(self.pair_since)
        if not self.familiar and self.address >= ADDRESS_LIMIT and self.address_since:
            ends.append(self.address_since)
        if not ends:
            return 0
        return max(1, ceil((max(ends) + WINDOW - self.now).total_seconds()))


async def standing(session: AsyncSession, client: UUID, address: str) -> Standing:
    """Where a login with this client's name from this address stands."""
    values = {"client": client, "address": address, "window": WINDOW, "familiar": FAMILIAR}
    row = (await session.execute(STANDING, values)).one()
    return Standing(*row)


async def failed(session: AsyncSession, client: UUID, address: str) -> int:
    """Count a failure; returns how many there were in this window."""
    await session.execute(FORGET, {"window": WINDOW, "kept": KEPT})
    values = {"client": client, "address": address, "window": WINDOW}
    return int((await session.execute(FAILED, values)).scalar_one())


async def succeeded(session: AsyncSession, client: UUID, address: str) -> None:
    """Forget the client's failures from this address, and remember that it is its own."""
    await session.execute(SUCCEEDED, {"client": client, "address": address})
