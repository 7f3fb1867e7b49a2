"""What is said of a map's assessors: severity, spread, repetition and drift."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessors import policy
from app.assessors.severity import Level, Tally, Unsaid, severity, share, spread
from app.assessors.sheets import Half, Sheet, leaves_of, sheets
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.scoring_schemes import service as schemes
from app.talent_maps import service as talent_maps

Tallies = dict[Level, Tally]
SCORES = ("jpm", "potential")


async def compare(session: AsyncSession, actor: Actor, map_id: UUID) -> list[dict[str, Any]]:
    """Every assessor of a finished map, in the order of their names."""
    used = await talent_maps.get_finished(session, actor, map_id)
    if not policy.can_compare(actor):
        raise Forbidden
    scheme = schemes.parsed(await schemes.get(session, used.scheme_id))
    assert used.known_at is not None  # noqa: S101 - a finished map has it
    found = await sheets(session, map_id, used.agency_id, scheme, used.as_of, used.known_at)
    read = leaves_of(scheme)
    everyone = {score: _by_level(found, score) for score in SCORES}
    by_assessor: dict[str | None, list[Sheet]] = defaultdict(list)
    for sheet in found:
        by_assessor[sheet.key].append(sheet)
    return [
        {
            "key": key,
            "name": own[0].name,
            "institution": own[0].institution,
            "assessments": sum(sheet.assessments for sheet in own),
            "identical": sum(sheet.repeated for sheet in own),
            "identical_percent": share(
                sum(sheet.repeated for sheet in own), sum(sheet.assessments for sheet in own)
            ),
            "scores": [
                _measured(score, own, everyone[score], used=score in read) for score in SCORES
            ],
            "drift": _drift(own, everyone, read),
        }
        for key, own in by_assessor.items()
    ]


def _measured(score: str, own: Sequence[Sheet], everyone: Tallies, *, used: bool) -> dict[str, Any]:
    """One score of an assessor: severity and spread, or why there is none."""
    total = sum((sheet.scores[score] for sheet in own), Tally())
    said = _severity(score, own, everyone, used=used)
    return {"spread": spread(total) if used else None, **said}


def _severity(score: str, own: Sequence[Sheet], everyone: Tallies, *, used: bool) -> dict[str, Any]:
    compared, points, unsaid = severity(_by_level(own, score), everyone)
    if not used:
        unsaid = Unsaid.NOT_USED
    elif own[0].key is None:
        points, unsaid = None, Unsaid.UNNAMED
    return {"score": score, "compared": compared, "severity": points, "unsaid": unsaid}


def _drift(
    own: Sequence[Sheet], everyone: dict[str, Tallies], read: Iterable[str]
) -> list[dict[str, Any]]:
    """Severity of each half year against the same others; its mean by weight is the whole's."""
    halves: dict[Half, list[Sheet]] = defaultdict(list)
    for sheet in own:
        halves[sheet.when].append(sheet)
    return [
        {
            "half": half.name,
            "assessments": sum(sheet.assessments for sheet in of_half),
            "scores": [
                _severity(score, of_half, _others(of_half, own, everyone[score], score), used=True)
                for score in read
            ],
        }
        for half, of_half in sorted(halves.items())
    ]


def _others(
    of_half: Sequence[Sheet], own: Sequence[Sheet], everyone: Tallies, score: str
) -> Tallies:
    """Everyone but the assessor's other half years: whom a half year is held against."""
    mine, now = _by_level(own, score), _by_level(of_half, score)
    return {level: everyone[level].without(mine[level]) + now[level] for level in now}


def _by_level(some: Iterable[Sheet], score: str) -> Tallies:
    levels: Tallies = defaultdict(Tally)
    for sheet in some:
        levels[sheet.level] += sheet.scores[score]
    return levels
