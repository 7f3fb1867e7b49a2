"""Kind `talent_map`: committee, PyB and PPK fix a talent map as it stands.

Its content is what makes the map recomputable, its counts, the hash of its placements, and the hash
of the register of each calibration that was closed on it. Inputs and placements of a finished map
never change; a calibration does move people, so one that closes voids what was decided.
"""

from collections.abc import Mapping
from datetime import UTC, date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.kinds import agencies
from app.approvals.kinds.declaration import COMMITTEE_PYB_PPK, Declaration, LetterWords, Subject
from app.approvals.kinds.errors import MAP_UNKNOWN
from app.approvals.kinds.named import named
from app.approvals.kinds.names import Kind
from app.approvals.letters import long_date
from app.approvals.wording import Issue
from app.core.identity import Role
from app.core.words import Words
from app.scoring_schemes import service as schemes
from app.talent_maps import reading
from app.talent_maps.models import State, TalentMap

# Locks in the order map, then request: so does a calibration that closes.
HELD_MAP = text("select from talent_maps where id = :id for no key update")
# By a function of the owner: not all who read requests may read calibrations and the event log.
RESULTS = text("select talent_map_results(:id)")
LAST_EDITOR = text("""
select coalesce(
  (select c.owner_id from calibrations c
   where c.map_id = m.id and c.state = 'closed' order by c.ended_at desc limit 1),
  m.created_by)
from talent_maps m where m.id = :id""")


async def hold(session: AsyncSession, map_id: UUID) -> None:
    """Hold the map still until the transaction ends."""
    await session.execute(HELD_MAP, {"id": map_id})


async def current(session: AsyncSession, map_id: UUID) -> Subject | None:
    """The map as it stands, or None when the session sees no such finished map."""
    found = await session.get(TalentMap, map_id, populate_existing=True)
    if found is None or found.state is not State.DONE:
        return None
    assert found.known_at is not None  # noqa: S101 - a finished map has it
    scheme = await schemes.get(session, found.scheme_id)
    results: Mapping[str, Any] = (await session.scalars(RESULTS, {"id": map_id})).one()
    content = {
        "kind": Kind.TALENT_MAP.value,
        "agency": await agencies.named(session, found.agency_id),
        "map": {
            "id": str(found.id),
            "name": found.name,
            "as_of": found.as_of.isoformat(),
            "known_at": found.known_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "scheme": scheme.name,
            "scheme_sha256": scheme.sha256,
            "unit_id": None if found.unit_id is None else str(found.unit_id),
            "cohorts": found.cohorts,
            "population": found.population,
            "restricted": found.restricted,
            "boxes": {str(box): people for box, people in reading.box_counts(found).items()},
            **results,
        },
    }
    whole = found.name.lower().startswith("peta")
    title = found.name if whole else f"Peta Talenta {found.name}"
    return Subject(found.agency_id, map_id, title, content)


async def last_editor(session: AsyncSession, map_id: UUID) -> UUID | None:
    """Who closed the last calibration on the map, or asked for the map."""
    editor: UUID | None = await session.scalar(LAST_EDITOR, {"id": map_id})
    return editor


def said(issue: Issue) -> dict[str, str]:
    """What the decree says of the map."""
    of_map = issue.content["map"]
    counts = of_map["boxes"]
    boxes = ", ".join(f"kotak {box}: {counts[box]}" for box in sorted(counts, reverse=True))
    return {
        "map": of_map["name"],
        "as_of": long_date(date.fromisoformat(of_map["as_of"])),
        "scheme": of_map["scheme"],
        "scheme_sha256": of_map["scheme_sha256"][:16],
        "people": f"{of_map['population']} orang ({boxes})",
        "calibrations": f"{len(of_map['calibrations'])} sidang",
    }


DECLARATION = Declaration(
    title=Words("Penetapan peta talenta", "Approval of a talent map"),
    letter_code="PTL",
    asks=frozenset({Role.ANALYST}),
    submits=frozenset({Role.ANALYST}),
    takes=frozenset({"subject_id"}),
    needs=frozenset({"subject_id"}),
    route=COMMITTEE_PYB_PPK,
    keeps=frozenset({"ppk"}),
    last_editor=last_editor,
    exclusive=True,
    drafted=named(hold, current, MAP_UNKNOWN),
    current=current,
    hold=hold,
    letter=LetterWords(
        said,
        frozenset({"map", "as_of", "scheme", "scheme_sha256", "people", "calibrations"}),
    ),
)
