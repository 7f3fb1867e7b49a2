"""What waits for whom: one's own, in another's place; and nothing that cannot be decided."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.approvals import inbox_routes, workflow
from app.approvals.inbox_schemas import TaskCounts, TaskRead
from app.core import working_days
from app.core.identity import Role
from app.core.paging import Page
from tests.approvals.conftest import URL, decide
from tests.approvals.standing_in import (
    DAYS,
    GROUNDS,
    acts,
    as_client,
    delegated,
    deputy,
    for_,
    people,
)
from tests.approvals.test_deciding import membership, routed
from tests.approvals.test_implementation import drafted, ready
from tests.conftest import an_actor
from tests.factories import a_client

__all__ = ["acts", "as_client", "delegated", "deputy", "people", "routed"]
TASKS = "/v1/approval-tasks"
NOW = datetime.now(UTC)


async def tasks_of(client, **query):
    answer = await client.get(TASKS, params=query)
    assert answer.status_code == 200, answer.text
    Page[TaskRead].model_validate_json(answer.content)
    return answer.json()["items"]


async def counts_of(client):
    answer = await client.get(f"{TASKS}/counts")
    assert answer.status_code == 200, answer.text
    TaskCounts.model_validate_json(answer.content)
    return answer.json()


async def test_a_task_is_there_until_it_is_decided(submitted, as_client, people):
    [first, second, *_] = people[Role.COMMITTEE]
    request = await submitted()

    [task] = await tasks_of(as_client(first))
    before = await counts_of(as_client(first))
    await decide(as_client(second), request)

    assert task["request"]["id"] == request["id"]
    assert task["request"]["content_sha256"] == request["content_sha256"]
    assert (task["as"], task["on_behalf_of"], task["next"]) == ("self", None, "decide")
    assert (task["stage"], task["role"], task["overdue"]) == (1, "committee", False)
    assert task["actor"] == {"id": str(first.id), "name": first.name}
    assert before == {
        "requests": 1, "overdue": 0, "self": 1, "delegate": 0, "acting": 0, "mentions": 0,
    }  # fmt: skip
    assert await tasks_of(as_client(first)) == []
    assert [one["stage"] for one in await tasks_of(as_client(people[Role.PYB][0]))] == [2]
    assert (await counts_of(as_client(first)))["requests"] == 0


async def test_who_has_decided_has_no_task_while_the_others_still_do(
    submitted, as_client, people, routed
):
    routed(workflow.Stage("committee", workflow.Rule.COUNT, 2), workflow.Stage("ppk"))
    first, second, *_ = people[Role.COMMITTEE]
    request = await submitted()

    answer = await decide(as_client(first), request)

    assert await tasks_of(as_client(first)) == []
    assert len(await tasks_of(as_client(second))) == 1
    waiting = [one["id"] for one in answer.json()["waits_for"]]
    assert str(first.id) not in waiting
    assert str(second.id) in waiting


async def test_a_delegate_sees_it_under_both_names(submitted, as_client, people, deputy, delegated):
    [giver, *_] = people[Role.COMMITTEE]
    await delegated(giver, deputy)
    request = await submitted()

    [task] = await tasks_of(as_client(deputy), **{"as": "delegate"})
    own = await tasks_of(as_client(deputy), **{"as": "self"})
    counts = await counts_of(as_client(deputy))
    shown = (await as_client(giver).get(f"{URL}/{request['id']}")).json()["waits_for"]
    await decide(as_client(deputy), request, **for_(giver))

    assert task["actor"] == {"id": str(deputy.id), "name": deputy.name}
    assert task["on_behalf_of"] == {"id": str(giver.id), "name": giver.name}
    assert (task["as"], task["until"]) == ("delegate", DAYS["valid_until"])
    assert own == []
    assert (counts["delegate"], counts["self"]) == (1, 0)
    [theirs] = [one for one in shown if one["id"] == str(giver.id)]
    assert [one["name"] for one in theirs["stand_ins"]] == [deputy.name]
    assert await tasks_of(as_client(deputy)) == []


async def test_a_voice_of_ones_own_and_one_in_anothers_place_are_two_tasks_of_one_request(
    submitted, as_client, people, delegated
):
    giver, delegate, *_ = people[Role.COMMITTEE]
    await delegated(giver, delegate)
    await submitted()

    first = (await as_client(delegate).get(TASKS, params={"limit": 1})).json()
    rest = (
        await as_client(delegate).get(TASKS, params={"limit": 1, "cursor": first["next"]})
    ).json()
    counts = await counts_of(as_client(delegate))

    found = [*first["items"], *rest["items"]]
    assert sorted(one["as"] for one in found) == ["delegate", "self"]
    assert rest["next"] is None
    assert (counts["requests"], counts["self"], counts["delegate"]) == (1, 1, 1)


async def test_a_delegation_that_was_not_accepted_brings_no_task(
    submitted, as_client, people, deputy, delegated
):
    await delegated(people[Role.COMMITTEE][0], deputy, accepted=False)
    await submitted()

    assert await tasks_of(as_client(deputy)) == []


async def test_an_author_has_no_task_in_anothers_place(
    pool, save, agency, as_client, people, delegated
):
    author = a_client([Role.ANALYST], agency.id)
    await save(author)
    [giver, *_] = people[Role.COMMITTEE]
    await delegated(giver, author)
    draft = {"kind": "talent_pool", "subject_id": str(pool.id)}
    made = (await as_client(author).post(URL, json=draft)).json()
    await as_client(author).post(f"{URL}/{made['id']}/submission")

    assert await tasks_of(as_client(author)) == []
    assert len(await tasks_of(as_client(giver))) == 1


async def test_nor_by_another_account_of_theirs(pool, save, agency, client_for, people, execute):
    [employee] = await execute("select id from employees order by nip limit 1")
    asks, stands_in = (membership(agency, one, one, employee.id) for one in ("analyst", "pyb"))
    await save(asks, stands_in)
    author, deputy = (
        client_for(None, actor=an_actor(Role(one.roles[0]), agency.id, id=one.actor_id))
        for one in (asks, stands_in)
    )
    new = {"role": "committee", "delegate_id": str(stands_in.actor_id), **DAYS, **GROUNDS}
    giver = people[Role.COMMITTEE][1]
    actor = an_actor(Role.COMMITTEE, agency.id, id=giver.id, name=giver.name)
    given = await client_for(None, actor=actor).post("/v1/delegations", json=new)
    answer = await deputy.post(f"/v1/delegations/{given.json()['id']}/acceptance")
    draft = {"kind": "talent_pool", "subject_id": str(pool.id)}
    request = (await author.post(URL, json=draft)).json()
    await author.post(f"{URL}/{request['id']}/submission")

    assert answer.status_code == 200, answer.text
    assert await tasks_of(deputy) == []


async def test_who_acts_for_somebody_absent_may_only_return_where_the_last_word_is_the_holders(
    submitted, as_client, people, deputy, acts, routed
):
    routed(workflow.Stage("ppk"))
    [holder, *_] = people[Role.PPK]
    await acts(deputy, "ppk")
    await submitted()

    before = await tasks_of(as_client(deputy))
    away = await as_client(holder).post("/v1/absences", json=DAYS)
    [task] = await tasks_of(as_client(deputy), **{"as": "acting"})

    assert away.status_code == 201, away.text
    assert before == []
    assert (task["acting"], task["next"]) == ("plh", "return_or_abstain")
    assert task["on_behalf_of"]["id"] == str(holder.id)


async def test_what_is_overdue_is_found_and_counted(submitted, as_client, people, monkeypatch):
    one = as_client(people[Role.COMMITTEE][0])
    await submitted()
    [task] = await tasks_of(one, overdue="false")
    due_on = date.fromisoformat(task["due_on"])
    assert due_on == working_days.after(working_days.today_in_office(NOW), task["days"])

    monkeypatch.setattr(inbox_routes, "today_in_office", lambda _: due_on)
    on_the_day = await tasks_of(one, overdue="true"), (await counts_of(one))["overdue"]
    monkeypatch.setattr(inbox_routes, "today_in_office", lambda _: due_on + timedelta(days=1))
    [late] = await tasks_of(one, overdue="true")

    assert on_the_day == ([], 0)
    assert late["overdue"] is True
    assert await tasks_of(one, overdue="false") == []
    assert (await counts_of(one))["overdue"] == 1


async def test_tasks_are_of_one_kind_where_one_is_asked_for(submitted, as_client, people):
    one = as_client(people[Role.COMMITTEE][0])
    await submitted()

    assert await tasks_of(one, kind="implementation") == []
    assert len(await tasks_of(one, kind="talent_pool")) == 1


async def test_a_person_with_two_accounts_sees_the_task_once_with_either(
    submitted, client_for, agency, save, execute
):
    [employee] = await execute("select id from employees order by nip limit 1")
    account = membership(agency, "satu", "committee", employee.id)
    await save(account)
    await submitted()
    actor = an_actor(Role.COMMITTEE, agency.id, id=account.actor_id, employee_id=employee.id)
    other = an_actor(Role.COMMITTEE, agency.id, employee_id=employee.id)

    assert len(await tasks_of(client_for(None, actor=actor))) == 1
    assert len(await tasks_of(client_for(None, actor=other))) == 1


async def test_bkn_is_told_which_steps_are_missing(client_for, cast):
    request = await drafted(client_for(Role.ANALYST), checklist=ready())
    await client_for(Role.PPK).post(f"{URL}/{request['id']}/submission")
    [kanreg, *_] = cast[Role.KANREG, None]
    actor = an_actor(Role.KANREG, None, id=kanreg.id, name=kanreg.name)

    [task] = await tasks_of(client_for(None, actor=actor))

    assert task["request"]["id"] == request["id"]
    assert (task["next"], task["missing_steps"]) == ("record_steps", ["verification"])


@pytest.mark.parametrize(("query", "pointer"), [({"as": "any"}, "?as"), ({"by": "1"}, "?by")])
async def test_filters_are_a_closed_set(as_client, people, query, pointer):
    answer = await as_client(people[Role.PYB][0]).get(TASKS, params=query)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_civil_servant_has_no_tasks(client_for):
    for role in (Role.ASN, Role.ADMIN):
        for address in (TASKS, f"{TASKS}/counts"):
            assert (await client_for(role).get(address)).status_code == 403
