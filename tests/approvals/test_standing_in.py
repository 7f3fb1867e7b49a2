"""Deciding for another: by delegation, by acting in an office; and what the database holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.approvals import workflow
from app.approvals.kinds.names import Kind
from app.approvals.kinds.registry import KINDS
from app.core.db import constraint_of, transaction
from app.core.identity import SYSTEM, Role
from tests.approvals.conftest import URL, decide
from tests.approvals.test_deciding import WHY, routed
from tests.approvals.test_rules_of_the_database import DECIDE, decision
from tests.conftest import an_actor
from tests.factories import a_client

__all__ = ["routed"]

TODAY = datetime.now(UTC).date()
DAYS = {"valid_from": str(TODAY), "valid_until": str(TODAY + timedelta(days=5))}
GROUNDS = {"legal_basis": "Peraturan Gubernur Nomor 9 Tahun 2025", "reason": "Tugas belajar"}


@pytest.fixture
def as_client(client_for, agency):
    """Somebody of the cast, or another who is known, as themselves."""

    def one(client, role=None):
        role = role or Role(client.roles[0])
        actor = an_actor(role, agency.id, id=client.id, name=client.name)
        return client_for(None, actor=actor)

    return one


@pytest.fixture
def people(cast, agency):
    """The first of the committee, PyB and PPK each."""
    return {role: cast[role, agency.id] for role in (Role.COMMITTEE, Role.PYB, Role.PPK)}


@pytest.fixture
async def deputy(save, agency):
    """Somebody who decides nothing of their own."""
    client = a_client(["simpeg"], agency.id, name="Ratna Wulandari")
    await save(client)
    return client


@pytest.fixture
def delegated(as_client):
    """A delegation that was accepted."""

    async def give(giver, delegate, *, accepted=True, **values):
        new = {"role": giver.roles[0], "delegate_id": str(delegate.id), **DAYS, **GROUNDS, **values}
        made = await as_client(giver).post("/v1/delegations", json=new)
        assert made.status_code == 201, made.text
        if accepted:
            url = f"/v1/delegations/{made.json()['id']}/acceptance"
            answer = await as_client(delegate).post(url)
            assert answer.status_code == 200, answer.text
        return made.json()

    return give


@pytest.fixture
def acts(client_for):
    """A designation to act in an office."""

    async def designate(client, role, kind="plh", **values):
        new = {"role": role, "kind": kind, "actor_id": str(client.id), **DAYS, **values}
        new["decree_number"] = "800.1.3/117/BKD/2026"
        made = await client_for(Role.ADMIN).post("/v1/acting-officials", json=new)
        assert made.status_code == 201, made.text
        return made.json()

    return designate


def for_(giver):
    return {"on_behalf_of": str(giver.id)}


async def refusal(answer):
    return answer.status_code, answer.json()["code"]


async def test_a_delegate_decides_for_the_giver_and_both_names_stay(
    submitted, as_client, people, deputy, delegated, execute
):
    [giver, *_] = people[Role.COMMITTEE]
    await delegated(giver, deputy)
    request = await submitted()
    [named] = [one for one in request["route"][0]["people"] if one["id"] == str(giver.id)]

    answer = await decide(as_client(deputy), request, **for_(giver))

    assert answer.status_code == 201, answer.text
    assert answer.json()["stage"] == 2
    [made] = answer.json()["decisions"]
    assert made["actor"] == {"id": str(deputy.id), "name": deputy.name}
    assert made["on_behalf_of"] == {"id": str(giver.id), "name": giver.name}
    assert (made["role"], made["acting"]) == ("committee", None)
    assert [one["name"] for one in named["stand_ins"]] == [deputy.name]
    [told] = await execute(
        "select on_behalf_of from audit_events where kind = 'approval_request.decided'"
    )
    assert told.on_behalf_of == giver.id


async def test_giver_and_delegate_have_one_voice(
    submitted, as_client, people, deputy, delegated, routed
):
    routed(workflow.Stage("committee", workflow.Rule.COUNT, 2), workflow.Stage("ppk"))
    [giver, *others] = people[Role.COMMITTEE]
    await delegated(giver, deputy)
    request = await submitted()
    await decide(as_client(deputy), request, **for_(giver))

    by_giver = await decide(as_client(giver), request)
    again = await decide(as_client(deputy), request, **for_(giver))
    second = await decide(as_client(others[0]), request)

    assert await refusal(by_giver) == await refusal(again) == (409, "already-decided")
    assert second.json()["stage"] == 2


async def test_a_delegate_who_decides_in_their_own_right_does_so_once(
    submitted, as_client, people, delegated, routed
):
    routed(workflow.Stage("committee", workflow.Rule.COUNT, 2), workflow.Stage("ppk"))
    giver, delegate, *_ = people[Role.COMMITTEE]
    await delegated(giver, delegate)
    request = await submitted()
    own = await decide(as_client(delegate), request)

    other = await decide(as_client(delegate), request, **for_(giver))
    still = await decide(as_client(giver), request)

    assert own.json()["stage"] == 1
    assert await refusal(other) == (409, "already-decided")
    assert still.json()["stage"] == 2


@pytest.mark.parametrize("state", ["unanswered", "declined", "withdrawn", "later", "role"])
async def test_what_is_not_accepted_and_in_force_counts_for_nothing(
    submitted, as_client, people, deputy, delegated, state
):
    [giver, *_] = people[Role.COMMITTEE]
    later = {"valid_from": DAYS["valid_until"]} if state == "later" else {}
    accepted = state not in {"unanswered", "declined"}
    given = people[Role.PYB][0] if state == "role" else giver
    made = await delegated(given, deputy, accepted=accepted, **later)
    if state == "declined":
        await as_client(deputy).post(f"/v1/delegations/{made['id']}/refusal")
    if state == "withdrawn":
        await as_client(giver).post(f"/v1/delegations/{made['id']}/withdrawal")

    refused = await decide(as_client(deputy), await submitted(), **for_(giver))

    assert await refusal(refused) == (403, "no-mandate")


async def test_a_delegation_is_not_given_on(submitted, as_client, people, deputy, delegated, save):
    [giver, *_] = people[Role.COMMITTEE]
    third = a_client(["auditor"], giver.agency_id)
    await save(third)
    await delegated(giver, deputy)
    new = {"role": "committee", "delegate_id": str(third.id), **DAYS, **GROUNDS}

    as_committee = await as_client(deputy, Role.COMMITTEE).post("/v1/delegations", json=new)
    refused = await decide(as_client(third), await submitted(), **for_(giver))

    assert await refusal(as_committee) == (403, "not-yours-to-delegate")
    assert await refusal(refused) == (403, "no-mandate")


async def test_who_no_longer_holds_the_role_has_nothing_to_delegate(
    submitted, as_client, people, deputy, delegated, execute
):
    [giver, *_] = people[Role.COMMITTEE]
    await delegated(giver, deputy)
    request = await submitted()
    await execute("update clients set active = false where id = :id", id=giver.id)

    refused = await decide(as_client(deputy), request, **for_(giver))

    assert await refusal(refused) == (403, "no-mandate")


async def test_who_asked_does_not_decide_by_a_delegation(pool, as_client, people, delegated, save):
    [giver, *_] = people[Role.COMMITTEE]
    asks = a_client(["analyst"], pool.agency_id)
    await save(asks)
    await delegated(giver, asks)
    analyst = as_client(asks)
    draft = await analyst.post(URL, json={"kind": "talent_pool", "subject_id": str(pool.id)})
    request = (await analyst.post(f"{URL}/{draft.json()['id']}/submission")).json()

    refused = await decide(analyst, request, **for_(giver))

    assert await refusal(refused) == (403, "requester-never-decides")


@pytest.mark.parametrize("whose", ["giver", "delegate"])
async def test_a_conflict_of_either_lets_them_only_abstain(
    submitted, as_client, people, delegated, whose
):
    giver, delegate = people[Role.COMMITTEE][0], people[Role.PYB][0]
    await delegated(giver, delegate)
    request = await submitted()
    [member, *_] = request["content"]["pool"]["members"]
    relation = {"employee_id": member["employee_id"], "kind": "family", "since": "2026-01-01"}
    partial = as_client(giver if whose == "giver" else delegate)
    declared = await partial.post("/v1/conflicts", json={**relation, "reason": "Adik kandung."})

    refused = await decide(as_client(delegate), request, **for_(giver))
    out = await decide(as_client(delegate), request, decision="abstain", **WHY, **for_(giver))

    assert declared.status_code == 201, declared.text
    assert await refusal(refused) == (403, "has-conflict")
    assert out.status_code == 201, out.text


async def test_a_delegate_of_the_ppk_gives_the_last_word_and_the_letter_bears_both_names(
    submitted, as_client, people, deputy, delegated, execute
):
    [ppk, *_] = people[Role.PPK]
    await delegated(ppk, deputy)
    request = await submitted()
    for role in (Role.COMMITTEE, Role.PYB):
        await decide(as_client(people[role][0]), request)

    answer = await decide(as_client(deputy), request, **for_(ppk))
    after = await as_client(deputy).post(f"{URL}/{request['id']}/withdrawal")

    assert answer.json()["status"] == "approved", answer.text
    status = "select status from talent_pools where id = :id"
    assert await execute(status, id=request["subject_id"]) == [("approved",)]
    assert answer.json()["letter"]["number"]
    assert after.status_code == 403, "the role was lent for that decision alone"


async def test_many_decisions_for_another_lend_the_role_for_each_alone(
    submitted, as_client, people, deputy, delegated
):
    [giver, *_] = people[Role.COMMITTEE]
    await delegated(giver, deputy)
    request = await submitted()
    item = {"request_id": request["id"], "content_sha256": request["content_sha256"]}
    item |= {"decision": "approve", **for_(giver)}
    own = {name: value for name, value in item.items() if name != "on_behalf_of"}

    answer = await as_client(deputy).post(
        "/v1/approval-decisions", json={"items": [own, item, own]}
    )

    assert [one["code"] for one in answer.json()["items"]] == [
        "not-a-decider",
        None,
        "already-decided",
    ]


@pytest.fixture
def decided_alone(routed, execute, pool):
    """Let a pool be decided by its committee alone, and last edited by one of them."""

    async def edit(editor):
        routed(workflow.Stage("committee"))
        await execute(
            """insert into talent_pool_members
                 (agency_id, pool_id, employee_id, origin, reason, added_by)
               select agency_id, :pool, employee_id, 'nomination', 'Usul', :by
               from talent_map_placements where place = 2""",
            by=editor.id,
            pool=pool.id,
        )

    return edit


async def test_the_last_editor_is_not_alone_by_another_s_hand(
    submitted, as_client, people, deputy, delegated, decided_alone
):
    [editor, *_] = people[Role.COMMITTEE]
    await decided_alone(editor)
    await delegated(editor, deputy)

    refused = await decide(as_client(deputy), await submitted(), **for_(editor))

    assert await refusal(refused) == (409, "last-editor-alone")


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
    stranger = a_client(["simpeg"], first.agency_id)
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
