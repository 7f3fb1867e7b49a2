"""Deciding in an office in which one acts, and for whom is absent from it."""

from sqlalchemy import text

from app.approvals import workflow
from app.approvals.kinds.names import Kind
from app.approvals.kinds.registry import KINDS
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.approvals.conftest import URL, decide
from tests.approvals.standing_in import DAYS, acts, as_client, deputy, for_, people, refusal
from tests.approvals.test_deciding import routed

__all__ = ["acts", "as_client", "deputy", "people", "routed"]


async def test_who_acts_in_an_office_is_named_and_decides_as_such(
    submitted, as_client, deputy, acts
):
    await acts(deputy, "pyb", "plt")
    request = await submitted()
    shown = {one["id"]: one["acting"] for one in request["route"][1]["people"]}

    early = await decide(as_client(deputy), request)

    assert shown[str(deputy.id)] == "plt"
    assert await refusal(early) == (403, "not-the-waiting-stage")


async def test_who_acted_decides_no_more_once_the_designation_has_ended(
    submitted, as_client, client_for, deputy, acts
):
    made = await acts(deputy, "committee", "plt")
    request = await submitted()
    ended = await client_for(Role.ADMIN).delete(f"/v1/acting-officials/{made['id']}")

    refused = await decide(as_client(deputy), request)

    assert ended.status_code == 204
    assert await refusal(refused) == (403, "not-a-decider")


async def test_who_acts_steps_in_for_who_is_absent_and_for_nobody_else(
    submitted, as_client, people, deputy, acts, routed
):
    routed(workflow.Stage("committee", workflow.Rule.ALL), workflow.Stage("ppk"))
    request = await submitted()
    [away, *there] = people[Role.COMMITTEE]
    await acts(deputy, "committee")
    present = await decide(as_client(deputy), request, **for_(away))
    absence = await as_client(away).post("/v1/absences", json=DAYS)
    assert absence.status_code == 201, absence.text

    seen = (await as_client(away).get(f"{URL}/{request['id']}")).json()
    other = await decide(as_client(deputy), request, **for_(there[0]))
    answer = await decide(as_client(deputy), request, **for_(away))

    [shown] = [one for one in seen["route"][0]["people"] if one["id"] == str(away.id)]
    assert (shown["absent_until"], shown["stand_ins"][0]["acting"]) == (DAYS["valid_until"], "plh")
    assert await refusal(present) == await refusal(other) == (403, "no-mandate")
    assert answer.json()["decisions"][0]["acting"] == "plh"
    assert answer.json()["decisions"][0]["on_behalf_of"]["name"] == away.name


async def test_an_absence_blocks_a_stage_until_somebody_can_step_in(
    submitted, client_for, people, deputy, acts, routed
):
    routed(workflow.Stage("committee", workflow.Rule.ALL), workflow.Stage("ppk"))
    request = await submitted()
    [away, *_] = people[Role.COMMITTEE]
    admin, reader = client_for(Role.ADMIN), client_for(Role.AUDITOR)

    async def blocked():
        seen = await reader.get(f"{URL}/{request['id']}")
        return seen.json()["route"][0]["blocked"]

    before = await blocked()
    made = await admin.post("/v1/absences", json={**DAYS, "actor_id": str(away.id)})
    during = await blocked()
    await acts(deputy, "committee")
    covered = await blocked()
    await admin.delete(f"/v1/absences/{made.json()['id']}")

    assert (before, during, covered, await blocked()) == (False, True, False, False)


async def test_who_acts_gives_no_last_word_where_the_law_keeps_it(
    submitted, as_client, people, deputy, acts
):
    [ppk, *_] = people[Role.PPK]
    await acts(deputy, "ppk", "plt")
    await as_client(ppk).post("/v1/absences", json=DAYS)
    request = await submitted()
    for role in (Role.COMMITTEE, Role.PYB):
        await decide(as_client(people[role][0]), request)

    approved = await decide(as_client(deputy), request, **for_(ppk))
    returned = await decide(
        as_client(deputy), request, decision="return", reason="Lengkapi.", **for_(ppk)
    )

    assert str(deputy.id) not in {one["id"] for one in request["route"][2]["people"]}
    assert await refusal(approved) == (403, "acting-has-no-last-word")
    assert returned.json()["status"] == "returned"


async def test_the_database_knows_where_the_last_word_is_the_holder_s(sessions):
    async with transaction(sessions, SYSTEM) as session:
        found = await session.execute(text("select name, definitive_last_word from approval_kinds"))
        kinds = {row.name: row.definitive_last_word for row in found}

    assert kinds == {name: kind.definitive_last_word for name, kind in KINDS.items()}
    assert kinds[Kind.TALENT_POOL]
