"""A map by HTTP: asked for, computed, explained; and what is refused."""

from datetime import date

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.employees.history_models import Assessment, Performance, PositionHistory
from app.scoring_schemes import service as schemes
from app.talent_maps import service
from tests.conftest import an_actor
from tests.factories import a_unit, an_employee

D = "2026-01-01"
MAP = {"name": "Peta 2026", "scheme": "pu-djbk", "as_of": D}


@pytest.fixture
async def people(save, agency, sessions):
    """Two people of whom everything is known, one of whom nothing is, one who has left."""
    await schemes.ensure_shipped(sessions)
    unit, other = a_unit(agency), a_unit(agency)
    known = {"education_level": "40", "education_relevance": "very", "cohort": 2}
    known["position_since"] = date(2020, 1, 1)
    best, good = an_employee(unit, **known), an_employee(unit, **known)
    unknown = an_employee(unit, cohort=1)
    left = an_employee(unit, legal_status="CLTN", **known)
    await save(unit, other, best, good, unknown, left)
    for person, predicate in ((best, "sangat_baik"), (good, "baik")):
        facts = {"agency_id": agency.id, "employee_id": person.id, "source_id": "1"}
        level = {"achieved": [3] * 9, "required": [3] * 9, "aspects": [4] * 8}
        await save(
            Performance(**facts, year=2025, result=1, conduct=1, quadrant=1, predicate=predicate),
            Assessment(**facts, assessed_on=date(2025, 6, 1), **level),
            PositionHistory(**facts, started_on=date(2020, 1, 1), other_agency=False),
        )
    return {"best": best, "good": good, "unknown": unknown, "unit": unit, "empty": other}


async def test_a_map_is_asked_for_computed_and_explained(client_for, people, run_jobs):
    client = client_for(Role.ANALYST)

    asked = await client.post("/v1/talent-maps", json=MAP)
    assert asked.status_code == 202
    assert asked.json()["state"] == "queued"
    await run_jobs()
    there = (await client.get(asked.headers["location"])).json()
    rows = (await client.get(f"{asked.headers['location']}/placements")).json()["items"]
    boxes = (await client.get(f"{asked.headers['location']}/nine-box")).json()
    picture = await client.get(f"{asked.headers['location']}/nine-box.svg")
    trace = (await client.get(f"{asked.headers['location']}/placements/{people['best'].id}")).json()

    assert (there["state"], there["progress"], there["population"]) == ("done", 100, 3)
    assert [row["name"] for row in rows[:2]] == [people["best"].name, people["good"].name]
    assert [row["rank"] for row in rows] == [1, 2, None]
    assert rows[0]["performance"] == "100.0000"
    assert rows[2]["missing"] == ["kinerja_utama", "kompetensi", "potensi", *rows[2]["missing"][3:]]
    assert boxes["without_box"] == 1
    assert sum(box["people"] for box in boxes["boxes"]) == 2
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert trace["placement"] == rows[0]
    assert trace["axes"][0]["score"] == "100.0000"
    assert trace["axes"][0]["components"][0]["facts"][0]["kind"] == "performances"


async def test_a_trace_shows_what_was_known_then(client_for, people, run_jobs, sessions):
    client = client_for(Role.ANALYST)
    where = (await client.post("/v1/talent-maps", json=MAP)).headers["location"]
    await run_jobs()
    best = people["best"].id
    before = (await client.get(f"{where}/placements/{best}")).json()

    async with transaction(sessions, SYSTEM) as session:  # a correction, as an import makes it
        await session.execute(
            text(
                "update performances set superseded_at = clock_timestamp() where employee_id = :id"
            ),
            {"id": best},
        )

    assert (await client.get(f"{where}/placements/{best}")).json() == before


async def test_nips_are_masked_but_for_a_personnel_system(client_for, people, run_jobs):
    where = (await client_for(Role.ANALYST).post("/v1/talent-maps", json=MAP)).headers["location"]
    await run_jobs()

    seen = {}
    for role in (Role.SIMPEG, Role.ANALYST, Role.COMMITTEE, Role.PPK, Role.AUDITOR):
        client = client_for(role)
        row = (await client.get(f"{where}/placements")).json()["items"][0]
        trace = (await client.get(f"{where}/placements/{people['best'].id}")).json()
        assert trace["placement"] == row
        seen[role] = row["nip"]

    nip = people["best"].nip
    assert seen.pop(Role.SIMPEG) == nip
    assert set(seen.values()) == {"*" * 14 + nip[-4:]}


async def test_whose_placement_was_explained_to_whom_is_recorded(
    client_for, agency, people, run_jobs
):
    analyst = client_for(Role.ANALYST)
    where = (await analyst.post("/v1/talent-maps", json=MAP)).headers["location"]
    await run_jobs()
    best = people["best"].id
    himself = client_for(None, actor=an_actor(Role.ASN, agency.id, employee_id=best))

    await analyst.get(f"{where}/placements/{best}")
    await analyst.get(f"{where}/placements")

    looks = (await himself.get(f"/v1/employees/{best}/accesses")).json()["items"]
    assert [(look["what"], look["object_id"]) for look in looks] == [
        ("placement", where.rpartition("/")[2])
    ]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"as_of": "2199-01-01"}, "/as_of", "as-of-in-future"),
        ({"scheme": "tidak-ada"}, "/scheme", "scoring-scheme-unknown"),
        ({"scheme": "pu-djbk@7"}, "/scheme", "scoring-scheme-unknown"),
        ({"cohorts": [4]}, "/cohorts", "population-empty"),
        ({"unit_id": "00000000-0000-4000-8000-000000000000"}, "/unit_id", "unit-unknown"),
        ({"cohorts": [5]}, "/cohorts/0", "less-than-equal"),
        ({"skema": "x"}, "/skema", "extra-forbidden"),
    ],
    ids=["future", "scheme", "version", "nobody", "unit", "cohort", "unknown field"],
)
async def test_what_is_wrong_is_named(client_for, change, pointer, code):
    answer = await client_for(Role.ANALYST).post("/v1/talent-maps", json={**MAP, **change})

    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]


async def test_a_unit_without_people_is_a_population_of_nobody(client_for, people):
    body = {**MAP, "unit_id": str(people["empty"].id)}

    answer = await client_for(Role.ANALYST).post("/v1/talent-maps", json=body)

    assert answer.json()["errors"][0]["code"] == "population-empty"


@pytest.mark.usefixtures("people")
async def test_a_name_is_taken_once_and_a_failed_map_gives_it_back(client_for, sessions):
    client = client_for(Role.ANALYST)
    first = await client.post("/v1/talent-maps", json=MAP)

    taken = await client.post("/v1/talent-maps", json=MAP)
    await service.fail(sessions, first.json()["id"], "interrupted")
    again = await client.post("/v1/talent-maps", json=MAP)

    assert (taken.status_code, taken.json()["code"]) == (409, "talent-map-name-taken")
    assert again.status_code == 202


@pytest.mark.usefixtures("people")
async def test_an_unfinished_map_has_no_nine_box_yet(client_for):
    client = client_for(Role.ANALYST)
    where = (await client.post("/v1/talent-maps", json=MAP)).headers["location"]

    answer = await client.get(f"{where}/nine-box")

    assert (answer.status_code, answer.json()["code"]) == (409, "talent-map-not-ready")


@pytest.mark.usefixtures("people")
async def test_only_analysts_ask_for_maps_and_bkn_sees_none(client_for):
    where = (await client_for(Role.ANALYST).post("/v1/talent-maps", json=MAP)).headers["location"]

    refused = await client_for(Role.SIMPEG).post("/v1/talent-maps", json=MAP)
    hidden = await client_for(Role.BKN).get(where)

    assert (refused.status_code, hidden.status_code) == (403, 404)


async def test_whoever_restricted_the_use_of_their_data_is_left_out_of_new_maps(
    client_for, agency, people, run_jobs
):
    analyst = client_for(Role.ANALYST)
    best = client_for(None, actor=an_actor(Role.ASN, agency.id, employee_id=people["best"].id))
    seen = {}
    before = (await analyst.post("/v1/talent-maps", json=MAP)).headers["location"]
    await run_jobs()
    await best.post("/v1/me/restriction", json={"reason": "Data kinerja saya sedang saya sanggah."})
    during = await analyst.post("/v1/talent-maps", json=MAP | {"name": "Sesudah dibatasi"})
    await run_jobs()
    await best.delete("/v1/me/restriction")
    after = await analyst.post("/v1/talent-maps", json=MAP | {"name": "Sesudah dicabut"})
    await run_jobs()

    for where in (before, during.headers["location"], after.headers["location"]):
        there = (await analyst.get(where)).json()
        rows = (await analyst.get(f"{where}/placements")).json()["items"]
        names = {row["name"] for row in rows}
        seen[there["name"]] = (
            there["population"],
            there["restricted"],
            people["best"].name in names,
        )
    assert seen == {
        MAP["name"]: (3, 0, True),
        "Sesudah dibatasi": (2, 1, False),
        "Sesudah dicabut": (3, 0, True),
    }
