"""Kind `implementation`: *persetujuan penerapan*, the readiness of a body, decided by BKN.

Its content is the checklist. The head of the body asks, its Kantor Regional verifies, BKN approves
(Keputusan Kepala BKN 411/2025; the steps are those of published approvals).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.checklist import filled, unready
from app.approvals.kinds import agencies, readiness
from app.approvals.kinds.declaration import Asked, Content, Declaration, LetterWords, Subject
from app.approvals.kinds.errors import ONCE, ChecklistIncomplete
from app.approvals.kinds.names import Kind
from app.approvals.letters import long_date
from app.approvals.wording import Issue
from app.approvals.workflow import Stage
from app.core.errors import Fault, InvalidRequest
from app.core.identity import Actor, Role
from app.core.words import Words
from app.employees import quality


async def drafted(session: AsyncSession, actor: Actor, asked: Asked) -> Subject:
    """The readiness of the agency that asks; what is left out of the checklist is missing."""
    entries = _once(asked.given.get("checklist", ()))
    agency_id: UUID = await agencies.meant(session, actor, asked.agency_id)
    asking = await agencies.named(session, agency_id)
    content = {
        "kind": Kind.IMPLEMENTATION.value,
        "agency": asking,
        "checklist": filled(entries),
        "data_quality": None,
    }
    return Subject(agency_id, agency_id, f"Penerapan Manajemen Talenta {asking['name']}", content)


def amended(content: Content, given: Mapping[str, Any]) -> Content:
    """The content with some items of the checklist replaced."""
    entries = content["checklist"] + _once(given.get("checklist", ()))
    return {**content, "checklist": filled(entries)}


def _once(entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The items given; one that is named twice is refused."""
    codes = [entry["code"] for entry in entries]
    faults = [
        Fault(f"/checklist/{at}/code", "duplicate", ONCE)
        for at, code in enumerate(codes)
        if code in codes[:at]
    ]
    if faults:
        raise InvalidRequest(errors=faults)
    return list(entries)


def check(content: Content) -> None:
    """Every item is ready."""
    left = unready(content["checklist"])
    if left:
        raise ChecklistIncomplete(items=", ".join(left))


async def measured(session: AsyncSession, agency_id: UUID) -> Content:
    """The quality of the body's own data, as it is at the submission."""
    return {"data_quality": await quality.of_agency(session, agency_id)}


def said(issue: Issue) -> dict[str, Any]:
    """What BKN's letter says of the body."""
    checklist = issue.content["checklist"]
    return {
        "ready": len(checklist),
        "attached": sum(entry["attachment_sha256"] is not None for entry in checklist),
        "conditions": [
            {"number": one["number"], "text": one["text"], "due_on": _day(one["due_on"])}
            for one in issue.conditions
        ],
    }


def _day(written: str) -> str:
    return long_date(date.fromisoformat(written))


DECLARATION = Declaration(
    title=Words("Persetujuan penerapan manajemen talenta", "Approval to apply talent management"),
    letter_code="PMT",
    asks=frozenset({Role.ANALYST, Role.PPK}),
    # The head of the body asks BKN; an analyst only prepares.
    submits=frozenset({Role.PPK}),
    takes=frozenset({"agency_id", "checklist"}),
    route=(
        Stage("kanreg", name="Verifikasi Kantor Regional BKN", days=10),
        Stage("bkn", name="Persetujuan BKN", days=10),
    ),
    keeps=frozenset({"kanreg", "bkn"}),
    # BKN's own offices decide; nobody of the agency acts in them.
    definitive_last_word=False,
    examined_outside=True,
    drafted=drafted,
    amended=amended,
    check=check,
    measured=measured,
    steps=readiness.STEPS,
    prerequisites=readiness.PREREQUISITES,
    reviews=readiness.reviews,
    conditions=readiness.conditions,
    refusals=(ChecklistIncomplete,),
    letter=LetterWords(
        said,
        frozenset({"ready", "attached"}),
        {"conditions": frozenset({"number", "text", "due_on"})},
    ),
)
