"""Calibrated boxes in bundles: recomputed, applied to the pool, and every tampering named."""

import json

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.verifier.bundle import verify
from app.verifier.commitment import sha256_of
from tests.calibrations.conftest import Panel, panel
from tests.evidence.conftest import files_of, repacked, taken
from tests.evidence.test_talent_pool import POOL
from tests.talent_pools.conftest import Body
from tests.verifier.bundles import ndjson, read

__all__ = ["panel"]
BOXES = [7, 8, 9]


@pytest.fixture
async def body(agency, mapped, client_for):
    """The people of a real map: two of box 5 in the order of ranks, one of box 8 or 9."""
    talent_map = await mapped(people=200)
    client = client_for(Role.ANALYST)
    where = f"/v1/talent-maps/{talent_map.id}/placements?limit=200"
    placed = (await client.get(where)).json()["items"]
    fives = [one for one in placed if one["box"] == 5]
    top = [one for one in placed if one["box"] in (8, 9)]
    named = {"five": fives[0], "sixth": fives[1], "top": top[0], "second": top[1]}
    people = {name: Person(one["employee_id"]) for name, one in named.items()}
    return Body(agency, None, None, talent_map, people)


class Person:
    def __init__(self, identity):
        self.id = identity


async def session_of(panel: Panel, moves: dict[str, int], votes="approve") -> str:
    agenda = [{"employee_id": panel.person(name)} for name in moves]
    here = await panel.called(agenda=agenda)
    for name, box in moves.items():
        move = await panel.proposed(here, employee_id=panel.person(name), to_box=box)
        await panel.votes(move, ani="approve", citra=votes, dodi="approve")
        await panel.authorised(move)
    return (await panel.closed(here))["id"]


@pytest.fixture
async def pool(client_for, panel):
    """A pool drawn after one was moved in, one out, and one whose move fell."""
    await session_of(panel, {"five": 8, "top": 5, "sixth": 9})
    await panel.related("budi", person="sixth")
    new = {**POOL, "boxes": BOXES, "map_id": str(panel.body.map_id)}
    made = await client_for(Role.ANALYST).post("/v1/talent-pools", json=new)
    assert made.status_code == 201, made.text
    return f"/v1/talent-pools/{made.json()['id']}"


async def test_a_pool_is_verified_by_the_boxes_that_stand(client_for, panel, pool):
    bundle = await taken(client_for(Role.AUDITOR), pool)
    report = verify(bundle)

    assert report.findings == []
    assert any("2 calibrated boxes of 1 closed sessions" in one for one in report.checked)
    files = files_of(bundle)
    members = {one["employee_id"]: one for one in read(files["members.ndjson"])}
    raised = members[panel.person("five")]
    assert (raised["box"], raised["calibrated_box"]) == (5, 8)
    assert panel.person("top") not in members
    assert panel.person("sixth") not in members
    moves = {one["employee_id"]: one for one in read(files["calibrated.ndjson"])}
    assert {who: one["standing"] for who, one in moves.items()} == {
        panel.person("five"): True,
        panel.person("top"): True,
        panel.person("sixth"): False,
    }
    assert "5 → 8" in files["index.html"].decode()


async def test_the_map_s_own_bundle_and_the_ppk_s_have_the_moves_too(client_for, panel, pool):
    where = f"/v1/talent-maps/{panel.body.map_id}"
    for role in (Role.PPK, Role.ANALYST):
        of_map = await taken(client_for(role), where)
        assert verify(of_map).findings == []
        assert "calibrated.ndjson" in files_of(of_map)
    assert verify(await taken(client_for(Role.PPK), pool)).findings == []


async def test_without_a_closed_session_nothing_is_added(client_for, panel):
    await panel.called()
    files = files_of(await taken(client_for(Role.AUDITOR), f"/v1/talent-maps/{panel.body.map_id}"))

    assert not {"calibrations.json", "calibrated.ndjson"} & set(files)


async def test_attacks_on_a_move_are_named(client_for, panel, pool):
    files = files_of(await taken(client_for(Role.AUDITOR), pool))
    assert "move-differs" not in verify(repacked(files)).codes()
    moves = {one["employee_id"]: one for one in read(files["calibrated.ndjson"])}
    five, top, sixth = (moves[panel.person(name)] for name in ("five", "top", "sixth"))

    def found(*lines):
        return verify(repacked({**files, "calibrated.ndjson": ndjson(lines)})).codes()

    def recorded(line, **values):
        return {**line, "record": {**line["record"], **values}}

    one_vote = [{**vote, "vote": "reject"} for vote in five["record"]["votes"]]
    elsewhere = {"calibration_id": panel.person("five")}
    stranger = {**five, "employee_id": panel.person("second")}
    differing = {
        "another box": {**five, "calibrated_box": 9},
        "another cell": recorded(five, calibrated_cell="high/high"),
        "another computed box": {**five, "box": 4},
        "votes turned": recorded(five, votes=one_vote),
        "nobody authorised": recorded(five, authorised_at=None),
        "said to have fallen": {**five, "standing": False},
        "another person": stranger,
        "another session": {**five, **elsewhere},
        "another move": {**five, "move_id": panel.person("top")},
    }
    assert {why: "move-differs" in found(one, top, sixth) for why, one in differing.items()} == (
        dict.fromkeys(differing, True)
    )
    assert "move-differs" in found(five, top, {**sixth, "standing": True})
    assert "move-missing" in found(five, sixth)
    assert "move-missing" in found(five, top)
    assert "move-twice" in found(five, five, top, sixth)
    again = {**five, "move_id": panel.person("top")}
    assert "move-twice" in found(five, again, top, sixth)
    dropped = {n: one for n, one in files.items() if not n.startswith("calibrat")}
    codes = verify(repacked(dropped)).codes()
    assert {"member-unentitled", "member-missing", "member-differs"} <= codes


async def test_attacks_on_the_register_are_named(client_for, panel, pool):
    files = files_of(await taken(client_for(Role.AUDITOR), pool))
    sessions = json.loads(files["calibrations.json"])["sessions"]

    def found(**values):
        content = {**sessions[0]["content"], **values}
        altered = {"sessions": [{**sessions[0], "content": content}]}
        return verify(
            repacked({**files, "calibrations.json": json.dumps(altered).encode()})
        ).codes()

    assert "register-differs" in found(quorum="1")
    assert "register-differs" in found(map_id=panel.person("five"))
    entries = read(files["log/entries.ndjson"])
    unsaid = [one for one in entries if one["event"]["kind"] != "calibration.closed"]
    codes = verify(repacked({**files, "log/entries.ndjson": ndjson(unsaid)})).codes()
    assert "register-differs" in codes


async def test_attacks_on_a_calibrated_member_are_named(client_for, panel, pool):
    files = files_of(await taken(client_for(Role.AUDITOR), pool))
    members = read(files["members.ndjson"])
    five = next(one for one in members if one["employee_id"] == panel.person("five"))
    plain = {n: v for n, v in five.items() if not n.startswith("calibrat")}

    def found(*lines):
        return verify(repacked({**files, "members.ndjson": ndjson(lines)})).codes()

    others = [one for one in members if one is not five]
    assert "member-missing" in found(*others)
    for altered in (plain, {**five, "calibrated_box": 9}, {**five, "box": 8}):
        lines = [altered if one is five else one for one in members]
        assert "member-differs" in found(*lines)
    favoured = {**others[0], "calibrated_box": 9, "calibration_id": five["calibration_id"]}
    assert "member-differs" in found(favoured, *members[1:])


async def test_a_renewed_pool_is_what_the_verifier_asks_for(client_for, panel, pool):
    await session_of(panel, {"second": 5})
    await panel.related("ani", person="five")
    stale = verify(await taken(client_for(Role.AUDITOR), pool))
    renewed = await client_for(Role.ANALYST).post(
        f"{pool}/renewal", json={"reason": "Sesudah kalibrasi kedua"}
    )
    followed = verify(await taken(client_for(Role.AUDITOR), pool))

    assert {(one.code, one.where) for one in stale.findings} == {
        ("member-unentitled", panel.person("second")),
        ("member-unentitled", panel.person("five")),
    }
    assert renewed.status_code == 200, renewed.text
    assert followed.findings == []


async def test_a_pool_that_a_later_session_leaves_behind_is_named_until_people_follow(
    client_for, panel, pool
):
    client = client_for(Role.ANALYST)
    await session_of(panel, {"second": 5})
    stale = verify(await taken(client_for(Role.AUDITOR), pool))
    gone = await client.request(
        "DELETE",
        f"{pool}/members/{panel.person('second')}",
        params={"reason": "Kotak 5 sesudah kalibrasi kedua"},
    )

    assert gone.status_code == 204, gone.text
    assert {(one.code, one.where) for one in stale.findings} == {
        ("member-unentitled", panel.person("second"))
    }
    assert verify(await taken(client_for(Role.AUDITOR), pool)).findings == []


async def test_a_move_that_did_not_carry_is_named_even_where_every_hash_agrees(
    client_for, panel, pool
):
    files = files_of(await taken(client_for(Role.AUDITOR), pool))
    (session,) = json.loads(files["calibrations.json"])["sessions"]
    moves = read(files["calibrated.ndjson"])
    five = next(one for one in moves if one["employee_id"] == panel.person("five"))
    votes = five["record"]["votes"]

    def found(**values):
        record = {**five["record"], **values}
        hashes = {**session["content"]["moves"], five["move_id"]: sha256_of(record)}
        content = {**session["content"], "moves": hashes}
        register = {"sessions": [{"register_sha256": sha256_of(content), "content": content}]}
        lines = [{**one, "record": record} if one is five else one for one in moves]
        altered = {
            "calibrations.json": json.dumps(register).encode(),
            "calibrated.ndjson": ndjson(lines),
        }
        report = verify(repacked({**files, **altered}))
        return [one.where for one in report.findings if one.code == "move-differs"]

    assert found() == []
    faults = {
        "too few votes count": {"votes": [{**votes[0], "counts": False}, *votes[1:]]},
        "one voted three times": {"votes": [votes[0]] * 3},
        "no majority": {"votes": [votes[0], *({**one, "vote": "abstain"} for one in votes[1:])]},
        "nobody authorised": {"authorised_at": None},
        "authorised by the proposer": {"authoriser_id": five["record"]["proposed_by"]},
        "from another cell": {"cell": "low/low"},
    }
    assert {
        why for why, values in faults.items() if panel.person("five") not in found(**values)
    } == set()


async def test_candidates_are_judged_by_the_boxes_that_stand(client_for, panel, pool, sessions):
    async with transaction(sessions, SYSTEM) as session:
        position_id = await session.scalar(text("select id from positions order by code limit 1"))
    bundle = await taken(client_for(Role.AUDITOR), pool, position_id=str(position_id))
    files = files_of(bundle)
    lines = read(files["candidates.ndjson"])
    moved = next(one for one in lines if one["employee_id"] == panel.person("five"))

    assert verify(bundle).findings == []
    assert moved["rules"][0]["datum"] == {"box": 8, "boxes": "7, 8, 9", "computed": 5}
    assert moved["rules"][0]["result"] == "pass"
    moved["rules"][0] |= {"result": "fail", "datum": {"box": 5, "boxes": "7, 8, 9"}}
    del moved["calibrated_box"]
    forged = verify(repacked({**files, "candidates.ndjson": ndjson(lines)})).codes()
    assert forged >= {"verdict-differs", "datum-differs", "member-differs"}
