"""Deciding on requests: one at a time, or many of them, each for itself."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import deciding, dossier, handling, issuing, recording, route_view
from app.approvals.decision_schemas import DecisionDraft, DecisionOn, Verdict
from app.approvals.errors import (
    ONLY_A_RETURN,
    REASON,
    REASON_CODE,
    ActingHasNoLastWord,
    AlreadyDecided,
    BackToNowhere,
    LastEditorAlone,
    NoMandate,
    NotNamed,
    RequesterNeverDecides,
)
from app.approvals.kinds.registry import KINDS
from app.approvals.models import Decision, Request
from app.approvals.reasons import REASONS, Reason
from app.approvals.schemas import ApprovalRequestRead
from app.approvals.signatures import LetterSigner
from app.approvals.workflow import Action, Route, State, Status
from app.audit import service as audit
from app.core.db import set_context, violations
from app.core.errors import Fault, InvalidRequest, Problem
from app.core.identity import Actor


async def decide(
    session: AsyncSession,
    actor: Actor,
    request_id: UUID,
    draft: DecisionDraft,
    signer: LetterSigner,
) -> ApprovalRequestRead:
    """Approve, return or reject at the stage that waits; the last approval issues the letter."""
    action = Action(draft.decision)
    code = _reason_code(action, draft)
    request = await handling.find(session, actor, request_id, lock=True)
    before = audit.state_of(request)
    stages = await route_view.stages_of(session, request)
    earlier = await deciding.live(session, request)
    who = await deciding.role(session, actor, request, stages, earlier, draft)
    if action is Action.APPROVE:
        await recording.check_prerequisites(session, request, stages[request.stage - 1])

    decision = Decision(
        agency_id=request.agency_id,
        request_id=request.id,
        round=request.round,
        stage=request.stage,
        role=who.role,
        actor_id=actor.id,
        actor_name=actor.name,
        person_id=who.person_id,
        voice_id=who.voice_id,
        on_behalf_of=who.on_behalf_of,
        decision=action,
        reason_code=code,
        reason=draft.reason,
        to_stage=draft.to_stage,
        content_sha256=draft.content_sha256,
    )
    state = _moved(request, deciding.route_of(stages), earlier, decision)
    await set_context(session, who.context(actor))
    session.add(decision)
    with violations(
        {
            "one_decision_per_person": AlreadyDecided(round=request.round),
            "requester_never_decides": RequesterNeverDecides(),
            "one_decision_per_voice": AlreadyDecided(round=request.round),
            "decider_was_named": NotNamed(stage=request.stage, round=request.round),
            "stand_in_has_mandate": NoMandate(stage=request.stage),
            "acting_has_no_last_word": ActingHasNoLastWord(),
        }
    ):
        await session.flush()
    await session.refresh(decision)

    if state.status is Status.APPROVED:
        await issuing.number(session, request, decision)
    if state.status in (Status.APPROVED, Status.REJECTED):
        request.closed_at = decision.decided_at
    with violations({"last_editor_not_alone": LastEditorAlone()}):
        await handling.move(session, request, state)
    await handling.record(
        session,
        actor,
        "approval_request.decided",
        request,
        before=before,
        on_behalf_of=decision.on_behalf_of,
        acting=decision.acting,
        decision=action,
        round=decision.round,
        stage=decision.stage,
        content_sha256=decision.content_sha256,
        status=request.status,
    )
    if state.status is Status.APPROVED:
        await _enact(session, actor, request, signer)
    await set_context(session, actor.context)
    return await dossier.of(session, request)


async def decide_many(
    session: AsyncSession, actor: Actor, drafts: Sequence[DecisionOn], signer: LetterSigner
) -> list[Verdict]:
    """Decide on many requests by the same command, each for itself: one refused spoils no other."""
    verdicts = []
    for draft in drafts:
        try:
            async with session.begin_nested():
                request = await decide(session, actor, draft.request_id, draft, signer)
            verdict = Verdict(
                request_id=draft.request_id,
                status=HTTPStatus.CREATED,
                code=None,
                detail=None,
                request_status=request.status,
            )
        except Problem as refused:
            verdict = Verdict(
                request_id=draft.request_id,
                status=refused.status,
                code=refused.code,
                detail=refused.words.id,
                request_status=None,
            )
        verdicts.append(verdict)
    return verdicts


def _reason_code(action: Action, draft: DecisionDraft) -> Reason:
    """The code of a decision; every fault of the draft at once."""
    faults = []
    code = draft.reason_code
    if action is Action.APPROVE and code is None:
        code = Reason.IN_ORDER
    elif action is not Action.APPROVE and not draft.reason:
        faults.append(Fault("/reason", "missing", REASON))
    if code not in REASONS[action]:
        known = ", ".join(sorted(REASONS[action]))
        words = REASON_CODE.filled(codes=known)
        faults.append(Fault("/reason_code", "reason-unfit" if code else "missing", words))
    if draft.to_stage is not None and action is not Action.RETURN:
        faults.append(Fault("/to_stage", "only-a-return", ONLY_A_RETURN))
    if faults or code is None:
        raise InvalidRequest(errors=faults)
    return code


def _moved(
    request: Request, route: Route, earlier: Sequence[Decision], decision: Decision
) -> State:
    """Where a decision leads, with those that were made at its stage before."""
    to = decision.to_stage or 0
    if to and (to >= request.stage or route[to - 1].skipped):
        raise BackToNowhere(stage=request.stage)
    here = [one.decision for one in earlier if one.stage == request.stage]
    state = handling.state_of(request)._replace(
        approvals=here.count(Action.APPROVE), abstentions=here.count(Action.ABSTAIN)
    )
    return handling.after(state, Action(decision.decision), route, to)


async def _enact(
    session: AsyncSession, actor: Actor, request: Request, signer: LetterSigner
) -> None:
    """Issue the letter and set in motion what was approved."""
    await issuing.issue(session, request, signer)
    await session.flush()
    if (enact := KINDS[request.kind].enact) is not None:
        await enact(session, request.subject_id, request.id, actor.id)
    await handling.record(
        session, actor, "approval_request.approved", request, number=request.letter_number
    )
