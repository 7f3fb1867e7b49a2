"""Kind `talent_pool`: committee, PyB and PPK fix a kelompok rencana suksesi as it stands.

Its content is the pool with its members, values and ranks, in the form that evidence recomputes;
a revision of the pool voids what was decided on it. Grounds: PermenPANRB 3/2020 and Keputusan
Kepala BKN 411/2025: the Komite Talenta reviews, PyB chairs it, PPK fixes the group.
"""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.kinds import agencies
from app.approvals.kinds.declaration import COMMITTEE_PYB_PPK, Declaration, LetterWords, Subject
from app.approvals.kinds.errors import SUBJECT_UNKNOWN
from app.approvals.kinds.named import named
from app.approvals.kinds.names import Kind
from app.approvals.letters import long_date
from app.approvals.wording import Issue
from app.core.identity import Role
from app.core.words import Words
from app.talent_pools import service as talent_pools

# Locks in the order pool, then request: so does whoever changes a pool, whose trigger then
# reaches for the request.
POOL = text("select agency_id, name from talent_pools where id = :id")
HELD_POOL = text(f"{POOL.text} for update")
LAST_EDITOR = text("""
select coalesce(
  (select m.added_by from talent_pool_members m
   where m.pool_id = p.id and m.origin <> 'rule' order by m.added_at desc limit 1),
  p.created_by)
from talent_pools p where p.id = :id""")


async def hold(session: AsyncSession, pool_id: UUID) -> None:
    """Hold the pool still until the transaction ends."""
    await session.execute(HELD_POOL, {"id": pool_id})


async def current(session: AsyncSession, pool_id: UUID) -> Subject | None:
    """The pool as it stands, or None when the session sees no such pool."""
    row = (await session.execute(POOL, {"id": pool_id})).first()
    if row is None:
        return None
    content = {
        "kind": Kind.TALENT_POOL.value,
        "agency": await agencies.named(session, row.agency_id),
        "pool": await talent_pools.canonical_content(session, pool_id),
    }
    whole = row.name.lower().startswith("kelompok rencana suksesi")
    title = row.name if whole else f"Kelompok Rencana Suksesi {row.name}"
    return Subject(row.agency_id, pool_id, title, content)


async def last_editor(session: AsyncSession, pool_id: UUID) -> UUID | None:
    """Who drew the pool, or put in or took out a member since."""
    editor: UUID | None = await session.scalar(LAST_EDITOR, {"id": pool_id})
    return editor


def said(issue: Issue) -> dict[str, Any]:
    """What the decree says of the pool."""
    pool = issue.content["pool"]
    used, members = pool["map"], pool["members"]
    per_box = Counter(member.get("calibrated_box", member["box"]) for member in members)
    moved = sum("calibrated_box" in member for member in members)
    boxes = ", ".join(f"kotak {box}: {per_box[box]}" for box in sorted(per_box, reverse=True))
    return {
        "pool": pool["name"],
        "legal_basis": pool["legal_basis"],
        "valid_from": _day(pool["valid_from"]),
        "expires_on": _day(pool["expires_on"]),
        "map": used["name"],
        "as_of": _day(used["as_of"]),
        "scheme": used["scheme"],
        "scheme_sha256": used["scheme_sha256"][:16],
        "members": f"{len(members)} orang" + (f" ({boxes})" if boxes else ""),
        "calibrated": [{"moved": moved}] if moved else [],
    }


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso))


DECLARATION = Declaration(
    title=Words("Penetapan kelompok rencana suksesi", "Approval of a succession pool"),
    letter_code="KRS",
    asks=frozenset({Role.ANALYST}),
    submits=frozenset({Role.ANALYST}),
    takes=frozenset({"subject_id"}),
    needs=frozenset({"subject_id"}),
    route=COMMITTEE_PYB_PPK,
    keeps=frozenset({"ppk"}),
    last_editor=last_editor,
    exclusive=True,
    drafted=named(hold, current, SUBJECT_UNKNOWN),
    current=current,
    hold=hold,
    enact=talent_pools.mark_approved,
    letter=LetterWords(
        said,
        frozenset(
            {
                "pool",
                "legal_basis",
                "valid_from",
                "expires_on",
                "map",
                "as_of",
                "scheme",
                "scheme_sha256",
                "members",
            }
        ),
        {"calibrated": frozenset({"moved"})},
    ),
)
