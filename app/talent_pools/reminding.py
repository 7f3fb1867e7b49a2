"""Says in the log that a pool comes near its end: 90, 30 and 7 days before, and at the end."""

from datetime import UTC, date, datetime

from sqlalchemy import Date, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM
from app.core.working_days import today_in_office
from app.talent_pools.expiry import DAYS, Notice, days_left, notice

EXPIRING, SAID = "talent_pool.expiring", "notice"
NEAR = text(f"""
select p.id, p.agency_id, p.expires_on,
  array(select e.data ->> '{SAID}' from audit_events e
        where e.subject_id = p.id and e.kind = '{EXPIRING}'
          and e.data ->> 'expires_on' = p.expires_on::text) as said
from talent_pools p where p.expires_on <= :until order by p.id for update of p
""").bindparams(bindparam("until", type_=Date()))


async def remind(sessions: Sessions) -> None:
    """Put the notices that are due today in the log."""
    async with transaction(sessions, SYSTEM) as session:
        await remind_on(session, today_in_office(datetime.now(UTC)))


async def remind_on(session: AsyncSession, today: date) -> None:
    """Put the notices that are due on a day in the log; those given before are not repeated.

    A pool that passed several thresholds since the last time gets the most pressing notice alone.
    """
    until = date.fromordinal(today.toordinal() + DAYS[Notice.WITHIN_90_DAYS])
    for pool in (await session.execute(NEAR, {"until": until})).all():
        due = notice(pool.expires_on, today)
        if due is None or due in pool.said:
            continue
        left = days_left(pool.expires_on, today)
        values = {SAID: due.value, "expires_on": pool.expires_on.isoformat(), "days": left}
        await audit.record(session, SYSTEM, EXPIRING, pool.id, agency_id=pool.agency_id, **values)
