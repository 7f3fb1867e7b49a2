"""Issuing a letter: its number, date and code are given when the last stage approves."""

import json
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import letters, wording
from app.approvals.kinds.registry import KINDS
from app.approvals.models import Decision, LetterFile, Request
from app.approvals.recording import of_round, told
from app.approvals.signatures import LetterSigner, signed
from app.approvals.workflow import Action
from app.core.codes import new_code
from app.core.config import get_settings


async def number(session: AsyncSession, request: Request, last: Decision) -> None:
    """Give the request its letter's number, date and code; the caller flushes."""
    await session.execute(
        select(
            func.pg_advisory_xact_lock(
                func.hashtext("letters"), func.hashtext(str(request.agency_id))
            )
        )
    )
    day = last.decided_at.astimezone(letters.WIB).date()
    serials = select(func.coalesce(func.max(Request.letter_serial), 0)).where(
        Request.agency_id == request.agency_id,
        Request.kind == request.kind,
        Request.letter_year == day.year,
    )
    request.letter_serial = (await session.scalar(serials) or 0) + 1
    request.letter_year = day.year
    request.letter_date = day
    agency = json.loads(request.content)["agency"]
    request.letter_number = letters.number(
        request.letter_serial, KINDS[request.kind].letter_code, agency["code"], day
    )
    request.verify_code = new_code()


async def issue(session: AsyncSession, request: Request, signer: LetterSigner) -> None:
    """Make the letter of an approved request, sign it and keep it; the caller flushes."""
    if not (request.letter_number and request.letter_date and request.verify_code):
        raise TypeError("a letter is made of a numbered request")
    issued = wording.Issue(
        number=request.letter_number,
        day=request.letter_date,
        title=request.title,
        content=json.loads(request.content),
        content_sha256=request.content_sha256,
        consents=await _consents(session, request.id, request.round),
        conditions=KINDS[request.kind].conditions(told(await of_round(session, request))),
        code=request.verify_code,
        public_url=get_settings().public_url,
    )
    pdf = await letters.pdf(
        wording.letter(request.kind, KINDS[request.kind].letter.said(issued), issued)
    )
    signature = await signed(session, signer, sha256(pdf).digest())
    session.add(
        LetterFile(
            agency_id=request.agency_id,
            request_id=request.id,
            pdf=pdf,
            signature=signature.value,
            signature_algorithm=signature.algorithm,
            key_id=signature.key_id,
        )
    )


async def _consents(
    session: AsyncSession, request_id: UUID, in_round: int
) -> list[wording.Consent]:
    approvals = await session.scalars(
        select(Decision)
        .where(
            Decision.request_id == request_id,
            Decision.round == in_round,
            Decision.decision == Action.APPROVE,
            Decision.voided_at.is_(None),
        )
        .order_by(Decision.decided_at)
    )
    return [
        wording.Consent(d.stage, d.role, d.actor_name, d.decided_at, d.on_behalf_of_name, d.acting)
        for d in approvals
    ]
