"""A changed scheme tried by HTTP: what comes of it, that it is kept, and what is refused."""

from collections import Counter

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.scoring_schemes.scheme import identity
from app.talent_maps import service as maps
from app.talent_maps.nine_box import NUMBERS
from app.talent_maps.schemas import NewMap
from tests.conftest import an_actor
from tests.simulations.conftest import ADDRESS, PURPOSE, asked, changed, everybody_moved

NOBODY = "00000000-0000-4000-8000-000000000000"
POOL = {
    "legal_basis": "Keputusan Gubernur 12/2026",
    "valid_from": "2026-02-01",
    "expires_on": "2027-02-01",
    "boxes": [5, 8, 9],
    "rule": {"limit": 12, "minimum_value": "60"},
}
WRITTEN = text("""
select (select count(*) from talent_maps), (select count(*) from talent_map_placements),
  (select count(*) from talent_pool_members), (select count(*) from scoring_schemes),
  (select md5(string_agg(p::text, '' order by p.place)) from talent_map_placements p)""")


async def ran(client, *arguments, **values):
    answer = await client.post(ADDRESS, json=asked(*arguments, **values))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def everybody(client, map_id):
    """The placements of a map by person."""
    page = await client.get(f"/v1/talent-maps/{map_id}/placements", params={"limit": 200})
    assert page.json()["next"] is None
    return {row["employee_id"]: row for row in page.json()["items"]}


@pytest.fixture
def other_map(client_for, run_jobs):
    """A real map of the same people by the changed scheme."""

    async def make(document):
        client = client_for(Role.ANALYST)
        there = (await client.post("/v1/scoring-schemes", json=document)).json()
        await client.post(f"/v1/scoring-schemes/{there['id']}/publication")
        new = {"name": "Peta lain", "as_of": "2026-01-01"}
        scheme = f"{document['code']}@{document['version']}"
        asked = await client.post("/v1/talent-maps", json={**new, "scheme": scheme})
        await run_jobs()
        return asked.json()["id"]

    return make


async def test_a_simulation_says_what_a_real_map_would(client_for, mapped, other_map):
    talent_map = await mapped(120)
    client, document = client_for(Role.ANALYST), changed(version=2)

    run = await ran(client, talent_map, document)
    moves = await everybody_moved(client, run, limit=7)
    before = await everybody(client, talent_map.id)
    after = await everybody(client, await other_map(document))

    flows = Counter((before[who]["box"], after[who]["box"]) for who in before)
    rises = [(before[who]["rank"], after[who]["rank"]) for who in before]
    both = [(old, new) for old, new in rises if None not in (old, new)]
    result = run["result"]
    assert {(f["box_before"], f["box_after"]): f["people"] for f in result["flows"]} == flows
    assert {box["box"]: (box["before"], box["after"]) for box in result["boxes"]} == {
        box: (
            sum(row["box"] == box for row in before.values()),
            sum(row["box"] == box for row in after.values()),
        )
        for box in (*range(1, 10), None)
    }
    assert result["ranks"] == {
        "unchanged": sum(old == new for old, new in both),
        "up": sum(new < old for old, new in both),
        "down": sum(new > old for old, new in both),
        "newly_ranked": 0,
        "no_longer_ranked": 0,
        "largest_rise": max(old - new for old, new in both),
        "largest_fall": max(new - old for old, new in both),
    }
    moved = {who for who in before if before[who]["box"] != after[who]["box"]}
    assert 0 < run["moved"] == len(moved) < run["population"] == len(before)
    assert [row["employee_id"] for row in moves] == [who for who in before if who in moved]
    for row in moves:
        old, new = before[row["employee_id"]], after[row["employee_id"]]
        assert (row["box_before"], row["box_after"]) == (old["box"], new["box"])
        assert (row["cell_before"], row["cell_after"]) == (old["cell"], new["cell"])
        assert (row["value_before"], row["value_after"]) == (old["value"], new["value"])
        assert (row["rank_before"], row["rank_after"]) == (old["rank"], new["rank"])
        assert row["rank_change"] == old["rank"] - new["rank"]
        assert row["nip"] == old["nip"]
        assert row["pool"] is None


async def test_whom_a_pool_gains_and_loses_is_whom_two_pools_differ_in(
    client_for, mapped, other_map
):
    talent_map = await mapped(120)
    client, document = client_for(Role.ANALYST), changed(version=2, cutoffs=("65", "70"))
    pools = []
    for name, map_id in (("Satu", talent_map.id), ("Dua", await other_map(document))):
        made = {**POOL, "name": f"Kelompok {name}", "map_id": str(map_id)}
        pool = (await client.post("/v1/talent-pools", json=made)).json()
        page = await client.get(f"/v1/talent-pools/{pool['id']}/members", params={"limit": 200})
        pools.append((pool["id"], {row["employee_id"] for row in page.json()["items"]}))
    (pool_id, before), (_, after) = pools

    run = await ran(client, talent_map, document, pool_id=pool_id)
    moves = await everybody_moved(client, run)

    gained, lost = after - before, before - after
    assert gained
    assert lost
    assert run["result"]["pool"] == {"gained": len(gained), "lost": len(lost)}
    assert (run["gained"], run["lost"]) == (len(gained), len(lost))
    assert {row["employee_id"] for row in moves if row["pool"] == "gained"} == gained
    assert {row["employee_id"] for row in moves if row["pool"] == "lost"} == lost


async def test_another_numbering_moves_nobody(client_for, mapped):
    talent_map = await mapped(60)
    document = changed(cutoffs=("60", "80"), numbering="kemenkeu")

    run = await ran(client_for(Role.ANALYST), talent_map, document)

    assert run["moved"] == 0
    cells = {flow["cell_after"] for flow in run["result"]["flows"]}
    assert {flow["cell_before"] for flow in run["result"]["flows"]} == cells
    (one,) = [f for f in run["result"]["flows"] if f["cell_before"] == "mid/mid"]
    numbers = NUMBERS["permenpanrb-3-2020"][4], NUMBERS["kemenkeu"][4]
    assert (one["box_before"], one["box_after"]) == numbers


async def test_a_simulation_writes_that_it_was_run_and_nothing_else(client_for, mapped, sessions):
    talent_map = await mapped(60)
    async with transaction(sessions, SYSTEM) as session:
        before = (await session.execute(WRITTEN)).one()

    run = await ran(client_for(Role.ANALYST), talent_map)

    async with transaction(sessions, SYSTEM) as session:
        assert (await session.execute(WRITTEN)).one() == before
    kept = (await client_for(Role.AUDITOR).get(f"{ADDRESS}/{run['id']}")).json()
    entries = await client_for(Role.AUDITOR).get("/v1/audit/entries?kind=scheme.simulated")
    (entry,) = entries.json()["items"]
    assert kept == run
    assert kept["document"] == changed()
    assert kept["scheme_sha256"] == identity(changed())
    assert kept["purpose"] == PURPOSE
    assert entry["event"]["data"]["scheme_sha256"] == kept["scheme_sha256"]


async def test_auditors_see_who_tries_how_often(client_for, mapped, agency):
    talent_map = await mapped(60)
    shopper, colleague = (an_actor(Role.ANALYST, agency.id, name=name) for name in ("A", "B"))
    for cutoff in ("70", "71", "72", "72"):
        scheme = changed(cutoffs=("60", cutoff))
        await ran(client_for(None, actor=shopper), talent_map, scheme)
    await ran(client_for(None, actor=colleague), talent_map)
    auditor = client_for(Role.AUDITOR)

    actors = (await auditor.get(f"{ADDRESS}/actors")).json()["items"]
    first = (await auditor.get(f"{ADDRESS}/actors?limit=1")).json()
    rest = await auditor.get(f"{ADDRESS}/actors?limit=1&cursor={first['next']}")
    runs = (await auditor.get(f"{ADDRESS}?actor_id={shopper.id}")).json()["items"]
    again = await auditor.get(f"{ADDRESS}?scheme_sha256={runs[0]['scheme_sha256']}")

    counted = [(row["actor_name"], row["runs"], row["schemes"], row["maps"]) for row in actors]
    assert counted == [("A", 4, 3, 1), ("B", 1, 1, 1)]
    assert first["items"] + rest.json()["items"] == actors
    assert {run["actor_id"] for run in runs} == {str(shopper.id)}
    assert len(runs) == 4
    assert len(again.json()["items"]) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "update scheme_simulations set purpose = repeat('x', 30)",
        "delete from scheme_simulations",
        (
            "insert into scheme_simulations (agency_id, map_id, canonical, purpose, result,"
            " actor_id, actor_name) select agency_id, map_id, canonical, purpose, result,"
            " new_id(), 'Lain'"
            " from scheme_simulations"
        ),
    ],
    ids=["changed", "removed", "signed by another"],
)
async def test_the_database_keeps_what_was_run_as_it_was(
    client_for, mapped, sessions, agency, statement
):
    talent_map = await mapped(60)
    analyst = an_actor(Role.ANALYST, agency.id)
    await ran(client_for(None, actor=analyst), talent_map)

    with pytest.raises(DBAPIError, match=r"permission denied|row-level security"):
        async with transaction(sessions, analyst) as session:
            await session.execute(text(statement))


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"purpose": "coba saja"}, "/purpose", "string-too-short"),
        ({"map_id": NOBODY}, "/map_id", "talent-map-unknown"),
        ({"pool_id": NOBODY}, "/pool_id", "pool-of-another-map"),
        (
            {"scheme": changed(cutoffs=("80", "60"))},
            "/scheme/axes/potential/cutoffs/1",
            "cutoffs-not-rising",
        ),
        ({"scheme": changed(lain="x")}, "/scheme/lain", "field-unknown"),
        ({"scheme": {}}, "/scheme/code", "field-missing"),
        ({"skema": {}}, "/skema", "extra-forbidden"),
    ],
    ids=["purpose", "map", "pool", "cut-offs", "field of scheme", "empty scheme", "field"],
)
async def test_what_is_wrong_is_named(client_for, mapped, change, pointer, code):
    talent_map = await mapped(60)

    answer = await client_for(Role.ANALYST).post(ADDRESS, json={**asked(talent_map), **change})

    assert answer.status_code == 422
    assert (pointer, code) in [(e["pointer"], e["code"]) for e in answer.json()["errors"]]


async def test_a_name_that_stands_twice_in_the_scheme_is_a_fault(client_for, mapped):
    talent_map = await mapped(60)
    client = client_for(Role.ANALYST)
    request = client.build_request("POST", ADDRESS, json=asked(talent_map))
    twice = request.content.replace(b'"version":1', b'"version":1,"version":2')
    assert twice != request.content

    answer = await client.post(ADDRESS, content=twice, headers={"content-type": "application/json"})

    assert [e["pointer"] for e in answer.json()["errors"]] == ["/scheme/version"]


async def test_a_map_that_is_not_finished_cannot_be_tried_on(client_for, mapped, sessions):
    await mapped(60)
    async with transaction(sessions, SYSTEM) as session:
        new = NewMap(name="Belum", scheme="pu-djbk", as_of="2026-01-01")
        waiting = await maps.draw_up(session, SYSTEM, new, today=new.as_of)

    answer = await client_for(Role.ANALYST).post(ADDRESS, json=asked(waiting))

    assert answer.status_code == 409
    assert answer.json()["code"] == "talent-map-not-ready"
