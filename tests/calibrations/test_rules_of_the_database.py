"""What the database refuses by itself, to the service's own login."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.db import transaction
from app.core.identity import Actor, Role
from tests.calibrations.conftest import WHY
from tests.conftest import an_actor

VOTE = """insert into calibration_votes
 (agency_id, session_id, move_id, employee_id, actor_id, vote, reason)
 select agency_id, session_id, id, employee_id, :actor, 'approve', 'karena begitu'
 from calibration_moves"""
MOVE = f"""insert into calibration_moves (agency_id, session_id, employee_id, from_cell, to_cell,
 reason_code, justification, proposed_by, authoriser_id, counted, revealed_at)
 values (:agency, :session, :person, :cell, 5, 'recent_change', '{WHY}', :actor, :other, 9,
 now())"""
AUTHORISE = """insert into calibration_authorisations
 (move_id, agency_id, session_id, employee_id, actor_id)
 select id, agency_id, session_id, employee_id, :actor from calibration_moves"""


async def done(sessions, who, sql, **values):
    async with transaction(sessions, who) as session:
        return await session.execute(text(sql), values)


async def test_a_sealed_vote_is_seen_by_who_cast_it_alone(panel, sessions):
    here = await panel.called()
    move = await panel.proposed(here)
    await panel.votes(move, ani="approve", citra="reject")
    auditor = an_actor(Role.AUDITOR, panel.body.agency.id)
    everybody = Actor(uuid4(), "siapa pun", frozenset(Role) - {Role.KANREG}, None)

    async def seen():
        counts = {}
        whose = {**panel.members, "owner": panel.owner, "auditor": auditor, "all": everybody}
        for name, actor in whose.items():
            rows = await done(sessions, actor, "select vote from calibration_votes")
            counts[name] = len(rows.all())
        return counts

    sealed = await seen()
    await panel.vote(move, "dodi")
    opened = await seen()

    nobody = {"budi": 0, "dodi": 0, "owner": 0, "auditor": 0, "all": 0}
    assert sealed == {"ani": 1, "citra": 1, **nobody}
    assert set(opened.values()) == {3}


async def test_people_without_a_part_in_it_see_nothing_of_a_session(panel, sessions):
    move = await panel.proposed(await panel.called())
    await panel.votes(move, ani="approve", citra="approve", dodi="approve")
    agency = panel.body.agency.id
    roles = (Role.SIMPEG, Role.KANREG, Role.BKN, Role.ADMIN)
    strangers = [an_actor(role, agency) for role in roles]
    strangers.append(an_actor(Role.ASN, agency, employee_id=UUID(panel.person())))
    strangers.append(an_actor(Role.AUDITOR, uuid4()))
    for actor in strangers:
        for table in ("calibrations", "calibration_moves", "calibration_votes"):
            rows = await done(sessions, actor, f"select * from {table}")
            assert rows.all() == [], (actor.name, table)


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        ("related", "no_conflict_of_interest"),
        ("oneself", "no_conflict_of_interest"),
        ("another's name", "row-level security"),
        ("absent", "only_who_attends"),
        ("twice", "one_vote_per_member"),
        ("closed", "calibration_stays"),
        ("after the quorum", "voting_is_open"),
    ],
)
async def test_no_vote_is_kept_that_should_not_count(panel, sessions, case, rule):
    here = await panel.called()
    move = await panel.proposed(here)
    actor, named = panel.members["citra"], panel.members["citra"].id
    if case == "related":
        await panel.related("citra")
    elif case == "oneself":
        roles, where = actor.roles, actor.agencies
        actor = Actor(named, "citra", roles, where, employee_id=UUID(panel.person()))
    elif case == "another's name":
        named = panel.members["dodi"].id
    elif case == "absent":
        actor = Actor(uuid4(), "x", actor.roles, actor.agencies)
        named = actor.id
    elif case == "twice":
        await panel.vote(move, "citra")
    elif case == "closed":
        await panel.closed(here)
    else:
        await panel.votes(move, ani="approve", budi="approve", dodi="approve")

    with pytest.raises(DBAPIError, match=rule):
        await done(sessions, actor, VOTE, actor=named)


async def test_votes_counted_or_opened_beforehand_are_not(panel, sessions):
    here = await panel.called()
    ani, budi = panel.members["ani"], panel.members["budi"]
    values = {"agency": panel.body.agency.id, "person": UUID(panel.person()), "cell": 4}
    values |= {"session": here.rsplit("/", 1)[1], "actor": ani.id, "other": budi.id}
    with pytest.raises(DBAPIError, match="move_starts_in_its_box"):
        await done(sessions, ani, MOVE, **{**values, "cell": 3})

    await done(sessions, ani, MOVE, **values)

    rows = await done(sessions, ani, "select counted, revealed_at from calibration_moves")
    assert [tuple(row) for row in rows] == [(0, None)]


@pytest.mark.parametrize(
    ("who", "rule"),
    [("ani", "authorised_by_the_authoriser"), ("budi", "move_is_approved")],
    ids=["proposer", "not approved"],
)
async def test_no_authorisation_is_kept_that_should_not_be(panel, sessions, who, rule):
    here = await panel.called()
    await panel.proposed(here)
    actor = panel.members[who]

    with pytest.raises(DBAPIError, match=rule):
        await done(sessions, actor, AUTHORISE, actor=actor.id)


CHANGES = (
    "update calibration_votes set vote = 'reject'",
    "update calibration_moves set to_cell = 8",
    "delete from calibration_votes",
    "delete from calibration_moves",
    "delete from calibrations",
    (
        "update calibrations set state = 'open', register_sha256 = null, move_sha256s = null,"
        " ended_at = null"
    ),
    "update calibrations set quorum = 2",
    "update calibration_members set attended_at = null",
    (
        "insert into calibrated_placements"
        " (map_id, employee_id, agency_id, session_id, move_id, cell)"
        " select gen_random_uuid(), employee_id, agency_id, session_id, id, 8"
        " from calibration_moves"
    ),
    "update calibrated_placements set cell = 8",
    "select calibration_approved(id) from calibration_moves",
)


@pytest.mark.parametrize("change", CHANGES, ids=[str(n) for n in range(len(CHANGES))])
async def test_nothing_of_a_closed_session_changes(panel, sessions, change):
    here = await panel.called()
    move = await panel.proposed(here)
    await panel.votes(move, ani="approve", citra="approve", dodi="approve")
    await panel.authorised(move)
    await panel.closed(here)
    everything = Actor(panel.owner.id, "pemilik", frozenset(Role), panel.owner.agencies)

    with pytest.raises(DBAPIError, match=r"permission denied|calibration_stays|attends_once"):
        await done(sessions, everything, change)


async def test_nobody_closes_another_ones_session(panel, sessions):
    await panel.called()
    other = an_actor(Role.ANALYST, panel.body.agency.id)

    with pytest.raises(DBAPIError, match="row-level security"):
        await done(
            sessions,
            other,
            "update calibrations set state = 'cancelled', ended_at = now(),"
            " cancelled_because = 'tidak perlu'",
        )
