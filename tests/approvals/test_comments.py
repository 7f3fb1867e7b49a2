"""People talk about a request: who says it, who is called, who may be, and that it stays."""

from uuid import uuid4

import pytest

from app.approvals.comment_schemas import CommentRead, MentionRead
from app.core.identity import Role
from app.core.paging import Page
from tests.approvals.conftest import URL
from tests.approvals.standing_in import as_client, people
from tests.approvals.test_deciding import membership
from tests.approvals.test_implementation import drafted
from tests.approvals.test_regions import regions
from tests.conftest import an_actor
from tests.factories import a_client, a_unit, an_agency, an_employee

__all__ = ["as_client", "people", "regions"]
WORDS = "Mohon periksa lampiran asesmen."


async def say(client, request, *called, body=WORDS):
    said = {"body": body, "mentions": [str(one) for one in called]}
    return await client.post(f"{URL}/{request['id']}/comments", json=said)


async def comments_of(client, request, **query):
    answer = await client.get(f"{URL}/{request['id']}/comments", params=query)
    assert answer.status_code == 200, answer.text
    Page[CommentRead].model_validate_json(answer.content)
    return answer.json()["items"]


async def mentions_of(client, **query):
    answer = await client.get("/v1/approval-mentions", params=query)
    assert answer.status_code == 200, answer.text
    Page[MentionRead].model_validate_json(answer.content)
    return answer.json()["items"]


async def unseen(client):
    return (await client.get("/v1/approval-tasks/counts")).json()["mentions"]


async def see(client, request, until):
    return await client.post(f"{URL}/{request['id']}/comments/seen", json={"until": until})


async def test_a_comment_calls_somebody_until_they_have_seen_it(
    submitted, as_client, people, client_for
):
    secretary, *_ = people[Role.PYB]
    member, *_ = people[Role.COMMITTEE]
    request = await submitted()

    said = await say(as_client(member), request, secretary.id)
    [called] = await mentions_of(as_client(secretary), seen="false")
    before = await unseen(as_client(secretary)), await unseen(as_client(member))
    [shown] = await comments_of(as_client(secretary), request)
    [other] = await comments_of(client_for(Role.ANALYST), request)
    marked = await see(as_client(secretary), request, said.json()["id"])
    again = await see(as_client(secretary), request, said.json()["id"])

    assert said.status_code == 201, said.text
    assert said.json()["actor"] == {"id": str(member.id), "name": member.name}
    assert said.json()["mentions"] == [{"id": str(secretary.id), "name": secretary.name}]
    assert shown == {**said.json(), "unseen": True, "said_at": shown["said_at"]}
    assert other["unseen"] is False
    assert (called["comment_id"], called["body"]) == (said.json()["id"], WORDS)
    assert called["request"]["title"] == request["title"]
    assert before == (1, 0)
    assert (marked.json(), again.json()) == ({"seen": 1}, {"seen": 0})
    assert await unseen(as_client(secretary)) == 0
    assert await mentions_of(as_client(secretary), seen="false") == []
    assert len(await mentions_of(as_client(secretary), seen="true")) == 1


async def test_what_was_said_after_the_last_that_was_read_stays_unseen(
    submitted, as_client, people
):
    secretary, *_ = people[Role.PYB]
    member = as_client(people[Role.COMMITTEE][0])
    request = await submitted()
    first = await say(member, request, secretary.id, body="Satu")
    await say(member, request, secretary.id, body="Dua")

    await see(as_client(secretary), request, first.json()["id"])

    assert [one["body"] for one in await mentions_of(as_client(secretary), seen="false")] == ["Dua"]


async def test_seeing_is_ones_own(submitted, as_client, people):
    secretary, colleague, *_ = people[Role.PYB]
    request = await submitted()
    said = await say(as_client(people[Role.COMMITTEE][0]), request, secretary.id)

    marked = await see(as_client(colleague), request, said.json()["id"])
    nowhere = await see(as_client(secretary), request, str(uuid4()))

    assert marked.json() == {"seen": 0}
    assert await unseen(as_client(secretary)) == 1
    assert (nowhere.status_code, nowhere.json()["errors"][0]["pointer"]) == (422, "/until")


async def test_a_person_is_called_by_any_account_and_sees_with_any(
    submitted, client_for, as_client, people, agency, save
):
    request = await submitted()
    one, other = await two_accounts(save, agency)
    said = await say(as_client(people[Role.COMMITTEE][0]), request, one.id)
    second = client_for(None, actor=other)

    assert said.status_code == 201, said.text
    assert await unseen(second) == 1
    assert (await see(second, request, said.json()["id"])).json() == {"seen": 1}
    assert await unseen(client_for(None, actor=one)) == 0


async def two_accounts(save, agency):
    """One civil servant with an account as PyB and one as PPK."""
    unit = a_unit(agency)
    person = an_employee(unit)
    accounts = [membership(agency, role, role, person.id) for role in ("pyb", "ppk")]
    await save(unit, person, *accounts)
    return [
        an_actor(Role(one.roles[0]), agency.id, id=one.actor_id, employee_id=person.id)
        for one in accounts
    ]


async def test_who_may_not_read_is_as_unknown_as_who_is_not_there(
    submitted, as_client, people, agency, save
):
    elsewhere = an_agency()
    await save(elsewhere)
    foreign = a_client([Role.PYB], elsewhere.id)
    servant, admin = a_client([Role.ASN], agency.id), a_client([Role.ADMIN], agency.id)
    former = a_client([Role.PYB], agency.id, active=False)
    bkn = a_client([Role.BKN], None)
    await save(foreign, servant, admin, former, bkn)
    request = await submitted()
    member = as_client(people[Role.COMMITTEE][0])
    known = people[Role.PYB][0].id

    # BKN reads no requests of this kind.
    refused = [
        await say(member, request, known, one)
        for one in (uuid4(), foreign.id, servant.id, admin.id, former.id, bkn.id)
    ]

    told = {(one.status_code, str(one.json()["errors"])) for one in refused}
    [(status, _)] = told
    [error] = refused[0].json()["errors"]
    assert (status, error["pointer"], error["code"]) == (422, "/mentions/1", "person-unknown")
    assert await comments_of(member, request) == []
    assert await unseen(as_client(people[Role.PYB][0])) == 0


async def test_of_a_kantor_regional_only_the_bodys_own_region_is_called(client_for, regions):
    draft = await drafted(client_for(Role.ANALYST))
    early = await say(client_for(Role.ANALYST), draft, regions["VII"].id)
    await client_for(Role.PPK).post(f"{URL}/{draft['id']}/submission")

    ours = await say(client_for(Role.ANALYST), draft, regions["VII"].id)
    theirs = await say(client_for(Role.ANALYST), draft, regions["II"].id)
    seen = await mentions_of(client_for(None, actor=regions["VII"]))
    answer = await say(client_for(None, actor=regions["VII"]), draft)
    foreign = await say(client_for(None, actor=regions["II"]), draft)

    assert (early.status_code, ours.status_code, theirs.status_code) == (422, 201, 422)
    assert len(seen) == 1
    assert await mentions_of(client_for(None, actor=regions["II"])) == []
    assert (answer.status_code, foreign.status_code) == (201, 404)


async def test_examiners_read_what_is_said_once_it_was_sent_to_them(client_for):
    request = await drafted(client_for(Role.ANALYST))
    await say(client_for(Role.ANALYST), request)
    before = await comments_of(client_for(Role.BKN, agency_id=None), request)
    await client_for(Role.PPK).post(f"{URL}/{request['id']}/submission")

    assert before == []
    assert len(await comments_of(client_for(Role.BKN, agency_id=None), request)) == 1


async def test_who_only_looks_says_nothing(submitted, client_for):
    request = await submitted()

    for role, expected in ((Role.AUDITOR, 403), (Role.SIMPEG, 403), (Role.ASN, 404)):
        assert (await say(client_for(role), request)).status_code == expected, role
    assert await comments_of(client_for(Role.AUDITOR), request) == []


async def test_comments_come_in_pages_oldest_first(submitted, as_client, people):
    member = as_client(people[Role.COMMITTEE][0])
    request = await submitted()
    for body in ("satu", "dua", "tiga"):
        await say(member, request, body=body)

    address = f"{URL}/{request['id']}/comments"
    first = (await member.get(address, params={"limit": 2})).json()
    rest = (await member.get(address, params={"limit": 2, "cursor": first["next"]})).json()

    assert [one["body"] for one in first["items"] + rest["items"]] == ["satu", "dua", "tiga"]
    assert rest["next"] is None


async def test_the_log_knows_of_a_comment_and_of_each_call_but_no_words(
    submitted, as_client, people, execute
):
    secretary, *_ = people[Role.PYB]
    request = await submitted()
    said = (await say(as_client(people[Role.COMMITTEE][0]), request, secretary.id)).json()

    rows = await execute(
        "select kind, data from audit_events where subject_id = :id and kind like '%mented'"
        " or subject_id = :id and kind like '%mentioned' order by id",
        id=request["id"],
    )

    assert {row.kind: row.data for row in rows} == {
        "approval_request.commented": {"comment_id": said["id"], "mentions": 1},
        "approval_request.mentioned": {"comment_id": said["id"], "person": str(secretary.id)},
    }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"body": "  "}, "/body"),
        ({"body": "x" * 2001}, "/body"),
        ({"body": "x", "mentions": ["x"]}, "/mentions/0"),
        ({"body": "x", "to": []}, "/to"),
    ],
)
async def test_a_comment_says_something_and_no_more_than_that(submitted, client_for, body, pointer):
    request = await submitted()
    answer = await client_for(Role.ANALYST).post(f"{URL}/{request['id']}/comments", json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
