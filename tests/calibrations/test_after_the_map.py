"""What comes after a map goes by the box that stands, and shows the computed one beside it."""

import pytest

from app.core.identity import Role
from app.talent_pools.schemas import SUCCESSION_BOXES
from tests.calibrations.conftest import Panel, panel
from tests.evidence.conftest import mapped as province
from tests.publications.conftest import Round, mapped, published, round_
from tests.simulations.conftest import changed, everybody_moved
from tests.simulations.test_api import POOL, ran
from tests.talent_pools.conftest import body

__all__ = ["body", "mapped", "panel", "province", "published", "round_"]
MEASURES = "/v1/retention-measures"
REPORT = "/v1/monitoring/report"


def a_measure(map_id, person, measure):
    return {
        "employee_id": person,
        "map_id": str(map_id),
        "measure": measure,
        "note": "Rotasi ke bidang yang lebih luas",
        "done_by": "Kepala BKD",
        "done_on": "2026-02-17",
    }


async def got(client, url, **query):
    answer = await client.get(url, params=query or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def coverage(client, map_id):
    """Each box with its people and how many of them were reached."""
    boxes = await got(client, f"{MEASURES}/coverage", map_id=str(map_id))
    return {one["box"]: (one["people"], one["covered"], one["rows"]) for one in boxes}


async def figures(client, map_id):
    report = await got(client, REPORT, map_id=str(map_id))
    return {one["code"]: one["value"] for one in report["achievements"]}


async def test_a_person_sees_where_they_stand_beside_what_was_computed(
    client_for, panel: Panel, published: Round
):
    own = client_for(None, actor=published.servant())
    (before,) = (await got(own, "/v1/me/placements"))["items"]
    await panel.moved(str(published.person.id), 8, map_id=str(published.map.id))

    (after,) = (await got(own, "/v1/me/placements"))["items"]
    trace = await got(own, f"/v1/me/placements/{published.map.id}")
    way = await got(own, f"/v1/employees/{published.person.id}/trajectory")
    picture = await own.get(f"/v1/employees/{published.person.id}/trajectory.svg")

    assert (before["box"], before["calibrated_box"]) == (9, None)
    assert (after["box"], after["calibrated_box"]) == (9, 8)
    assert {**after, "calibrated_box": None} == before
    assert trace["result"]["calibrated_box"] == 8
    assert [(one["box"], one["calibrated_box"]) for one in way["items"]] == [(9, 8)]
    assert "kotak 9, sesudah kalibrasi kotak 8" in picture.text


async def test_statistics_count_the_boxes_that_stand_at_publication(panel: Panel, mapped: Round):
    await panel.moved(str(mapped.people[0].id), 8, map_id=str(mapped.map.id))
    for person in mapped.people[3:5]:
        await panel.moved(str(person.id), 8, map_id=str(mapped.map.id))
    await mapped.ppk.post(f"{mapped.url}/publication")

    counts = await got(mapped.analyst, f"{mapped.url}/statistics")

    # Computed they are 9, 8, 8, 5, 5 and none, none, all of them too few to be shown.
    shown = {one["box"]: one["people"] for one in counts["boxes"]}
    assert shown == {1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0, 8: None, 9: 0, None: None}


async def test_retention_goes_by_the_box_that_stands(client_for, panel: Panel, body):
    client, person = client_for(Role.ANALYST), panel.person("five")
    measure = a_measure(body.map_id, person, "wider_position")
    early = await client.post(MEASURES, json=measure)
    before = await coverage(client, body.map_id)
    await panel.moved(person, 8)

    kept = await client.post(MEASURES, json=measure)
    after = await coverage(client, body.map_id)
    behind = await got(client, after[8][2])

    assert early.json()["errors"][0]["code"] == "measure-not-recommended"
    assert (kept.status_code, kept.json()["box"]) == (201, 8)
    assert before[5][:2] == (1, 0)
    assert before[8][:2] == (2, 0)
    assert after[5][:2] == (0, 0)
    assert after[8][:2] == (3, 1)
    assert [one["employee_id"] for one in behind["items"]] == [person]


async def test_a_measure_counts_where_its_person_stands_now(panel: Panel, round_: Round):
    client, map_id, person = round_.analyst, round_.map.id, str(round_.people[3].id)
    kept = await client.post(MEASURES, json=a_measure(map_id, person, "guidance"))
    await panel.moved(person, 8, map_id=str(map_id))
    after, found = await coverage(client, map_id), await figures(client, map_id)
    behind = await got(client, after[8][2])

    assert (kept.status_code, kept.json()["box"]) == (201, 5)
    assert (after[5][:2], after[8][:2]) == ((1, 0), (3, 1))
    assert [(one["employee_id"], one["box"]) for one in behind["items"]] == [(person, 5)]
    assert (await got(client, after[5][2]))["items"] == []
    assert (found["boxes_covered"], found["people_retained"]) == (1, 1)


async def test_the_report_counts_talent_where_it_stands(panel: Panel, round_: Round):
    client, map_id = round_.analyst, round_.map.id
    before = await figures(client, map_id)
    raised = [str(person.id) for person in round_.people[3:5]]
    for person in raised:
        await panel.moved(person, 8, map_id=str(map_id))
    after, where = await figures(client, map_id), f"/v1/talent-maps/{map_id}/placements"
    talent = [
        one["employee_id"]
        for box in SUCCESSION_BOXES
        for one in (await got(client, where, standing_box=box))["items"]
    ]
    computed = [one["employee_id"] for one in (await got(client, where, box=8))["items"]]

    report = await got(client, REPORT, map_id=str(map_id))
    rows = {
        one["code"]: (one["value"], len((await got(client, one["rows"]))["items"]))
        for one in report["achievements"]
        if one["code"] in ("mapped", "without_box", "talent")
    }

    assert rows == {"mapped": (7, 7), "without_box": (2, 2), "talent": (5, 5)}
    assert (before["talent"], after["talent"], len(talent)) == (3, 5, 5)
    assert (before["boxes"], after["boxes"]) == (3, 2)
    assert set(raised) < set(talent)
    assert set(raised).isdisjoint(computed)


async def test_the_nine_box_shows_both(panel: Panel, round_: Round):
    client, where = round_.analyst, f"/v1/talent-maps/{round_.map.id}/nine-box"
    before, drawn = await got(client, where), await client.get(f"{where}.svg")
    await panel.moved(str(round_.people[3].id), 8, map_id=str(round_.map.id))
    after, redrawn = await got(client, where), await client.get(f"{where}.svg")

    def counts(said):
        return {one["box"]: (one["people"], one["standing"]) for one in said["boxes"]}

    assert all(people == standing for people, standing in counts(before).values())
    assert counts(after)[5] == (2, 1)
    assert counts(after)[8] == (2, 3)
    assert "kalibrasi" not in drawn.text
    assert "Sesudah kalibrasi: kotak 5 1 orang, kotak 8 3 orang." in redrawn.text


@pytest.mark.parametrize("cutoffs", [("75", "90"), ("65", "70")])
async def test_who_was_calibrated_stands_there_under_a_changed_scheme_too(
    client_for, panel: Panel, province, cutoffs
):
    talent_map = await province(120)
    client = client_for(Role.ANALYST)
    placed = (await got(client, f"/v1/talent-maps/{talent_map.id}/placements", limit=200))["items"]
    document = changed(cutoffs=cutoffs)
    made = {**POOL, "name": "Kelompok", "map_id": str(talent_map.id), "rule": {}}
    first = (await client.post("/v1/talent-pools", json=made)).json()
    moves = await everybody_moved(
        client, await ran(client, talent_map, document, pool_id=first["id"])
    )
    before = next(one for one in moves if one["pool"] == "lost")
    lost, to_box = before["employee_id"], 8 if before["box_before"] == 9 else 9
    still = next(one["employee_id"] for one in placed if one["box"] in (1, 2, 3, 4, 6, 7))
    await panel.moved(lost, to_box, map_id=str(talent_map.id))
    await panel.moved(still, 9, map_id=str(talent_map.id))

    run = await ran(client, talent_map, document, pool_id=first["id"])
    after = {one["employee_id"]: one for one in await everybody_moved(client, run)}

    gone = {one["employee_id"] for one in moves if one["pool"] == "lost"}
    assert {who for who, one in after.items() if one["pool"] == "lost"} == gone - {lost}
    assert still not in {who for who, one in after.items() if one["pool"]}
    assert after[lost]["calibrated_box"] == to_box
    assert (after[lost]["box_before"], after[lost]["box_after"]) == (
        before["box_before"],
        before["box_after"],
    )
    assert run["moved"] == len([one for one in moves if one["cell_before"] != one["cell_after"]])
