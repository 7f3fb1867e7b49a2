"""The province asks for *persetujuan penerapan*: Kanreg VII returns it once, BKN approves.

Everybody acts through the service functions in the name of their client. Where an earlier,
interrupted run stopped is read off the request, and the story goes on from there.
"""

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import typst
from pydantic import TypeAdapter
from sqlalchemy import text

from app.approvals import attachments, decisions, recording
from app.approvals import service as approvals
from app.approvals.checklist import Item
from app.approvals.decision_schemas import DecisionDraft
from app.approvals.examining_schemas import ExaminationRead
from app.approvals.kinds import readiness
from app.approvals.kinds.names import Kind
from app.approvals.reasons import Reason
from app.approvals.schemas import Amendment, ApprovalRequestDraft, ApprovalRequestRead
from app.approvals.step_schemas import StepDraft
from app.approvals.workflow import Status
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.working_days import today_in_office
from app.demo.cast import signed_in
from app.demo.story import Stage
from app.organisation import service as organisation
from app.organisation.schemas import AgencyPlacing

KANREG, PROVINCE = "VII", "Sumatera Selatan"
"""The region of the first published approval; the demonstration's province is invented."""
UNFIT = Item.POSITION_MAP
WRONG = "Peta jabatan belum menandai jabatan kritikal (contoh)."
MENDED = "Jabatan kritikal ditandai dalam peta jabatan yang baru (contoh)."
CONDITION = "Asesmen kompetensi pejabat pengawas dilengkapi (contoh)."
CONDITION_DAYS = 180
DECREE = "412/KEP/2026 (contoh)"
STEP: TypeAdapter[StepDraft] = TypeAdapter(StepDraft)
FIND = text("""
select id from approval_requests
where agency_id = :agency_id and kind = 'implementation' and status not in ('rejected', 'void')
order by created_at limit 1""")


async def play(stage: Stage) -> ApprovalRequestRead:
    """Carry the request on until the approval is in force."""
    request = await _drafted(stage)
    while (going := await _next(stage, request)) is not None:
        request = going
    return request


async def _drafted(stage: Stage) -> ApprovalRequestRead:
    """The province belongs to its region; its analyst drafts."""
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    async with transaction(stage.sessions, analyst) as session:
        known: UUID | None = await session.scalar(FIND, {"agency_id": stage.agency_id})
        if known is not None:
            return await approvals.find(session, analyst, known)
    async with transaction(stage.sessions, SYSTEM) as session:
        placing = AgencyPlacing(kanreg=KANREG, province=PROVINCE)
        await organisation.place_agency(session, SYSTEM, stage.agency_id, placing)
    async with transaction(stage.sessions, analyst) as session:
        draft = ApprovalRequestDraft(kind=Kind.IMPLEMENTATION, agency_id=stage.agency_id)
        return await approvals.create(session, analyst, draft)


async def _next(stage: Stage, request: ApprovalRequestRead) -> ApprovalRequestRead | None:
    """One step onwards; None when there is nothing left to do."""
    match request.status:
        case Status.DRAFT:
            await _fill(stage, request, dict.fromkeys(Item, "Ada (contoh)."))
            return await _submit(stage, request.id)
        case Status.RETURNED:
            await _fill(stage, request, {UNFIT: MENDED})
            return await _submit(stage, request.id)
        case Status.SUBMITTED if request.stage == 1:
            return await _verify(stage, request)
        case Status.SUBMITTED:
            return await _examine(stage, request)
        case _:
            return await _enforce(stage, request)


async def _fill(stage: Stage, request: ApprovalRequestRead, notes: dict[Item, str]) -> None:
    """Items are ready, each with a file that says what it is an example of."""
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    entries: list[dict[str, Any]] = []
    async with transaction(stage.sessions, analyst) as session:
        for item, note in notes.items():
            file = (f"{item}.pdf", io.BytesIO(_page(item, note)))
            kept = await attachments.attach(session, analyst, stage.storage, request.id, file)
            entries.append(
                {
                    "code": item,
                    "status": "ready",
                    "note": note,
                    "attachment_sha256": kept.sha256,
                }
            )
        changes = {"content_sha256": request.content_sha256, "checklist": entries}
        await approvals.amend(session, analyst, request.id, Amendment.model_validate(changes))


def _page(item: Item, note: str) -> bytes:
    """A page that stands for a document which a body would attach."""
    page = typst.compile(
        b"#set document(date: none)\n#sys.inputs.item\n\n#sys.inputs.note",
        sys_inputs={"item": item.value, "note": note},
        ignore_system_fonts=True,
    )
    if not isinstance(page, bytes):
        raise TypeError("an attachment has one page")
    return page


def _worded(said: dict[str, Any]) -> dict[str, Any]:
    """A step as the API takes it in."""
    return STEP.validate_python(said).model_dump(mode="json")


async def _submit(stage: Stage, request_id: UUID) -> ApprovalRequestRead:
    """The head of the body asks."""
    ppk = await signed_in(stage.sessions, stage.cast, Role.PPK)
    async with transaction(stage.sessions, ppk) as session:
        return await approvals.submit(session, ppk, request_id)


async def _verify(stage: Stage, request: ApprovalRequestRead) -> ApprovalRequestRead:
    """The Kantor Regional finds one item unfit the first time, and all fit the second."""
    kanreg = await signed_in(stage.sessions, stage.cast, Role.KANREG)
    wrong = request.round == 1
    items = [
        {
            "code": item,
            "verdict": "unfit" if wrong and item is UNFIT else "fit",
            "note": WRONG if wrong and item is UNFIT else "Sesuai (contoh).",
        }
        for item in Item
    ]
    decision = DecisionDraft(
        decision="return" if wrong else "approve",
        reason_code=Reason.DATA_WRONG if wrong else Reason.IN_ORDER,
        reason=WRONG if wrong else None,
        content_sha256=request.content_sha256,
    )
    async with transaction(stage.sessions, kanreg) as session:
        said = {"step": readiness.VERIFICATION, "items": items}
        await recording.record(session, kanreg, request.id, _worded(said))
        return await decisions.decide(session, kanreg, request.id, decision, stage.signer)


async def _examine(stage: Stage, request: ApprovalRequestRead) -> ApprovalRequestRead:
    """BKN hears the presentation, weighs it in plenary, and decides."""
    bkn = await signed_in(stage.sessions, stage.cast, Role.BKN)
    now = datetime.now(UTC)
    today = today_in_office(now).isoformat()
    condition = {
        "text": CONDITION,
        "due_on": (today_in_office(now) + timedelta(days=CONDITION_DAYS)).isoformat(),
    }
    who = {"participants": ["Kepala BKD", "Deputi BKN"]}
    async with transaction(stage.sessions, bkn) as session:
        for said in (
            {"step": readiness.SCHEDULED, "at": now.isoformat(), "place": "BKN, Jakarta", **who},
            {"step": readiness.HELD, "held_on": today, **who},
            {
                "step": readiness.PLENARY,
                "held_on": today,
                "result": readiness.CONDITIONAL,
                "conditions": [condition],
            },
        ):
            await recording.record(session, bkn, request.id, _worded(said))
        approval = DecisionDraft(decision="approve", content_sha256=request.content_sha256)
        return await decisions.decide(session, bkn, request.id, approval, stage.signer)


async def _enforce(stage: Stage, request: ApprovalRequestRead) -> ApprovalRequestRead | None:
    """The approval comes into force by a decree, once."""
    bkn = await signed_in(stage.sessions, stage.cast, Role.BKN)
    async with transaction(stage.sessions, bkn) as session:
        known: ExaminationRead = await recording.examination(session, bkn, request.id)
        if any(one.step == readiness.IN_FORCE for one in known.steps):
            return None
        today = today_in_office(datetime.now(UTC)).isoformat()
        said = {"step": readiness.IN_FORCE, "number": DECREE, "decree_date": today}
        await recording.record(session, bkn, request.id, _worded(said))
        return await approvals.find(session, bkn, request.id)
