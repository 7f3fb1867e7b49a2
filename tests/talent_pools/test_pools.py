"""Pools by HTTP: made from a map, read, changed with a reason."""

from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.paging import Page
from app.talent_maps.models import State
from app.talent_pools import examples
from app.talent_pools.schemas import CandidateRead, MemberRead, PoolRead
from tests.talent_pools.conftest import a_map, a_scheme

URL = "/v1/talent-pools"
REASON = "Berita acara komite talenta 3/2026"


async def made(client_for, body, **values):
    answer = await client_for(Role.ANALYST).post(URL, json=body.new_pool(**values))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def members_of(client, pool):
    answer = await client.get(f"{URL}/{pool['id']}/members")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def events(sessions, pool_id):
    async with transaction(sessions, SYSTEM) as session:
        found = text("select kind, data from audit_events where subject_id = :id order by id")
        return [tuple(row) for row in await session.execute(found, {"id": pool_id})]


async def test_a_pool_holds_the_people_of_its_boxes_in_rank_order(client_for, body):
    pool = await made(client_for, body)
    members = await members_of(client_for(Role.COMMITTEE), pool)

    assert (pool["members"], pool["status"], pool["boxes"]) == (4, "draft", [7, 8, 9])
    assert [(m["rank"], m["box"], m["value"]) for m in members] == [
        (1, 9, "92.2500"),
        (2, 8, "81.5000"),
        (2, 8, "81.5000"),
        (4, 7, "80.0001"),
    ]
    assert members[0]["nip"] == "*" * 14 + body.people["nine"].nip[-4:]
    assert {m["origin"] for m in members} == {"rule"}


async def test_members_come_in_pages_that_keep_their_ranks(client_for, body):
    pool = await made(client_for, body)
    client = client_for(Role.ANALYST)
    ranks, cursor = [], ""
    while cursor is not None:
        page = await client.get(f"{URL}/{pool['id']}/members?limit=1{cursor}")
        TypeAdapter(Page[MemberRead]).validate_json(page.content)
        ranks.append(page.json()["items"][0]["rank"])
        following = page.json()["next"]
        assert ("link" in page.headers) == (following is not None)
        cursor = None if following is None else f"&cursor={following}"

    assert ranks == [1, 2, 2, 4]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"boxes": [9]}, ["nine"]),
        ({"rule": {"minimum_value": "81.5"}}, ["nine", "eight", "tied"]),
        ({"rule": {"minimum_value": "80.0002"}}, ["nine", "eight", "tied"]),
        ({"rule": {"limit": 2}}, ["nine", "eight", "tied"]),
        ({"rule": {"limit": 1}}, ["nine"]),
        ({"boxes": [5, 7], "rule": {"cohorts": [2, 3]}}, ["seven", "five"]),
    ],
)
async def test_the_rule_says_who_joins_and_ties_at_the_end_join_together(
    client_for, body, values, expected
):
    members = await members_of(client_for(Role.PPK), await made(client_for, body, **values))

    assert [m["employee_id"] for m in members] == [str(body.people[name].id) for name in expected]


async def test_pools_are_listed_and_found(client_for, body):
    first = await made(client_for, body)
    second = await made(client_for, body, name="KRS kedua", boxes=[9])
    client = client_for(Role.AUDITOR)

    listed = await client.get(URL)
    one = await client.get(f"{URL}/{first['id']}")
    of_map = await client.get(URL, params={"map_id": str(uuid4())})
    valid = await client.get(URL, params={"valid_on": "2127-02-01"})
    drafts = await client.get(URL, params={"status": "draft", "map_id": str(body.map_id)})

    TypeAdapter(Page[PoolRead]).validate_json(listed.content)
    assert [p["id"] for p in listed.json()["items"]] == [second["id"], first["id"]]
    assert one.json() == first
    assert of_map.json()["items"] == valid.json()["items"] == []
    assert len(drafts.json()["items"]) == 2


async def test_a_person_is_added_and_removed_with_a_reason(client_for, body, sessions):
    pool = await made(client_for, body, rule={"limit": 1})
    client, who = client_for(Role.COMMITTEE), str(body.people["seven"].id)

    added = await client.post(
        f"{URL}/{pool['id']}/members", json={"employee_id": who, "reason": REASON}
    )
    again = await client.post(
        f"{URL}/{pool['id']}/members", json={"employee_id": who, "reason": REASON}
    )
    removed = await client.delete(f"{URL}/{pool['id']}/members/{who}", params={"reason": REASON})
    gone = await client.delete(f"{URL}/{pool['id']}/members/{who}", params={"reason": REASON})
    silent = await client.delete(f"{URL}/{pool['id']}/members/{who}")

    assert added.status_code == 201, added.text
    MemberRead.model_validate_json(added.content)
    assert (added.json()["rank"], added.json()["origin"]) == (2, "nomination")
    assert (again.status_code, again.json()["code"]) == (409, "already-member")
    assert (removed.status_code, removed.content) == (204, b"")
    assert (gone.status_code, gone.json()["code"]) == (404, "talent-pool-member-unknown")
    assert (silent.status_code, silent.json()["errors"][0]["pointer"]) == (422, "?reason")
    kinds = [kind for kind, _ in await events(sessions, pool["id"])]
    assert kinds == [
        "talent_pool.created",
        "talent_pool.member_added",
        "talent_pool.member_removed",
    ]


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("five", 409, "outside-the-boxes"),
        ("unplaced", 409, "outside-the-boxes"),
        (None, 422, "unknown-reference"),
    ],
)
async def test_only_people_of_the_pools_boxes_may_be_added(client_for, body, name, status, code):
    pool = await made(client_for, body)
    who = uuid4() if name is None else body.people[name].id
    nomination = {"employee_id": str(who), "reason": REASON}

    answer = await client_for(Role.ANALYST).post(f"{URL}/{pool['id']}/members", json=nomination)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"name": "x"}, "/name"),
        ({"boxes": []}, "/boxes"),
        ({"boxes": [10]}, "/boxes/0"),
        ({"expires_on": "2026-02-01"}, "/expires_on"),
        ({"rule": {"minimum_value": "101"}}, "/rule/minimum_value"),
        ({"rule": {"best": 3}}, "/rule/best"),
        ({"map_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"}, "/map_id"),
        ({"rule": {"minimum_value": "99"}}, "/rule"),
        ({"name": "KRS\x00"}, ""),
        ({"surprise": 1}, "/surprise"),
    ],
)
async def test_what_is_wrong_in_a_new_pool_is_pointed_at(client_for, body, values, pointer):
    answer = await client_for(Role.ANALYST).post(URL, json=body.new_pool(**values))

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert (await client_for(Role.ANALYST).get(URL)).json()["items"] == []


async def test_a_name_is_taken_once(client_for, body):
    await made(client_for, body)
    answer = await client_for(Role.ANALYST).post(URL, json=body.new_pool())

    assert (answer.status_code, answer.json()["code"]) == (409, "talent-pool-name-taken")


async def test_a_map_that_is_not_finished_has_no_pool(client_for, body, save, agency):
    scheme = a_scheme("lain")
    unfinished = a_map(agency, scheme, name="Peta berjalan", state=State.RUNNING, known_at=None)
    await save(scheme, unfinished)
    new = body.new_pool(map_id=str(unfinished.id))

    answer = await client_for(Role.ANALYST).post(URL, json=new)

    assert (answer.status_code, answer.json()["code"]) == (409, "talent-map-not-finished")


@pytest.mark.parametrize("reason", ["pendek", "          "])
async def test_a_removal_needs_a_reason_with_words(client_for, body, reason):
    pool = await made(client_for, body)
    path = f"{URL}/{pool['id']}/members/{body.people['nine'].id}"

    answer = await client_for(Role.ANALYST).delete(path, params={"reason": reason})

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == "?reason"
    assert (await client_for(Role.ANALYST).get(f"{URL}/{pool['id']}")).json() == pool


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        (PoolRead, examples.POOL),
        (MemberRead, examples.MEMBER),
        (MemberRead, examples.NOMINATED),
        (CandidateRead, examples.CANDIDATE),
    ],
)
def test_the_documentation_shows_answers_that_can_be(schema, example):
    assert schema.model_validate(example, strict=False)
    assert set(example) == set(schema.model_fields)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ANALYST])
async def test_only_analysts_make_pools(client_for, body, role):
    answer = await client_for(role).post(URL, json=body.new_pool())

    assert answer.status_code == 403


async def test_nobody_else_changes_and_no_stranger_sees_a_pool(client_for, body):
    pool = await made(client_for, body)
    nomination = {"employee_id": str(body.people["five"].id), "reason": REASON}
    members = f"{URL}/{pool['id']}/members"
    ppk, stranger = client_for(Role.PPK), client_for(Role.ANALYST, agency_id=uuid4())

    assert (await ppk.post(members, json=nomination)).status_code == 403
    for client in (stranger, client_for(Role.ADMIN)):
        assert (await client.get(f"{URL}/{pool['id']}")).status_code == 404
        assert (await client.get(members)).status_code == 404
        assert (await client.post(members, json=nomination)).status_code == 404
    assert (await stranger.get(URL)).json()["items"] == []
    assert (await client_for(Role.ADMIN).get(URL)).status_code == 403
    for path in (URL, f"{URL}/{pool['id']}", members):
        assert (await client_for(None).get(path)).status_code == 401
