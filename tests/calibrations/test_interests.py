"""Relations between members and people: known before an act, and found afterwards."""

import random
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from app.calibrations import service
from app.calibrations.voting import Ballot, Choice, Outcome, outcome, tally
from app.core.db import transaction
from app.core.identity import SYSTEM
from tests.calibrations.conftest import SAID
from tests.calibrations.test_sessions import events


async def standing(sessions, panel):
    async with transaction(sessions, SYSTEM) as session:
        return set(await service.standing_cells(session, panel.body.map_id))


@pytest.mark.parametrize("act", ["propose", "vote", "authorise"])
async def test_who_is_related_to_a_person_has_no_part_in_their_move(panel, act):
    here = await panel.called()
    who = {"propose": "ani", "vote": "citra", "authorise": "budi"}[act]
    if act == "propose":
        await panel.related(who)
        answer = await panel.client(who).post(f"{here}/moves", json=panel.move())
    elif act == "vote":
        move = await panel.proposed(here)
        await panel.related(who)
        answer = await panel.vote(move, who)
    else:
        move = await panel.proposed(here)
        await panel.votes(move, ani="approve", citra="approve", dodi="approve")
        await panel.related(who)
        answer = await panel.client(who).post(f"{move}/authorisation")

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict-of-interest")


async def test_nobody_decides_about_themselves(panel):
    here = await panel.called()
    himself = replace(panel.members["ani"], employee_id=UUID(panel.person()))

    answer = await panel.client_for(None, actor=himself).post(f"{here}/moves", json=panel.move())

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict-of-interest")


async def test_nobody_related_is_named_to_authorise(panel):
    here = await panel.called()
    await panel.related("budi")

    answer = await panel.client("ani").post(f"{here}/moves", json=panel.move())

    assert (answer.status_code, answer.json()["code"]) == (409, "authoriser-in-conflict")


async def test_a_relation_that_is_over_or_to_somebody_else_stands_in_nobodys_way(panel):
    here = await panel.called()
    await panel.related("ani", until="2020-01-01")
    await panel.related("ani", person="eight")

    await panel.proposed(here)


async def test_a_vote_voided_in_an_open_session_is_replaced_by_another(panel):
    here = await panel.called()
    move = await panel.proposed(here)
    await panel.votes(move, ani="approve", citra="approve", dodi="approve")
    await panel.authorised(move)

    found = await panel.related("dodi")
    (fallen,) = (await panel.register(here))["items"]
    again = await panel.vote(move, "dodi")
    await panel.votes(move, budi="approve")
    (back,) = (await panel.register(here))["items"]
    await panel.closed(here)

    assert [effect["what"] for effect in found["effects"]] == ["calibration_vote.voided"]
    assert (fallen["outcome"], fallen["standing"]) == ("voting", False)
    assert fallen["void_votes"] == [str(panel.members["dodi"].id)]
    assert again.json()["code"] in ("conflict-of-interest", "already-voted")
    assert (back["outcome"], back["standing"]) == ("authorised", True)
    counts = {vote["actor_id"]: vote["counts"] for vote in back["record"]["votes"]}
    assert counts[str(panel.members["dodi"].id)] is False


async def test_a_closed_move_falls_without_its_quorum_and_the_register_says_so(panel, sessions):
    here = await panel.called()
    move = await panel.proposed(here)
    await panel.votes(move, ani="approve", citra="approve", dodi="approve")
    await panel.authorised(move)
    await panel.closed(here)
    before = (await panel.register(here))["items"][0]
    assert await standing(sessions, panel) == {UUID(panel.person())}

    found = await panel.related("citra")
    after = (await panel.register(here))["items"][0]

    assert [effect["what"] for effect in found["effects"]] == [
        "calibration_vote.voided",
        "calibration_move.fallen",
    ]
    assert (after["standing"], after["void_votes"]) == (False, [str(panel.members["citra"].id)])
    assert after["record"] == before["record"]  # what was closed is still what was hashed
    assert after["sha256"] == before["sha256"]
    assert await standing(sessions, panel) == set()
    kinds = [kind for kind, _ in await events(sessions)]
    assert kinds[-2:] == ["calibration_vote.voided", "calibration_move.fallen"]


async def test_a_closed_move_with_votes_to_spare_stands(panel, sessions):
    here = await panel.called(quorum=2)
    move = await panel.proposed(here)
    await panel.votes(move, ani="approve", citra="approve")
    await panel.authorised(move)
    await panel.closed(here)

    await panel.related("dodi")

    assert await standing(sessions, panel) == {UUID(panel.person())}


@pytest.mark.parametrize("who", ["ani", "budi"], ids=["proposer", "authoriser"])
async def test_a_move_falls_with_its_proposer_or_authoriser(panel, sessions, who):
    here = await panel.called(quorum=2)
    move = await panel.proposed(here)
    await panel.votes(move, citra="approve", dodi="approve")
    await panel.authorised(move)
    await panel.closed(here)

    found = await panel.related(who)

    assert [effect["what"] for effect in found["effects"]] == [
        "calibration_move.voided",
        "calibration_move.fallen",
    ]
    assert (await panel.register(here))["items"][0]["outcome"] == "void"
    assert await standing(sessions, panel) == set()


async def test_a_person_is_proposed_anew_after_a_void_move(panel):
    here = await panel.called()
    await panel.proposed(here)
    await panel.related("ani")

    await panel.proposed(here, by="citra")


async def test_a_relation_that_was_over_before_the_vote_leaves_it(panel):
    here = await panel.called()
    move = await panel.proposed(here)
    await panel.votes(move, ani="approve", citra="approve", dodi="approve")

    found = await panel.related("dodi", since="2000-01-01", until="2000-12-31")

    assert found["effects"] == []


STANDS = text("select count(*) from calibrated_placements where move_id = :id")


@pytest.mark.parametrize("seed", range(8))
async def test_the_database_and_the_specification_agree(panel, sessions, seed):
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    quorum = chance.choice([2, 3])
    here = await panel.called(quorum=quorum)
    move = await panel.proposed(here)
    cast = []
    for name in chance.sample(["ani", "citra", "dodi", "budi"], 4):
        choice = chance.choices(list(Choice), weights=[6, 1, 1])[0]
        ballot = {"vote": choice.value, "reason": SAID}
        answer = await panel.client(name).post(f"{move}/votes", json=ballot)
        assert (answer.status_code == 201) == (len(cast) < quorum)
        if answer.status_code == 201:
            cast.append(Ballot(panel.members[name].id, choice))
    given = await panel.client("budi").post(f"{move}/authorisation")
    authorised = given.status_code == 201
    assert authorised == tally(cast, quorum).approved
    if chance.random() < 0.8:
        await panel.closed(here)
    void = False
    for name in chance.sample(["ani", "citra", "dodi", "budi"], chance.randint(0, 2)):
        await panel.related(name)
        member = panel.members[name].id
        cast = [replace(b, void=b.void or b.member == member) for b in cast]
        void = void or name == "ani" or (name == "budi" and authorised)

    (item,) = (await panel.register(here))["items"]
    expected = outcome(tally(cast, quorum), authorised=authorised, void=void)
    assert item["outcome"] == expected.value
    if (await panel.client("owner").get(here)).json()["state"] == "closed":
        async with transaction(sessions, SYSTEM) as session:
            kept = await session.scalar(STANDS, {"id": item["record"]["id"]})
        assert bool(kept) == (expected is Outcome.AUTHORISED)
