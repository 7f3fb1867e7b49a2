"""Bands of ranks: what one statement says is what ranking everybody in every scenario says."""

from datetime import date
from decimal import Decimal
from itertools import count
from uuid import uuid4

import orjson
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.organisation.models import Unit
from app.scoring_schemes import service as schemes
from app.scoring_schemes.document import parse
from app.scoring_schemes.facts import Feedback
from app.scoring_schemes.scenarios import scenarios
from app.scoring_schemes.scoring import score
from app.talent_maps import service as talent_maps
from app.talent_maps.ranking import ranks
from app.talent_maps.schemas import NewMap
from app.talent_pools import service as pools
from app.talent_pools import stability, standings
from app.talent_pools.schemas import NewPool
from app.talent_pools.standings import Group
from tests.scoring_schemes.people import D, an_assessment, someone
from tests.scoring_schemes.scheme_strategies import YEARS_OF_D, documents, facts
from tests.scoring_schemes.test_scheme import shipped
from tests.scoring_schemes.test_scoring_sql import insert, raw_in
from tests.talent_pools.conftest import a_position

TODAY = date(2026, 12, 31)
BOXES = list(range(1, 10))
versions, numbers = count(1), count(1)
EXTREME = {"performance": "99.999999", "potential": "0.000001"}


def without_blocks(node):
    """The same document, but what is missing leaves the sum: so more people have a value."""
    if isinstance(node, list):
        return [without_blocks(one) for one in node]
    if not isinstance(node, dict):
        return node
    changed = {key: without_blocks(value) for key, value in node.items()}
    return changed | ({"missing": "renormalise"} if changed.get("missing") == "block" else {})


def brute_force(scheme, people, as_of):
    """The band of everybody with a value: each ranked in each scenario by the pure rules."""
    of_each = {who: [] for who in people}
    for tried in scenarios(scheme):
        scored = {who: score(tried, one, as_of) for who, one in people.items()}
        keys = {
            who: tuple(
                {"value": s.value, "performance": s.performance.score}.get(key, s.potential.score)
                for key in tried.ranking
            )
            for who, s in scored.items()
            if s.value is not None
        }
        for who, rank in zip(keys, ranks(keys.values()), strict=True):
            of_each[who].append(rank)
    return {who: (min(of), max(of)) for who, of in of_each.items() if of}


async def mapped(sessions, agency, document, people, as_of):
    """A map and a pool of everybody on it who has a box; who the people are, by id."""
    version = next(versions)
    document = document | {"version": 1000 + version}
    async with transaction(sessions, SYSTEM) as session:
        kept = await schemes.draft(session, SYSTEM, orjson.dumps(document))
        await schemes.publish(session, SYSTEM, kept.scheme.id)
        connection = await raw_in(session)
        unit_id = await connection.fetchval(
            "insert into units (agency_id, siasn_id, name) values ($1, $2, 'Uji') returning id",
            agency.id,
            str(uuid4()),
        )
        known = {}
        for person in people:
            who = await insert(connection, agency.id, unit_id, next(numbers), person)
            known[who] = person
        await connection.execute(
            "update employees set legal_status = 'Aktif', cohort = 1 where unit_id = $1", unit_id
        )
        name = f"Peta {version}"
        scheme = f"{document['code']}@{document['version']}"
        new = NewMap(name=name, scheme=scheme, as_of=as_of, unit_id=unit_id)
        asked = await talent_maps.draw_up(session, SYSTEM, new, today=TODAY)
    await talent_maps.calculate(sessions, asked.id)
    async with transaction(sessions, SYSTEM) as session:
        if not await standings.ranked(session, Group(asked.id, boxes=BOXES)):
            return None, known
        pool = NewPool(
            name=name,
            map_id=asked.id,
            boxes=BOXES,
            legal_basis="Keputusan 1/2026",
            valid_from=date(2026, 2, 1),
            expires_on=date(2127, 2, 1),
        )
        made = await pools.create(session, SYSTEM, pool)
    return made["id"], known


@given(st.data())
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking asks the database too often
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_bands_are_those_of_ranking_everybody_in_every_scenario(sessions, agency, data):
    as_of = data.draw(st.sampled_from(YEARS_OF_D))
    document = without_blocks(data.draw(documents()))
    if data.draw(st.booleans()):
        document["value"] = EXTREME
    people = data.draw(st.lists(facts(as_of), min_size=2, max_size=5))
    twins = [*people, people[0]]
    pool_id, known = await mapped(sessions, agency, document, twins, as_of)

    expected = brute_force(parse(document), known, as_of)
    if pool_id is None:
        assert expected == {}
        return
    async with transaction(sessions, SYSTEM) as session:
        found = await stability.bands(session, SYSTEM, pool_id, list(known))

    assert found == expected


async def test_a_candidate_shows_between_which_ranks_small_changes_of_weights_move_them(
    client_for, sessions, agency, save
):
    first, third = (
        someone(),
        someone(
            assessments=(an_assessment(aspects=(5, 5, 5, 5, 5, 5, 4, 0)),),
            feedbacks=(Feedback("fb-1", 2025, Decimal(70)),),
        ),
    )
    last = someone(assessments=(an_assessment(aspects=(1,) * 8),))
    everybody = [first, first, third, last]
    pool_id, known = await mapped(sessions, agency, shipped("bkn-411-2025"), everybody, D)
    unit = Unit(id=uuid4(), agency_id=agency.id, siasn_id="U9", name="Bidang Contoh")
    post = a_position(agency, unit)
    await save(unit, post)

    client, url = client_for(Role.COMMITTEE), f"/v1/talent-pools/{pool_id}/candidates"
    with_bands = await client.get(url, params={"position_id": post.id, "stability": "true"})
    without = await client.get(url, params={"position_id": post.id})

    assert [(c["rank"], c["rank_band"]) for c in with_bands.json()["items"]] == [
        (1, {"best": 1, "worst": 2}),
        (1, {"best": 1, "worst": 2}),
        (3, {"best": 1, "worst": 3}),
        (4, {"best": 4, "worst": 4}),
    ]
    assert [c["rank_band"] for c in without.json()["items"]] == [None] * len(known)
