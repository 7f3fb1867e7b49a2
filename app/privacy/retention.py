"""Retention: what is kept how long, what is due, and its destruction on time, on record.

The service itself may delete nothing. The database's function `destroy_due` destroys what has
reached the age of its class and nothing younger; events lose their salt and content, so that the
log's tree stays whole (`erase_events`).
"""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import erasure
from app.audit import service as audit
from app.core.db import Sessions, transaction
from app.core.errors import Forbidden
from app.core.identity import SYSTEM, Actor
from app.core.jobs import enqueue
from app.core.words import Language, Words
from app.privacy import policy
from app.privacy.errors import RetentionTooShort, RetentionUnknown
from app.privacy.models import RetentionClass

TITLES = {
    "audit_events": Words(
        "Isi peristiwa dalam catatan, sejak terjadi; jejak kriptografisnya tetap",
        "What events in the log say, since they happened; their commitments stay",
    ),
    "former_employees": Words(
        "Semua data pegawai yang tidak lagi aktif, sejak diketahui demikian",
        "Everything about people out of service, since that is known",
    ),
    "import_rows": Words(
        "Putusan per baris dan baris yang ditolak, sejak impor selesai",
        "Verdicts and rejected rows of imports, since the import ended",
    ),
    "person_accesses": Words(
        "Siapa membaca data siapa, sejak dibaca", "Who read whose data, since it was read"
    ),
}
DUE = text("select destroy_due(:code, :really)")
DESTROY = "privacy.destroy"
FORMER = "former_employees"
EVENTS = "audit_events"
AT_ONCE = 5000
"""Leaves that one event of erasure names at most."""
FORMER_PEOPLE = text("""
select id from employees e, retention_classes c where c.code = 'former_employees'
and lower(e.legal_status) <> 'aktif'
and e.recorded_at < now() - make_interval(years => c.years)""")
ERASABLE = """
from audit_events e join audit_leaves l on l.event_id = e.id
where e.salt is not null and e.kind <> 'audit.erased' and {condition}"""
OLD = ERASABLE.format(
    condition="e.at < (select now() - make_interval(years => years)"
    " from retention_classes where code = 'audit_events')"
)
ABOUT = ERASABLE.format(condition="e.subject_id = any (:people)")
LEAVES = (
    "select e.agency_id, array_agg(l.index order by l.index) as leaves {which} group by e.agency_id"
)
SEQUENCE = text("select sequence_events(100000)")
"""Only what has a leaf can be erased."""


async def classes(session: AsyncSession, actor: Actor, language: Language) -> list[dict[str, Any]]:
    """Every class with how much of it is due now."""
    if not policy.can_see_retention(actor):
        raise Forbidden
    found = await session.execute(
        text("select code, years, minimum from retention_classes order by code")
    )
    return [
        {
            **row,
            "what": TITLES[row["code"]].in_(language),
            "due": await due(session, row["code"]),
        }
        for row in found.mappings().all()
    ]


async def due(session: AsyncSession, code: str) -> int:
    """How much of a class has reached its time."""
    if code == EVENTS:
        return int((await session.execute(text(f"select count(*) {OLD}"))).scalar_one())
    return int((await session.execute(DUE, {"code": code, "really": False})).scalar_one())


async def change(
    session: AsyncSession, actor: Actor, code: str, years: int, language: Language
) -> dict[str, Any]:
    """Set how long a class is kept, never under its minimum."""
    if not policy.can_set_retention(actor):
        raise Forbidden
    kept = await session.get(RetentionClass, code, with_for_update=True)
    if kept is None:
        raise RetentionUnknown(code=code)
    if years < kept.minimum:
        raise RetentionTooShort(kept.minimum)
    before, kept.years = kept.years, years
    await session.flush()
    await audit.record(
        session, actor, "retention.changed", None, code=code, before_years=before, years=years
    )
    return {
        "code": code,
        "years": years,
        "minimum": kept.minimum,
        "what": TITLES[code].in_(language),
        "due": await due(session, code),
    }


async def ask(session: AsyncSession, actor: Actor) -> str:
    """Have a job destroy what is due, on record; returns the job's name."""
    if not policy.can_set_retention(actor):
        raise Forbidden
    await enqueue(session, DESTROY)
    await audit.record(session, actor, "destruction.asked", None)
    return DESTROY


async def destroy(sessions: Sessions) -> dict[str, int]:
    """Destroy what is due, class by class, each in a transaction of its own and on record."""
    destroyed = {}
    for code in TITLES:
        async with transaction(sessions, SYSTEM) as session:
            destroyed[code] = await _destroy(session, code)
    return destroyed


async def counted(sessions: Sessions) -> dict[str, int]:
    """How much would go, class by class."""
    async with transaction(sessions, SYSTEM) as session:
        return {code: await due(session, code) for code in TITLES}


async def _destroy(session: AsyncSession, code: str) -> int:
    # Two workers that were given the same job do it one after the other.
    await session.execute(text("select pg_advisory_xact_lock(hashtext('retention'))"))
    if code == EVENTS:
        count = await erase(session, OLD, {})
    else:
        people = (await session.scalars(FORMER_PEOPLE)).all() if code == FORMER else []
        count = (await session.execute(DUE, {"code": code, "really": True})).scalar_one()
        if people:
            await erase(session, ABOUT, {"people": people})
    if count:
        await audit.record(session, SYSTEM, "data.destroyed", None, code=code, count=int(count))
    return int(count)


async def erase(session: AsyncSession, which: str, values: dict[str, Any]) -> int:
    """Erase what events say, agency by agency; an event says of which leaves."""
    await session.execute(SEQUENCE)
    found = (await session.execute(text(LEAVES.format(which=which)), values)).all()
    erased = 0
    for agency_id, leaves in found:
        for start in range(0, len(leaves), AT_ONCE):
            part = leaves[start : start + AT_ONCE]
            erased += await erasure.erase(
                session, SYSTEM, part, agency_id=agency_id, purpose="retention"
            )
    return erased
