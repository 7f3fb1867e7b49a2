"""Pools by the boxes that stand: the calibrated one where a closed session moved somebody."""

import csv

import pytest

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.talent_pools.commands import CALIBRATED, COLUMNS, found, summary, write
from tests.calibrations.conftest import Panel, panel
from tests.talent_pools.conftest import body
from tests.talent_pools.test_pools import URL, made, members_of

__all__ = ["body", "panel"]
REASON = "Berita acara komite talenta 3/2026"


async def moved(panel: Panel, name: str, to_box: int) -> str:
    """Somebody moved by a closed session; its id."""
    return await panel.moved(panel.person(name), to_box)


async def candidates_of(client, pool, body, **query):
    where = {"position_id": str(body.position.id), **query}
    answer = await client.get(f"{URL}/{pool['id']}/candidates", params=where)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def shown(one):
    return one["box"], one["calibrated_box"], one["calibration_id"], one["value"], one["rank"]


@pytest.fixture
async def raised(panel):
    """The one of box 5 moved to box 8; the session's id."""
    return await moved(panel, "five", 8)


async def test_a_pool_is_filled_by_the_boxes_that_stand(client_for, body, panel, raised):
    lowered = await moved(panel, "nine", 4)
    pool = await made(client_for, body)

    members = await members_of(client_for(Role.COMMITTEE), pool)

    assert [shown(one) for one in members] == [
        (8, None, None, "81.5000", 1),
        (8, None, None, "81.5000", 1),
        (7, None, None, "80.0001", 3),
        (5, 8, raised, "70.0000", 4),
    ]
    below = await made(client_for, body, name="KRS kotak 4", boxes=[4])
    (one,) = await members_of(client_for(Role.COMMITTEE), below)
    assert shown(one) == (9, 4, lowered, "92.2500", 1)


async def test_a_move_gives_no_value_so_the_rule_still_asks_for_it(client_for, body, panel):
    await moved(panel, "five", 8)
    pool = await made(client_for, body, rule={"minimum_value": "75"})

    assert pool["members"] == 4
    best = await made(client_for, body, name="Tiga terbaik", rule={"limit": 3})
    assert best["members"] == 3


async def test_nobody_is_moved_by_a_session_that_is_open_or_cancelled(client_for, body, panel):
    here = await panel.called()
    move = await panel.proposed(here)
    await panel.votes(move, ani="approve", citra="approve", dodi="approve")
    await panel.authorised(move)
    pool = await made(client_for, body)
    reason = {"reason": "Ditunda sampai peta yang baru"}
    cancelled = await panel.client("owner").post(f"{here}/cancellation", json=reason)

    assert cancelled.status_code == 200, cancelled.text
    assert pool["members"] == 4
    assert (await made(client_for, body, name="KRS sesudahnya"))["members"] == 4


async def test_the_candidates_rule_looks_at_the_standing_box(client_for, body, panel, raised):
    pool = await made(client_for, body)
    lowered = await moved(panel, "nine", 5)
    client = client_for(Role.ANALYST)
    client.headers["Accept-Language"] = "en"

    everybody = await candidates_of(client, pool, body)
    passing = await candidates_of(client, pool, body, eligible="true")
    later = await candidates_of(client, pool, body, readiness="later")

    assert [(*shown(one), one["eligible"]) for one in everybody] == [
        (9, 5, lowered, "92.2500", 1, False),
        (8, None, None, "81.5000", 2, True),
        (8, None, None, "81.5000", 2, True),
        (7, None, None, "80.0001", 4, True),
        (5, 8, raised, "70.0000", 5, True),
    ]
    assert passing == everybody[1:]
    assert later == everybody[:1]
    assert later[0]["rules"][0] == {
        "rule": "box",
        "result": "fail",
        "datum": "box 5 after calibration (computed: box 9); the pool takes boxes 7, 8, 9",
    }
    assert passing[-1]["rules"][0]["result"] == "pass"
    assert everybody[1]["rules"][0]["datum"] == "box 8; the pool takes boxes 7, 8, 9"


async def test_who_is_nominated_stands_in_the_boxes_by_the_calibrated_one(client_for, body, panel):
    pool = await made(client_for, body)
    client = client_for(Role.ANALYST)
    where = f"{URL}/{pool['id']}/members"
    new = {"employee_id": panel.person("five"), "reason": REASON}
    before = await client.post(where, json=new)
    raised = await moved(panel, "five", 8)

    after = await client.post(where, json=new)

    assert (before.status_code, before.json()["code"]) == (409, "outside-the-boxes")
    assert after.status_code == 201, after.text
    assert shown(after.json()) == (5, 8, raised, "70.0000", 5)
    await moved(panel, "seven", 2)
    gone = await client.request(
        "DELETE", f"{where}/{panel.person('seven')}", params={"reason": REASON}
    )
    assert gone.status_code == 204, gone.text
    again = await client.post(where, json={**new, "employee_id": panel.person("seven")})
    assert (again.status_code, again.json()["code"]) == (409, "outside-the-boxes")
    assert "2" in again.json()["detail"]


async def revision_of(client, pool):
    return (await client.get(f"{URL}/{pool['id']}")).json()["revision"]


async def test_a_move_of_a_member_makes_another_pool_of_it_and_so_does_its_fall(
    client_for, body, panel
):
    pool = await made(client_for, body)
    client = client_for(Role.ANALYST)
    first = await revision_of(client, pool)
    await moved(panel, "five", 8)
    of_a_stranger = await revision_of(client, pool)
    await moved(panel, "nine", 8)
    of_a_member = await revision_of(client, pool)
    await panel.related("ani", person="nine")
    fallen = await revision_of(client, pool)

    assert (of_a_stranger, of_a_member, fallen) == (first, first + 1, first + 2)
    members = await members_of(client, pool)
    assert shown(members[0]) == (9, None, None, "92.2500", 1)


async def test_content_without_calibrations_is_what_it_was(client_for, body, panel, sessions):
    from app.talent_pools import service  # noqa: PLC0415 - beside what is asked of it

    pool = await made(client_for, body)

    async def content():
        async with transaction(sessions, SYSTEM) as session:
            return (await service.canonical_content(session, pool["id"]))["members"]

    before = await content()
    session_id = await moved(panel, "nine", 8)
    after = await content()

    assert all(set(one) == {"employee_id", "box", "value", "rank"} for one in before)
    assert after == [
        {**before[0], "calibrated_box": 8, "calibration_id": session_id},
        *before[1:],
    ]


async def test_the_command_says_which_box_it_looked_at(sessions, panel, tmp_path):
    async def listed():
        async with transaction(sessions, SYSTEM) as session:
            return await found(session, "Peta 2026", None, "J000002", [7, 8, 9])

    def rows(candidates):
        write(candidates, tmp_path / "calon.csv")
        with (tmp_path / "calon.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    before = rows(await listed())
    raised = await moved(panel, "five", 8)
    candidates = await listed()
    after = rows(candidates)

    assert before[0] == list(COLUMNS)
    assert after[0] == [*COLUMNS, *CALIBRATED]
    assert [row[: len(COLUMNS)] for row in after[1:5]] == before[1:]
    assert after[5][len(COLUMNS) :] == ["5", "8", raised]
    assert after[1][len(COLUMNS) :] == ["9", "", ""]
    assert f"box 8 (computed 5, calibration {raised})" in summary(candidates, "J000002")[-1]
