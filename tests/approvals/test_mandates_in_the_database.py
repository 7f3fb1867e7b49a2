"""What the database itself asks of whoever decides for another, tried with raw SQL."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.db import constraint_of, transaction
from app.core.identity import SYSTEM, Role
from tests.approvals.conftest import decide
from tests.approvals.standing_in import DAYS, acts, as_client, delegated, deputy, people
from tests.approvals.test_rules_of_the_database import DECIDE, decision
from tests.factories import a_client

__all__ = ["acts", "as_client", "delegated", "deputy", "people"]

FOR = DECIDE.replace("person_id, decision", "person_id, voice_id, on_behalf_of, decision").replace(
    ":actor,\n  cast", ":actor, :actor, :giver,\n  cast"
)


@pytest.fixture
def attack(sessions):
    """A decision for another by raw SQL; gives the name of the rule that refused it, if any."""

    async def run(request, actor, giver, **values):
        said = decision(request, actor=actor.id, **values) | {"giver": giver and giver.id}
        try:
            async with transaction(sessions, replace(SYSTEM, id=UUID(str(actor.id)))) as session:
                await session.execute(text(FOR), said)
        except IntegrityError as refused:
            return constraint_of(refused)
        return None

    return run


async def test_the_database_asks_for_a_mandate_and_keeps_one_voice(
    attack, submitted, people, deputy, delegated, save
):
    first, second, third, *_ = people[Role.COMMITTEE]
    stranger = a_client(["analyst"], first.agency_id)
    await save(stranger)
    await delegated(first, deputy)
    await delegated(second, first)
    request = await submitted()
    nobody = a_client(["committee"], first.agency_id, id=uuid4())

    assert await attack(request, stranger, first) == "stand_in_has_mandate"
    assert await attack(request, deputy, second) == "stand_in_has_mandate", "not given on"
    assert await attack(request, deputy, nobody) == "decider_was_named"
    assert await attack(request, deputy, None) == "decider_was_named"
    assert await attack(request, first, first) == "stands_in_for_another"
    assert await attack(request, deputy, first, role="pyb") == "decision_has_the_role_of_its_stage"
    assert await attack(request, deputy, first) is None
    assert await attack(request, first, None) == "one_decision_per_person"
    assert await attack(request, first, second) == "one_decision_per_person"
    assert await attack(request, deputy, third) == "one_decision_per_person"


async def test_the_database_keeps_the_last_word_from_who_acts(
    attack, submitted, as_client, people, deputy, acts
):
    [ppk, *_] = people[Role.PPK]
    await acts(deputy, "ppk")
    await as_client(ppk).post("/v1/absences", json=DAYS)
    request = await submitted()
    for role in (Role.COMMITTEE, Role.PYB):
        request = (await decide(as_client(people[role][0]), request)).json()

    assert await attack(request, deputy, ppk, role="ppk") == "acting_has_no_last_word"
