"""Deciding for another by a delegation that they gave and one accepted."""

import pytest

from app.approvals import workflow
from app.core.identity import Role
from tests.approvals.conftest import URL, decide
from tests.approvals.standing_in import (
    DAYS,
    GROUNDS,
    as_client,
    delegated,
    deputy,
    for_,
    people,
    refusal,
)
from tests.approvals.test_deciding import WHY, routed
from tests.factories import a_client

__all__ = ["as_client", "delegated", "deputy", "people", "routed"]


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
    third = a_client(["analyst"], giver.agency_id)
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
    draft = await as_client(deputy).post(URL, json={"kind": "implementation"})
    after = await as_client(deputy).post(f"{URL}/{draft.json()['id']}/submission")

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
