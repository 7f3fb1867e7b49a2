"""A session by HTTP: called, attended, proposed, voted on, authorised, closed."""

from uuid import UUID

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text

from app.calibrations import service
from app.calibrations.schemas import CalibratedNineBox, CalibrationRead, MoveRead, RegisterRead
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.paging import Page
from app.talent_maps.schemas import PlacementRead
from app.verifier.commitment import sha256_of
from tests.calibrations.conftest import URL


async def events(sessions, kind="calibration%"):
    async with transaction(sessions, SYSTEM) as session:
        found = text("select kind, data from audit_events where kind like :kind order by id")
        return [tuple(row) for row in await session.execute(found, {"kind": kind})]


async def test_a_move_from_proposal_to_the_map(panel, sessions):
    here = await panel.called()
    move = await panel.proposed(here)
    votes = await panel.votes(move, ani="approve", citra="reject", dodi="approve")
    given = await panel.authorised(move)
    closed = await panel.closed(here)
    register = await panel.register(here, "citra")

    CalibrationRead.model_validate(closed)
    RegisterRead.model_validate(register)
    assert [votes[name].json()["outcome"] for name in ("ani", "citra", "dodi")] == [
        "voting",
        "voting",
        "approved",
    ]
    assert MoveRead.model_validate(given).outcome == "authorised"
    (item,) = register["items"]
    assert (item["box"], item["calibrated_box"], item["standing"]) == (5, 8, True)
    assert [vote["vote"] for vote in item["record"]["votes"]].count("approve") == 2
    kinds = [kind for kind, _ in await events(sessions)]
    assert kinds == [
        "calibration.called",
        *["calibration.attended"] * 4,
        "calibration_move.proposed",
        *["calibration_vote.cast"] * 3,
        "calibration_move.revealed",
        "calibration_move.authorised",
        "calibration.closed",
    ]


async def test_the_computed_box_stays_and_the_calibrated_one_stands_beside_it(
    panel, client_for, sessions
):
    here = await panel.called()
    move = await panel.proposed(here)
    await panel.votes(move, ani="approve", citra="approve", dodi="approve")
    await panel.authorised(move)
    where = f"/v1/talent-maps/{panel.body.map_id}/placements"
    before = (await client_for(Role.PPK).get(where)).json()["items"]
    await panel.closed(here)

    after = await client_for(Role.PPK).get(where)
    boxes = await panel.client("owner").get(f"{here}/nine-box")

    TypeAdapter(Page[PlacementRead]).validate_json(after.content)
    CalibratedNineBox.model_validate_json(boxes.content)
    assert {item["calibrated_box"] for item in before} == {None}
    changed = [item for item in after.json()["items"] if item["calibrated_box"] is not None]
    assert [(i["employee_id"], i["box"], i["calibrated_box"]) for i in changed] == [
        (panel.person(), 5, 8)
    ]
    assert changed[0]["calibrated_cell"] == "mid/high"
    assert boxes.json()["moved"] == 1
    gained = {b["box"]: b["calibrated"] - b["computed"] for b in boxes.json()["boxes"]}
    assert {box: people for box, people in gained.items() if people} == {5: -1, 8: 1}
    async with transaction(sessions, SYSTEM) as session:
        cells = await service.standing_cells(session, panel.body.map_id)
    assert cells == {UUID(panel.person()): 5}


async def test_anybody_can_recompute_the_hashes_of_a_closed_session(panel, sessions):
    here = await panel.called()
    move = await panel.proposed(here)
    await panel.votes(move, ani="approve", citra="approve", dodi="abstain")
    await panel.authorised(move)
    await panel.proposed(here, employee_id=panel.person("eight"), to_box=9)
    closed = await panel.closed(here)

    register = await panel.register(here)

    for item in register["items"]:
        assert sha256_of(item["record"]) == item["sha256"]
        assert register["content"]["moves"][item["record"]["id"]] == item["sha256"]
    assert sha256_of(register["content"]) == register["register_sha256"]
    ((_, data),) = await events(sessions, "calibration.closed")
    assert data["register_sha256"] == closed["register_sha256"] == register["register_sha256"]
    assert (data["moves"], data["standing"]) == (2, 1)


async def test_votes_are_sealed_until_a_quorum_of_them_is_there(panel, client_for):
    here = await panel.called()
    move = await panel.proposed(here)
    await panel.votes(move, ani="approve", citra="reject")
    auditor = client_for(Role.AUDITOR)

    sealed = [(await panel.register(here, who))["items"][0] for who in ("owner", "ani", "dodi")]
    sealed.append((await auditor.get(f"{here}/register")).json()["items"][0])
    await panel.vote(move, "dodi")
    opened = (await auditor.get(f"{here}/register")).json()["items"][0]

    assert {item["outcome"] for item in sealed} == {"voting"}
    assert [item["record"]["votes"] for item in sealed] == [None] * 4
    assert {vote["vote"] for vote in opened["record"]["votes"]} == {"approve", "reject"}
    assert len(opened["record"]["votes"]) == 3


async def test_each_member_votes_once_and_voting_ends_with_the_quorum(panel):
    here = await panel.called()
    move = await panel.proposed(here)
    await panel.votes(move, ani="reject")

    again = await panel.vote(move, "ani", "approve")
    await panel.votes(move, citra="approve", dodi="approve")
    late = await panel.vote(move, "budi", "reject")

    assert (again.status_code, again.json()["code"]) == (409, "already-voted")
    assert (late.status_code, late.json()["code"]) == (409, "voting-over")


async def test_only_the_named_member_authorises_and_only_what_is_approved(panel):
    here = await panel.called()
    move = await panel.proposed(here)
    early = await panel.client("budi").post(f"{move}/authorisation")
    await panel.votes(move, ani="approve", citra="approve", dodi="approve")
    other = await panel.client("citra").post(f"{move}/authorisation")
    proposer = await panel.client("ani").post(f"{move}/authorisation")
    await panel.authorised(move)
    again = await panel.client("budi").post(f"{move}/authorisation")
    refused = await panel.proposed(here, employee_id=panel.person("eight"), to_box=9)
    await panel.votes(refused, ani="approve", citra="reject", dodi="abstain")
    outvoted = await panel.client("budi").post(f"{refused}/authorisation")

    codes = [answer.json()["code"] for answer in (early, other, proposer, again, outvoted)]
    assert codes == [
        "not-approved",
        "not-the-authoriser",
        "not-the-authoriser",
        "already-authorised",
        "not-approved",
    ]


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"justification": "Layak naik."}, 422, "calibration-refused"),
        ({"justification": "x" * 80}, 422, "calibration-refused"),
        ({"reason_code": "feeling"}, 422, "invalid-request"),
        ({"to_box": 5}, 422, "calibration-refused"),
        ({"to_box": 10}, 422, "invalid-request"),
        ({"employee_id": str(UUID(int=7))}, 422, "calibration-refused"),
        ({"authoriser_id": str(UUID(int=7))}, 422, "calibration-refused"),
    ],
    ids=["short", "filler", "reason", "same box", "no box", "nobody", "no member"],
)
async def test_what_is_no_move_is_refused(panel, values, status, code):
    here = await panel.called()

    answer = await panel.client("ani").post(f"{here}/moves", json=panel.move(**values))

    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_moves_are_for_people_of_the_agenda_who_have_a_box_once_each(panel):
    here = await panel.called(agenda=[{"employee_id": panel.person("unplaced")}, {"box": 5}])
    client = panel.client("ani")
    himself = panel.move(authoriser_id=str(panel.members["ani"].id))

    answers = [
        await client.post(f"{here}/moves", json=panel.move(employee_id=panel.person("unplaced"))),
        await client.post(f"{here}/moves", json=panel.move(employee_id=panel.person("nine"))),
        await client.post(f"{here}/moves", json=himself),
        await client.post(f"{here}/moves", json=panel.move()),
        await client.post(f"{here}/moves", json=panel.move(to_box=9)),
    ]

    codes = [answer.json().get("code") for answer in answers]
    assert codes == [
        "without-a-box",
        "not-on-the-agenda",
        "calibration-refused",
        None,
        "already-proposed",
    ]


async def test_only_members_who_attend_take_part(panel, client_for):
    answer = await panel.client("owner").post(URL, json=panel.new())
    here = f"{URL}/{answer.json()['id']}"

    absent = await panel.client("ani").post(f"{here}/moves", json=panel.move())
    owner = await panel.client("owner").post(f"{here}/moves", json=panel.move())
    stranger = await client_for(Role.COMMITTEE).post(f"{here}/attendance")
    auditor = await client_for(Role.AUDITOR).post(f"{here}/attendance")
    empty = await panel.client("owner").post(f"{here}/closing")
    await panel.client("ani").post(f"{here}/attendance")
    twice = await panel.client("ani").post(f"{here}/attendance")

    answers = (absent, owner, stranger, auditor, empty, twice)
    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (409, "not-attending"),
        (403, "not-a-member"),
        (403, "not-a-member"),
        (403, "not-a-member"),
        (409, "quorum-absent"),
        (409, "already-attending"),
    ]


async def test_the_owner_alone_ends_a_session_and_then_nothing_changes(panel, client_for):
    here = await panel.called()
    move = await panel.proposed(here)
    other = await client_for(Role.ANALYST).post(f"{here}/closing")
    await panel.closed(here)

    late = [
        await panel.vote(move, "ani"),
        await panel.client("ani").post(f"{here}/moves", json=panel.move()),
        await panel.client("budi").post(f"{move}/authorisation"),
        await panel.client("owner").post(f"{here}/closing"),
        await panel.client("owner").post(
            f"{here}/cancellation", json={"reason": "Berubah pikiran"}
        ),
    ]

    assert other.status_code == 403
    assert [answer.json()["code"] for answer in late] == ["calibration-over"] * 5


async def test_a_cancelled_session_moves_nobody(panel):
    here = await panel.called()
    move = await panel.proposed(here)
    await panel.votes(move, ani="approve", citra="approve", dodi="approve")
    await panel.authorised(move)

    answer = await panel.client("owner").post(
        f"{here}/cancellation", json={"reason": "Undangan tidak sah"}
    )

    CalibrationRead.model_validate_json(answer.content)
    assert answer.json()["state"] == "cancelled"
    assert [i["standing"] for i in (await panel.register(here))["items"]] == [False]
    boxes = await panel.client("owner").get(f"{here}/nine-box")
    assert boxes.json()["moved"] == 0


async def test_one_calibration_of_a_map_stands_for_a_person(panel):
    first, second = await panel.called(), await panel.called()
    moves = [await panel.proposed(first), await panel.proposed(second, to_box=9)]
    for move in moves:
        await panel.votes(move, ani="approve", citra="approve", dodi="approve")
        await panel.authorised(move)
    await panel.closed(first)

    late = await panel.client("owner").post(f"{second}/closing")
    third = await panel.called()
    anew = await panel.client("ani").post(f"{third}/moves", json=panel.move())

    assert (late.status_code, late.json()["code"]) == (409, "already-calibrated")
    assert (anew.status_code, anew.json()["code"]) == (409, "already-calibrated")
