"""The whole story, scene by scene: what is played, in which order, and what is said of it."""

import asyncio
import time
from typing import Any

import orjson

from app.approvals.kinds.names import Kind
from app.calibrations import register
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.demo import screen, story
from app.demo.cast import signed_in
from app.demo.province import write_province
from app.demo.scenes import (
    appointment,
    calibration,
    comparison,
    development,
    publication,
    readiness,
    what_if,
)
from app.demo.story import Ranking, Stage
from app.talent_maps import reading
from app.talent_maps.models import TalentMap

Came = dict[str, Any]
"""What came of the story: ids and files by their name."""


async def play(stage: Stage, employees: int) -> None:
    """Play everything, and keep what came of it; what an earlier run has done is not done again."""
    began = time.monotonic()
    await _arrive(stage, employees)
    earlier, talent_map = [await _mapped(stage, scheme) for scheme in story.SCHEMES]
    await _draw(stage, talent_map)
    outcome: Came = {"talent_map": talent_map.id, "earlier_map": earlier.id}
    outcome |= await _look_again(stage, earlier, talent_map)
    outcome |= await _decide(stage, talent_map)
    outcome |= await _be_ready(stage)
    round_ = await publication.play(stage, talent_map)
    _say(stage, screen.published(round_))
    outcome |= {"publication": round_.publication_id, "objection": round_.objection_id}
    kept = {name: str(value) for name, value in outcome.items()}
    stage.places.told.write_bytes(orjson.dumps(kept, option=orjson.OPT_INDENT_2))
    _say(stage, f"Told in {time.monotonic() - began:.1f} s.")


async def _arrive(stage: Stage, employees: int) -> None:
    """The province's files are written and imported."""
    with stage.console.status(f"Writing the files of a province of {employees:,} people …"):
        written = await asyncio.to_thread(write_province, stage.places.files, employees=employees)
    stage.vacancies = written.vacancies
    stage.console.print(
        f"{sum(written.rows.values()):,} rows in {len(written.rows)} files,"
        f" {len(written.planted):,} of them with a planted defect: {stage.places.files}"
    )
    await story.take_in(stage)


async def _mapped(stage: Stage, scheme: str) -> TalentMap:
    talent_map = await story.map_with(stage, scheme)
    stage.console.print(screen.nine_box(talent_map))
    return talent_map


async def _draw(stage: Stage, talent_map: TalentMap) -> None:
    """Keep the nine-box as a picture."""
    async with transaction(stage.sessions, SYSTEM) as session:
        picture = await reading.picture(session, SYSTEM, talent_map.id, "en")
    await asyncio.to_thread(stage.places.picture.write_text, picture, encoding="utf-8")


async def _look_again(stage: Stage, earlier: TalentMap, talent_map: TalentMap) -> Came:
    """The panel moves people; the committee compares the maps."""
    session_id = await calibration.play(stage, talent_map)
    if session_id is not None:
        analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
        async with transaction(stage.sessions, analyst) as session:
            _say(stage, screen.calibrated(await register.read(session, analyst, session_id)))
    _say(stage, screen.compared(await comparison.play(stage, earlier, talent_map)))
    return {} if session_id is None else {"calibration": session_id}


async def _decide(stage: Stage, talent_map: TalentMap) -> Came:
    """Scheme, map and a pool that was questioned are approved; people are appointed, developed."""
    for kind, subject in (
        (Kind.SCORING_SCHEME, talent_map.scheme_id),
        (Kind.TALENT_MAP, talent_map.id),
    ):
        _say(stage, screen.approved(await story.approve(stage, kind, subject)))
    pool_id = await story.draw_pool(stage, talent_map)
    what = await what_if.play(stage, talent_map, pool_id)
    _say(stage, screen.tried(what))
    ranking = await story.rank(stage, pool_id)
    if ranking is not None:
        stage.console.print(screen.ranking(ranking))
    request = await story.approve(stage, Kind.TALENT_POOL, pool_id)
    letter = await story.keep_letter(stage, request, stage.places.letter)
    _say(stage, screen.approved(request))
    outcome = {
        "talent_pool": pool_id,
        "simulation": what.simulation["id"],
        "approval_request": request.id,
        "letter": letter,
    }
    return outcome if ranking is None else outcome | await _follow(stage, talent_map, ranking)


async def _follow(stage: Stage, talent_map: TalentMap, ranking: Ranking) -> Came:
    """The vacant post is filled, and the best who is not ready for it gets a plan."""
    outcome = {"position": ranking.position_id}
    proposal = await appointment.play(stage, ranking.pool_id, ranking.code)
    if proposal is not None:
        _say(stage, screen.appointed(proposal))
        outcome["placement_proposal"] = proposal["id"]
    if ranking.others:
        person = ranking.others[0].standing.employee_id
        plan = await development.play(stage, talent_map.id, ranking.position_id, person)
        _say(stage, screen.developed(plan))
        outcome["development_plan"] = plan.plan_id
    return outcome


async def _be_ready(stage: Stage) -> Came:
    """BKN lets the province apply talent management."""
    request = await readiness.play(stage)
    letter = await story.keep_letter(stage, request, stage.places.consent)
    _say(stage, screen.ready(request))
    return {"readiness_request": request.id, "consent": letter}


def _say(stage: Stage, words: str) -> None:
    stage.console.print(words, soft_wrap=True, highlight=False)
