"""What the database refuses by itself, whatever the service would let through: raw SQL."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core.db import constraint_of, transaction
from tests.appointments.conftest import WHY, today
from tests.talent_pools.test_pools import made

NAME = """insert into placement_proposal_names
  (agency_id, proposal_id, employee_id, place, rank, box, value)
  select agency_id, id, :person, :place, :rank, :box, :value from placement_proposals
  where id = :proposal"""
CHOICE = """insert into placement_choices
  (agency_id, proposal_id, employee_id, rank, reason_code, explanation, chosen_by, chosen_by_name)
  select agency_id, id, :person, :rank, :code, :words, :actor, 'uji' from placement_proposals
  where id = :proposal"""
SIGNATURE = """update placement_choices set signed_by = :actor, signed_by_name = 'uji',
  signed_at = now() where proposal_id = :proposal"""
STATE = "update placement_proposals set state = :state where id = :proposal"
OUTCOME = """insert into placement_outcomes
  (agency_id, proposal_id, employee_id, month, in_post, note, recorded_by, recorded_by_name)
  select agency_id, id, :person, 6, true, 'Terlalu dini.', :actor, 'uji' from placement_proposals
  where id = :proposal"""
RECORD = {"code": WHY["reason_code"], "words": WHY["explanation"]}
NOTHING = {"code": None, "words": None}
BARRED = "row-level security"


@pytest.fixture
def refusal(office, sessions):
    """The rule by which the database refuses a statement of somebody."""

    async def asked(who, sql, **values):
        actor = office.actors[who]
        if ":actor" in sql:
            values.setdefault("actor", actor.id)
        try:
            async with transaction(sessions, actor) as session:
                await session.execute(text(sql), values)
        except IntegrityError as error:
            return constraint_of(error)
        except DBAPIError as error:
            return BARRED if BARRED in str(error) else str(error)
        return None

    return asked


def of(office, name, **values):
    return {"person": office.body.people[name].id, **values}


async def test_a_choice_is_not_without_the_signature_of_its_deviation(office, refusal):
    proposal = {"proposal": (await office.proposed())["id"]}

    assert await refusal("ppk", STATE, **proposal, state="chosen") == "deviation_signed"
    lacking = of(office, "eight", rank=2, **NOTHING)
    assert await refusal("ppk", CHOICE, **proposal, **lacking) == "deviation_has_its_record"
    short = of(office, "eight", rank=2, code=RECORD["code"], words="Lebih cocok.")
    assert await refusal("ppk", CHOICE, **proposal, **short) == "deviation_has_its_record"
    first = of(office, "eight", rank=1, **NOTHING)
    assert await refusal("ppk", CHOICE, **proposal, **first) == "chosen_among_the_names"
    assert await refusal("ppk", CHOICE, **proposal, **of(office, "eight", rank=2, **RECORD)) is None
    assert await refusal("ppk", STATE, **proposal, state="deviation_pending") is None
    assert await refusal("ppk", STATE, **proposal, state="chosen") == "deviation_signed"
    assert await refusal("ppk", SIGNATURE, **proposal) == "signed_by_a_second_person"
    other = office.actors["pyb"].id
    assert await refusal("ppk", SIGNATURE, **proposal, actor=other) == BARRED
    assert await refusal("analyst", SIGNATURE, **proposal) == BARRED
    assert await refusal("pyb", SIGNATURE, **proposal) is None
    assert await refusal("second ppk", SIGNATURE, **proposal) == "choice_stays"
    assert await refusal("ppk", STATE, **proposal, state="chosen") is None


async def test_whoever_proposed_neither_chooses_nor_signs(office, refusal):
    office.clients["committee"] = office.clients["ppk of the committee"]
    proposal = {"proposal": (await office.proposed())["id"]}
    both = "ppk of the committee"

    first = of(office, "nine", rank=1, **NOTHING)
    assert await refusal(both, CHOICE, **proposal, **first) == "chooser_did_not_propose"
    assert await refusal("ppk", CHOICE, **proposal, **of(office, "eight", rank=2, **RECORD)) is None
    assert await refusal("ppk", STATE, **proposal, state="deviation_pending") is None
    assert await refusal(both, SIGNATURE, **proposal) == "signer_did_not_propose"


async def test_three_different_eligible_people_are_named_and_no_more(office, refusal):
    proposal = {"proposal": (await office.proposed("nine", "eight"))["id"]}
    nine = of(office, "nine", place=3, rank=1, box=9, value=92.25)
    tied = of(office, "tied", place=3, rank=2, box=8, value=81.5)

    again = await refusal("committee", NAME, **proposal, **nine)
    assert again in {"named_once", "one_place_per_proposal"}
    fourth = {**tied, "place": 4}
    assert await refusal("committee", NAME, **proposal, **fourth) == "at_most_three_names"
    taken = {**tied, "place": 2}
    assert await refusal("committee", NAME, **proposal, **taken) == "one_name_per_place"
    better = {**tied, "rank": 1}
    assert await refusal("committee", NAME, **proposal, **better) == "name_in_the_ranking"
    five = of(office, "five", place=3, rank=2, box=5, value=70)
    assert await refusal("committee", NAME, **proposal, **five) == "name_in_the_ranking"
    assert await refusal("ppk", NAME, **proposal, **tied) == BARRED
    assert await refusal("committee", NAME, **proposal, **tied) is None


async def test_what_was_proposed_never_changes(office, refusal):
    proposal = {"proposal": (await office.proposed())["id"]}
    for column, value in (("ranking", "'{\"candidates\":[]}'"), ("eligible", "0"), ("note", "'x'")):
        sql = f"update placement_proposals set {column} = {value} where id = :proposal"
        assert await refusal("ppk", sql, **proposal) == "placement_stays"
    for state in ("proposed", "appointed"):
        assert await refusal("ppk", STATE, **proposal, state=state) == "placement_state_follows"


async def test_only_the_ppk_chooses_and_only_in_the_own_name(office, refusal):
    proposal = {"proposal": (await office.proposed())["id"]}
    first = of(office, "nine", rank=1, **NOTHING)

    for who in ("pyb", "analyst", "auditor"):
        assert await refusal(who, CHOICE, **proposal, **first) == BARRED
    stranger = office.actors["second ppk"].id
    assert await refusal("ppk", CHOICE, **proposal, **first, actor=stranger) == BARRED
    assert await refusal("ppk", CHOICE, **proposal, **first) is None
    assert await refusal("ppk", STATE, **proposal, state="chosen") is None
    second = of(office, "seven", rank=4, **RECORD)
    assert await refusal("ppk", CHOICE, **proposal, **second) == "chosen_while_proposed"


async def test_an_outcome_is_of_the_appointed_and_not_too_early(office, refusal):
    proposal = {"proposal": (await office.appointed(today()))["id"]}

    early = of(office, "nine")
    assert await refusal("analyst", OUTCOME, **proposal, **early) == "outcome_not_too_early"
    other = of(office, "eight")
    assert await refusal("analyst", OUTCOME, **proposal, **other) == "outcome_of_the_appointed"


async def test_a_proposal_is_from_an_approved_pool(office, refusal, client_for):
    draft = await made(client_for, office.body, name="KRS yang belum disetujui")
    sql = """insert into placement_proposals (agency_id, pool_id, pool_revision, position_id,
      ranking, eligible, proposed_by, proposed_by_name)
      select agency_id, id, revision, :position, '{"candidates":[]}', :eligible, :actor, 'uji'
      from talent_pools where id = :pool"""
    asked = {"position": office.body.position.id, "eligible": 0}

    assert await refusal("analyst", sql, pool=draft["id"], **asked) == "pool_stands_approved"
    pool = office.pool["id"]
    assert await refusal("analyst", sql, pool=pool, **asked, actor=uuid4()) == BARRED
    assert await refusal("analyst", sql, pool=pool, **{**asked, "eligible": 3}) == "ranking_counts"
    elsewhere = {**asked, "position": office.body.unit.id}
    assert await refusal("analyst", sql, pool=pool, **elsewhere) == "position_in_agency"
    assert await refusal("analyst", sql, pool=pool, **asked) is None
