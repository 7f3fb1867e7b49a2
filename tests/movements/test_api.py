"""Two maps of a province compared, and people followed, through HTTP on real maps."""

import copy
from datetime import UTC, datetime
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.movements import mixing, service
from app.publications.models import Publication
from app.scoring_schemes import service as schemes
from app.scoring_schemes.scoring import score
from app.talent_maps import evidence
from app.talent_maps import service as maps
from app.talent_maps.models import TalentMap
from app.talent_maps.schemas import NewMap
from tests.conftest import an_actor
from tests.evidence.conftest import mapped

__all__ = ["mapped"]
URL = "/v1/talent-maps"
SHIPPED = {document["code"]: document for document in map(orjson.loads, schemes.shipped())}
# What the personnel system puts right between two maps: the older state stays known.
CORRECTED = """
with old as (
  update performances set superseded_at = clock_timestamp()
  where superseded_at is null and get_byte(uuid_send(employee_id), 15) % 3 = 0
  returning *)
insert into performances (agency_id, employee_id, source_id, year, result, conduct, quadrant,
  predicate, recorded_at)
select agency_id, employee_id, source_id || '-2', year, 3, 3, 5, 'sangat_kurang', clock_timestamp()
from old"""
GONE = """update employees set legal_status = 'Pensiun' where id in (
  select employee_id from talent_map_placements where map_id = :map_id order by place limit 4)"""


@pytest.fixture
async def two(mapped, sessions, agency):
    """A map; facts that change; and a map by another scheme as well."""
    first = await mapped(120)
    async with transaction(sessions, SYSTEM) as session:
        assert (await session.execute(text(CORRECTED))).rowcount > 20
        await session.execute(text(GONE), {"map_id": first.id})
        scheme = await schemes.get(session, first.scheme_id)
        document = copy.deepcopy(SHIPPED[scheme.code]) | {"version": 9}
        document["axes"]["potential"]["cutoffs"] = ["45", "70"]
        kept = await schemes.draft(session, SYSTEM, orjson.dumps(document))
        await schemes.publish(session, SYSTEM, kept.scheme.id)
    later = {}
    for name, wanted in (("same", scheme.name), ("other", f"{scheme.code}@9")):
        async with transaction(sessions, SYSTEM) as session:
            new = NewMap(name=f"Kedua {name}", scheme=wanted, as_of=first.as_of, agency=agency.code)
            drawn = await maps.draw_up(session, SYSTEM, new, today=datetime.now(UTC).date())
        await maps.calculate(sessions, drawn.id)
        later[name] = drawn.id
    return first.id, later["same"], later["other"]


async def everybody(client, url, limit=50, **filters):
    rows, cursor = [], {}
    while True:
        page = (await client.get(url, params={"limit": limit, **filters, **cursor})).json()
        rows += page["items"]
        if page["next"] is None:
            return rows
        cursor = {"cursor": page["next"]}


async def by_hand(sessions, before_id, after_id, employee_id):
    """Why, by the pure specification: the person scored four times."""
    async with transaction(sessions, SYSTEM) as session:
        before = await session.get(TalentMap, before_id)
        after = await session.get(TalentMap, after_id)
        cells = {}
        for facts_of in (before, after):
            facts = await evidence.facts_of(session, employee_id, facts_of.known_at)
            for scheme_of in (before, after):
                scheme = schemes.parsed(await schemes.get(session, scheme_of.scheme_id))
                scored = score(scheme, facts, facts_of.as_of)
                y, x = scored.performance.level, scored.potential.level
                cell = None if y is None or x is None else 3 * y + x
                cells[facts_of.id, scheme_of.id] = cell
    later = cells[after_id, after_id]
    by_facts, by_scheme = cells[after_id, before_id] == later, cells[before_id, after_id] == later
    return {
        (True, True): "either",
        (True, False): "facts",
        (False, True): "scheme",
        (False, False): "both",
    }[by_facts, by_scheme]


async def test_why_somebody_moved_is_what_scoring_by_hand_says(two, client_for, sessions):
    first, same, other = two
    client = client_for(Role.ANALYST)

    rows = await everybody(client, f"{URL}/{other}/comparison", limit=20, **{"with": first})

    moved = [row for row in rows if row["change"] == "moved"]
    assert len(moved) > 20
    assert len({row["employee_id"] for row in rows}) == len(rows)
    for row in moved:
        expected = await by_hand(sessions, first, other, UUID(row["employee_id"]))
        assert row["why"] == expected, row
    assert len({row["why"] for row in moved}) > 1
    counted = (await client.get(f"{URL}/{other}/comparison/reasons?with={first}")).json()
    assert counted == {
        reason: sum(row["why"] == reason for row in moved)
        for reason in ("facts", "scheme", "either", "both")
    }
    only_facts = await everybody(client, f"{URL}/{same}/comparison", **{"with": first})
    assert {row["why"] for row in only_facts if row["change"] == "moved"} == {"facts"}


async def test_who_left_and_entered_is_said(two, client_for):
    first, same, _ = two
    client = client_for(Role.ANALYST)

    left = await everybody(client, f"{URL}/{same}/comparison", change="left", **{"with": first})
    entered = await everybody(
        client, f"{URL}/{first}/comparison", change="entered", **{"with": same}
    )

    assert len(left) == 4
    assert all((row["to_box"], row["why"]) == (None, None) for row in left)
    assert {row["employee_id"] for row in entered} == {row["employee_id"] for row in left}
    assert all(row["nip"].startswith("*") for row in left)


async def test_flows_add_up_to_both_maps(two, client_for):
    first, _, other = two
    client = client_for(Role.AUDITOR)

    flows = (await client.get(f"{URL}/{other}/flows?with={first}")).json()
    before = (await client.get(f"{URL}/{first}/nine-box")).json()
    after = (await client.get(f"{URL}/{other}/nine-box")).json()

    matrix = flows["matrix"]
    rows = [sum(row) for row in matrix]
    columns = [sum(column) for column in zip(*matrix, strict=True)]
    assert rows[:10] == [*(box["people"] for box in before["boxes"]), before["without_box"]]
    assert columns[:10] == [*(box["people"] for box in after["boxes"]), after["without_box"]]
    assert (flows["left"], flows["entered"], flows["same_scheme"]) == (4, 0, False)
    assert flows["stayed"] + flows["moved"] + flows["left"] == before["population"]
    picture = await client.get(f"{URL}/{other}/flows.svg?with={first}")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert "<desc" in picture.text


async def test_a_map_held_against_itself_moves_nobody(two, client_for):
    first, *_ = two
    client = client_for(Role.ANALYST)

    flows = (await client.get(f"{URL}/{first}/flows?with={first}")).json()

    assert (flows["moved"], flows["entered"], flows["left"]) == (0, 0, 0)
    assert (await client.get(f"{URL}/{first}/comparison?with={first}")).json()["items"] == []


async def test_mixing_some_people_gives_what_mixing_all_gives(two, sessions):
    first, _, other = two
    async with transaction(sessions, SYSTEM) as session:
        pair = await service.pair(session, SYSTEM, other, first)
        everyone = await mixing.cells(session, pair.after, pair.before)
        chosen = sorted(everyone)[:7]
        some = await mixing.cells(session, pair.after, pair.before, chosen)

    assert some == {person: everyone[person] for person in chosen}


async def test_a_map_that_is_not_there_to_compare_with_is_named(two, client_for):
    first, *_ = two
    client = client_for(Role.ANALYST)

    for wrong in (uuid4(), "bukan"):
        answer = await client.get(f"{URL}/{first}/flows?with={wrong}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "?with"
    assert (await client.get(f"{URL}/{first}/flows")).status_code == 422


async def test_civil_servants_and_strangers_compare_nothing(two, client_for):
    first, same, _ = two
    for role in (Role.ASN, Role.BKN, Role.ADMIN):
        answer = await client_for(role).get(f"{URL}/{same}/flows?with={first}")
        assert answer.status_code == 404


async def test_a_person_is_followed_through_maps_with_breaks(two, client_for, sessions, agency):
    first, same, other = two
    async with transaction(sessions, SYSTEM) as session:
        person = await session.scalar(
            text("select employee_id from talent_map_placements where map_id = :id limit 1"),
            {"id": other},
        )
    client, url = client_for(Role.COMMITTEE), f"/v1/employees/{person}/trajectory"

    points = await everybody(client, url, limit=2)

    assert [point["map_id"] for point in points] == [str(first), str(same), str(other)]
    assert [point["break"] for point in points] == [False, False, True]
    picture = await client.get(f"{url}.svg", headers={"Accept-Language": "en"})
    assert "scheme changed" in picture.text
    own = client_for(None, actor=an_actor(Role.ASN, agency.id, employee_id=person))
    assert (await own.get(url)).json()["items"] == [], "nothing is published"
    colleague = client_for(None, actor=an_actor(Role.ASN, agency.id, employee_id=uuid4()))
    assert (await colleague.get(url)).status_code == 404
    assert (await colleague.get(f"{url}.svg")).status_code == 404
    async with transaction(sessions, an_actor(Role.ASN, agency.id, employee_id=person)) as session:
        looks = list(await session.scalars(text("select what from person_accesses")))
    assert looks == ["trajectory"] * 3


async def test_a_civil_servant_follows_the_own_published_way(
    two, client_for, sessions, save, agency
):
    first, _, other = two
    async with transaction(sessions, SYSTEM) as session:
        after = await session.get(TalentMap, other)
        person = await session.scalar(
            text("select employee_id from talent_map_placements where map_id = :id limit 1"),
            {"id": other},
        )
    publication = Publication(
        id=uuid4(),
        agency_id=agency.id,
        scheme_id=after.scheme_id,
        name="Putaran",
        as_of=after.as_of,
        opens_on=after.as_of,
        cut_off=datetime(2026, 1, 1, tzinfo=UTC),
        objection_working_days=5,
        answer_working_days=10,
        created_by=uuid4(),
    )
    await save(publication)
    round_ = f"/v1/publications/{publication.id}"
    attached = await client_for(Role.ANALYST).post(f"{round_}/map", json={"map_id": str(other)})
    assert attached.status_code == 200, attached.text
    assert (await client_for(Role.PPK).post(f"{round_}/publication")).status_code == 200
    own = client_for(None, actor=an_actor(Role.ASN, agency.id, employee_id=person))

    (point,) = (await own.get(f"/v1/employees/{person}/trajectory")).json()["items"]

    assert (point["map_id"], point["break"]) == (str(other), False)
    assert first != other
