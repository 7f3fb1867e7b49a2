"""What is reported: numbers, what they mean, what follows from them, and what was done about it."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessors.severity import share
from app.assessors.sheets import leaves_of
from app.audit import service as audit
from app.core.errors import Fault, Forbidden
from app.core.identity import Actor
from app.core.words import Language, Words
from app.monitoring import errors, merit, policy
from app.monitoring.advice import RULES, recommended
from app.monitoring.errors import FollowUpRefused
from app.monitoring.figures import FIGURES, Scope, counted, missing
from app.monitoring.models import FollowUp
from app.monitoring.schemas import NewFollowUp
from app.organisation import service as organisation
from app.scoring_schemes import service as schemes
from app.scoring_schemes.anniversaries import earliest_start
from app.talent_maps import service as talent_maps
from app.talent_maps.models import TalentMap
from app.talent_pools.schemas import SUCCESSION_BOXES

LATEST_MAP = text("""
select id from talent_maps where agency_id = :agency_id and state = 'done'
order by as_of desc, id desc limit 1""")
RATIOS: dict[str, tuple[str, str, Words]] = {
    "mapped": ("mapped", "people", Words("Dipetakan", "Mapped")),
    "without_box": ("without_box", "mapped", Words("Belum berkotak", "Without a box")),
    "assessed": ("assessed", "mapped", Words("Asesmen berlaku", "Validly assessed")),
    "talent": ("talent", "mapped", Words("Kotak 7, 8, 9", "Boxes 7, 8, 9")),
    "talent_planned": ("talent_planned", "talent", Words("Berencana", "With a plan")),
    "boxes_covered": ("boxes_covered", "boxes", Words("Kotak dengan retensi", "Boxes retained")),
    "appointed": ("appointed", "proposals", Words("Usul yang menjadi SK", "Proposals appointed")),
    "deviations": ("deviations", "proposals", Words("Deviasi", "Deviations")),
}
FULL = Words(
    "Semua syarat nilai tertinggi terhitung dan terpenuhi.",
    "Every condition of the highest score is computed and met.",
)
NONE = Words(
    "Ada syarat yang belum terpenuhi atau tidak dapat dihitung; penilai yang menentukan nilainya.",
    "Some condition is not met or cannot be computed; the score is for the assessors to say.",
)
NOT_KNOWN = Words("Angkanya belum diketahui.", "Its numbers are not known yet.")


class Known(NamedTuple):
    """The numbers of an agency, and what they are of."""

    agency: str
    scope: Scope
    map: TalentMap | None
    numbers: dict[str, int | None]
    follow_ups: dict[str, list[FollowUp]]


async def known(
    session: AsyncSession, actor: Actor, agency: str | None, map_id: UUID | None, today: date
) -> Known:
    """Count everything of an agency, by the map that is named or its latest one."""
    if not policy.can_view(actor):
        raise Forbidden
    body = await organisation.agency_meant(session, actor, agency)
    wanted = map_id or await session.scalar(LATEST_MAP, {"agency_id": body.id})
    used = None if wanted is None else await talent_maps.get_finished(session, actor, wanted)
    scope = await _scope(session, used, body.id, today)
    numbers = await counted(session, scope)
    done: dict[str, list[FollowUp]] = defaultdict(list)
    found = select(FollowUp).where(FollowUp.agency_id == scope.agency_id).order_by(FollowUp.id)
    for one in await session.scalars(found.where(policy.visible_to(actor))):
        done[one.recommendation].append(one)
    codes = recommended(numbers)
    numbers["recommended"] = len(codes)
    numbers["followed"] = sum(code in done for code in codes)
    return Known(body.name, scope, used, numbers, done)


async def report(session: AsyncSession, found: Known, language: Language) -> dict[str, Any]:
    """The report: achievements, analysis, recommendations."""
    numbers, used = found.numbers, found.map
    return {
        **_head(found),
        "map": None if used is None else used.name,
        "as_of": None if used is None else used.as_of,
        "achievements": [_figure(code, found, language) for code in FIGURES],
        "analysis": [
            {
                "code": code,
                "title": words.in_(language),
                "part": numbers[part],
                "whole": numbers[whole],
                "percent": _percent(numbers[part], numbers[whole]),
            }
            for code, (part, whole, words) in RATIOS.items()
        ],
        "without_box": [] if used is None else await missing(session, used.id),
        "recommendations": [
            {
                "code": code,
                "title": RULES[code].words.in_(language),
                "figure": RULES[code].figure,
                "value": numbers[RULES[code].figure],
                "rows": _rows(RULES[code].figure, found),
                "follow_ups": found.follow_ups.get(code, []),
            }
            for code in recommended(numbers)
        ],
    }


def merit_evidence(found: Known, language: Language) -> dict[str, Any]:
    """The six questions with their conditions, numbers and, where it can be said, a score."""
    return {
        **_head(found),
        "questions": [
            _question(code, question, found, language) for code, question in merit.QUESTIONS.items()
        ],
    }


async def record_follow_up(
    session: AsyncSession, actor: Actor, new: NewFollowUp, agency: str | None, today: date
) -> FollowUp:
    """Keep what was done about a recommendation."""
    if not policy.can_record(actor):
        raise Forbidden
    if new.recommendation not in RULES:
        words = errors.RECOMMENDATION_UNKNOWN.filled(codes=", ".join(RULES))
        raise _refused("/recommendation", "recommendation-unknown", words)
    if new.done_on > today:
        raise _refused("/done_on", "day-in-future", errors.IN_FUTURE)
    body = await organisation.agency_meant(session, actor, agency)
    made = FollowUp(**new.model_dump(), agency_id=body.id, recorded_by=actor.id)
    session.add(made)
    await session.flush()
    await audit.record(
        session,
        actor,
        "recommendation.followed_up",
        made.id,
        agency_id=body.id,
        after=audit.state_of(made),
        recommendation=made.recommendation,
    )
    return made


async def _scope(
    session: AsyncSession, used: TalentMap | None, agency_id: UUID, today: date
) -> Scope:
    if used is None:
        return Scope(agency_id, today)
    scheme = schemes.parsed(await schemes.get(session, used.scheme_id))
    since = min(
        (earliest_start(used.as_of, leaf.validity_years) for leaf in leaves_of(scheme).values()),
        default=date(1900, 1, 1),
    )
    cells = [cell for cell, box in enumerate(used.numbers) if box in SUCCESSION_BOXES]
    return Scope(used.agency_id, today, used.id, used.as_of, since, cells)


def _head(found: Known) -> dict[str, Any]:
    return {"agency": found.agency, "today": found.scope.today, "map_id": found.scope.map_id}


def _figure(code: str, found: Known, language: Language) -> dict[str, Any]:
    figure = FIGURES[code]
    return {
        "code": code,
        "section": figure.section,
        "title": figure.title.in_(language),
        "value": found.numbers[code],
        "rows": _rows(code, found),
    }


def _rows(code: str, found: Known) -> str | None:
    rows = FIGURES[code].rows
    if rows is None or found.numbers[code] is None:
        return None
    return rows.format(map_id=found.scope.map_id)


def _percent(part: int | None, whole: int | None) -> Any:
    return None if part is None or whole is None else share(part, whole)


def _question(
    code: str, question: merit.Question, found: Known, language: Language
) -> dict[str, Any]:
    conditions = [
        _condition(name, condition, found, language)
        for name, condition in question.conditions.items()
    ]
    score = merit.proposed([condition["met"] for condition in conditions])
    return {
        "code": code,
        "title": question.title.in_(language),
        "conditions": conditions,
        "proposed_score": score,
        "score_reason": (NONE if score is None else FULL).in_(language),
    }


def _condition(
    name: str, condition: merit.Condition, found: Known, language: Language
) -> dict[str, Any]:
    verdict = merit.met(condition, found.numbers)
    words = (condition.why or NOT_KNOWN) if verdict is None else None
    return {
        "code": name,
        "title": condition.title.in_(language),
        "met": verdict,
        "why": None if words is None else words.in_(language),
        "figures": [
            _figure(code, found, language) for code in condition.figures if code in FIGURES
        ],
    }


def _refused(pointer: str, code: str, words: Words) -> FollowUpRefused:
    return FollowUpRefused(errors=[Fault(pointer, code, words)])
