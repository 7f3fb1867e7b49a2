"""A pool follows its rule again after calibrations, when an analyst says so."""

import pytest

from app.core.identity import Role
from app.talent_pools.schemas import RenewalRead
from tests.calibrations.conftest import Panel, panel
from tests.talent_pools.conftest import body
from tests.talent_pools.test_pools import URL, made, members_of
from tests.talent_pools.test_standing_boxes import moved

__all__ = ["body", "panel"]
REASON = "Sesudah sidang kalibrasi Februari ditutup"


async def renewed(client, pool, reason=REASON):
    answer = await client.post(f"{URL}/{pool['id']}/renewal", json={"reason": reason})
    assert answer.status_code == 200, answer.text
    return names(answer.json())


async def foreseen(client, pool):
    answer = await client.get(f"{URL}/{pool['id']}/renewal")
    assert answer.status_code == 200, answer.text
    RenewalRead.model_validate_json(answer.content)
    return names(answer.json())


def names(said):
    return {side: [one["employee_id"] for one in people] for side, people in said.items()}


async def events(client_for, kind):
    log = (await client_for(Role.AUDITOR).get("/v1/audit/entries")).json()["items"]
    return [one["event"]["data"] for one in log if one["event"]["kind"] == kind]


async def test_a_pool_takes_in_and_lets_go_whom_calibrations_moved(client_for, body, panel: Panel):
    client, pool = client_for(Role.ANALYST), await made(client_for, body)
    fresh = await foreseen(client, pool)
    unchanged = await renewed(client, pool)
    first = (await client.get(f"{URL}/{pool['id']}")).json()
    await moved(panel, "five", 8)
    await moved(panel, "nine", 4)
    seen, done = await foreseen(client, pool), await renewed(client, pool)
    members = await members_of(client, pool)
    again = await renewed(client, pool)

    assert fresh == unchanged == again == {"joining": [], "leaving": []}
    expected = {"joining": [panel.person("five")], "leaving": [panel.person("nine")]}
    assert seen == done == expected
    assert [one["employee_id"] for one in members][-1] == panel.person("five")
    assert panel.person("nine") not in [one["employee_id"] for one in members]
    assert {one["origin"] for one in members} == {"rule"}
    after = (await client.get(f"{URL}/{pool['id']}")).json()
    assert after["revision"] > first["revision"]
    told = await events(client_for, "talent_pool.renewed")
    assert [(one["joined"], one["left"], one["reason"]) for one in told] == [
        ([panel.person("five")], [panel.person("nine")], REASON)
    ]


async def test_a_move_that_falls_is_undone_by_the_next_renewal(client_for, body, panel: Panel):
    client, pool = client_for(Role.ANALYST), await made(client_for, body)
    await moved(panel, "nine", 4)
    await moved(panel, "five", 8)
    await renewed(client, pool)
    for person in ("nine", "five"):
        await panel.related("ani", person=person)

    assert await renewed(client, pool) == {
        "joining": [panel.person("nine")],
        "leaving": [panel.person("five")],
    }


async def test_the_rule_counts_anew_and_nominees_stay_while_they_stand_in_the_boxes(
    client_for, body, panel: Panel
):
    client = client_for(Role.ANALYST)
    pool = await made(client_for, body, boxes=[7, 8], rule={"limit": 2})
    member = {"employee_id": panel.person("seven"), "reason": REASON}
    nominated = await client.post(f"{URL}/{pool['id']}/members", json=member)
    assert nominated.status_code == 201, nominated.text
    await moved(panel, "nine", 8)
    counted = await renewed(client, pool)
    await moved(panel, "seven", 5)

    # Two share the second rank behind the one who was moved in, so the limit of two keeps them.
    assert counted == {"joining": [panel.person("nine")], "leaving": []}
    assert await renewed(client, pool) == {"joining": [], "leaving": [panel.person("seven")]}


async def test_who_was_taken_out_by_hand_stays_out(client_for, body, panel: Panel):
    client, pool = client_for(Role.ANALYST), await made(client_for, body)
    where = f"{URL}/{pool['id']}/members/{panel.person('eight')}"
    await client.delete(where, params={"reason": "Pensiun lebih awal"})
    await moved(panel, "five", 8)

    assert (await renewed(client, pool))["joining"] == [panel.person("five")]


async def test_a_pool_is_neither_emptied_nor_renewed_after_its_end(client_for, body, panel: Panel):
    client = client_for(Role.ANALYST)
    only = await made(client_for, body, boxes=[9])
    over = await made(client_for, body, name="Berakhir", expires_on="2026-03-01")
    await moved(panel, "nine", 8)
    answers = [
        await client.post(f"{URL}/{pool['id']}/renewal", json={"reason": REASON})
        for pool in (only, over)
    ]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (422, "talent-pool-empty"),
        (409, "talent-pool-expired"),
    ]
    assert len(await members_of(client, only)) == 1


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.PPK, Role.AUDITOR, Role.SIMPEG])
async def test_only_analysts_renew(client_for, body, role):
    pool = await made(client_for, body)
    client = client_for(role)
    there = f"{URL}/{pool['id']}/renewal"
    answers = [await client.get(there), await client.post(there, json={"reason": REASON})]

    assert [answer.status_code for answer in answers] == [403, 403]
