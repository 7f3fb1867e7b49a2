"""What a task says that one may do is what the decision then permits, whatever the reason."""

import pytest
from sqlalchemy import text

from app.approvals import workflow
from app.core.db import transaction
from app.core.identity import Role
from tests.approvals.conftest import URL, decide
from tests.approvals.standing_in import as_client, delegated, deputy, for_, people
from tests.approvals.test_deciding import WHY, membership, routed
from tests.approvals.test_delegates import decided_alone
from tests.approvals.test_tasks import tasks_of
from tests.conftest import an_actor

__all__ = ["as_client", "decided_alone", "delegated", "deputy", "people", "routed"]


async def relate(client, request):
    [member, *_] = request["content"]["pool"]["members"]
    relation = {"employee_id": member["employee_id"], "kind": "family", "since": "2026-01-01"}
    answer = await client.post("/v1/conflicts", json={**relation, "reason": "Adik kandung."})
    assert answer.status_code == 201, answer.text


async def next_of(client, **query):
    [task] = await tasks_of(client, **query)
    return task["next"]


async def test_a_relation_leaves_an_abstention(submitted, as_client, people):
    related, other, *_ = people[Role.COMMITTEE]
    request = await submitted()
    before = await next_of(as_client(related))
    await relate(as_client(related), request)

    after = await next_of(as_client(related))
    refused = await decide(as_client(related), request)
    abstained = await decide(as_client(related), request, decision="abstain", **WHY)

    assert (before, after) == ("decide", "abstain")
    assert refused.json()["code"] == "has-conflict"
    assert abstained.status_code == 201
    assert await next_of(as_client(other)) == "decide"


@pytest.mark.parametrize("whose", ["giver", "delegate"])
async def test_so_does_one_of_whoever_is_stood_in_for(
    submitted, as_client, people, deputy, delegated, whose
):
    giver = people[Role.COMMITTEE][0]
    delegate = deputy if whose == "giver" else people[Role.PYB][0]
    await delegated(giver, delegate)
    request = await submitted()
    await relate(as_client(giver if whose == "giver" else delegate), request)

    said = await next_of(as_client(delegate), **{"as": "delegate"})
    refused = await decide(as_client(delegate), request, **for_(giver))

    assert said == "abstain"
    assert refused.json()["code"] == "has-conflict"


async def test_nobody_decides_about_themselves(submitted, client_for, agency, save, execute):
    [employee] = await execute("select id from employees where name = 'Contoh 1'")
    account = membership(agency, "diri", "committee", employee.id)
    await save(account)
    request = await submitted()
    actor = an_actor(Role.COMMITTEE, agency.id, id=account.actor_id, employee_id=employee.id)
    client = client_for(None, actor=actor)

    assert request["content"]["pool"]["members"][0]["employee_id"] == str(employee.id)
    assert await next_of(client) == "abstain"
    assert (await decide(client, request)).json()["code"] == "has-conflict"


async def test_the_last_editor_may_return_or_reject_where_nobody_else_approves(
    submitted, as_client, people, deputy, delegated, decided_alone
):
    editor, other, *_ = people[Role.COMMITTEE]
    await decided_alone(editor)
    await delegated(editor, deputy)
    request = await submitted()

    theirs = await next_of(as_client(editor)), await next_of(as_client(deputy))
    refused = await decide(as_client(editor), request)
    back = await decide(as_client(editor), request, decision="return", reason="Lengkapi.")

    assert theirs == ("return_or_reject", "return_or_reject")
    assert refused.json()["code"] == "last-editor-alone"
    assert back.status_code == 201, back.text
    assert other.id != editor.id


async def test_the_last_editor_decides_where_others_approve_too(
    submitted, as_client, people, decided_alone, routed
):
    editor, other, *_ = people[Role.COMMITTEE]
    await decided_alone(editor)
    routed(workflow.Stage("committee", workflow.Rule.COUNT, 2))
    request = await submitted()

    first = await next_of(as_client(editor))
    await decide(as_client(other), request)

    assert (first, await next_of(as_client(editor))) == ("decide", "decide")
    assert (await decide(as_client(editor), request)).json()["status"] == "approved"


async def test_whoever_has_decided_or_asked_has_no_task(submitted, as_client, people, routed):
    routed(workflow.Stage("committee", workflow.Rule.COUNT, 2), workflow.Stage("ppk"))
    decided, *_ = people[Role.COMMITTEE]
    request = await submitted()
    await decide(as_client(decided), request)

    assert await tasks_of(as_client(decided)) == []
    assert (await decide(as_client(decided), request)).json()["code"] == "already-decided"
    seen = (await as_client(decided).get(f"{URL}/{request['id']}")).json()
    assert str(decided.id) not in [one["id"] for one in seen["waits_for"]]


async def test_the_register_tells_nobody_of_another_agency(submitted, as_client, people, sessions):
    related = people[Role.COMMITTEE][0]
    request = await submitted()
    await relate(as_client(related), request)
    asked = text("select approval_conflicts(:request, array[:actor]::uuid[], current_date)")
    values = {"request": request["id"], "actor": str(related.id)}

    found = []
    for agency_id in (related.agency_id, None):
        stranger = an_actor(Role.AUDITOR, agency_id or related.id)
        async with transaction(sessions, stranger) as session:
            found.append(await session.scalar(asked, values))

    assert found == [1, 0]
