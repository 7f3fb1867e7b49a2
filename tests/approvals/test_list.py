"""The list of requests, which is also the inbox of those who decide."""

import pytest
from pydantic import TypeAdapter

from app.approvals.schemas import ApprovalRequestItem, ApprovalRequestRead
from app.core.identity import Role
from app.core.paging import Page
from tests.approvals.conftest import URL, decide

PAGE = TypeAdapter(Page[ApprovalRequestItem])


@pytest.fixture
async def both(client_for, submitted):
    """A submitted request for a pool, and the draft of one for an implementation."""
    pool = await submitted()
    draft = await client_for(Role.PPK).post(URL, json={"kind": "implementation"})
    return pool, draft.json()


async def test_the_newest_request_comes_first(client_for, both):
    pool, draft = both

    page = await client_for(Role.COMMITTEE).get(URL)

    assert [item["id"] for item in page.json()["items"]] == [draft["id"], pool["id"]]
    assert page.json()["next"] is None


async def test_a_page_is_what_its_schema_says(client_for, both):
    page = await client_for(Role.COMMITTEE).get(URL)
    one = await client_for(Role.COMMITTEE).get(f"{URL}/{both[0]['id']}")

    PAGE.validate_json(page.content)
    ApprovalRequestRead.model_validate_json(one.content)


async def test_an_inbox_holds_what_waits_for_a_role(client_for, both):
    pool, _ = both
    committee, pyb = client_for(Role.COMMITTEE), client_for(Role.PYB)

    before = (await committee.get(URL, params={"waiting_role": "committee"})).json()
    await decide(committee, pool)
    after = (await committee.get(URL, params={"waiting_role": "committee"})).json()
    next_one = (await pyb.get(URL, params={"waiting_role": "pyb", "status": "submitted"})).json()

    assert [item["id"] for item in before["items"]] == [pool["id"]]
    assert after["items"] == []
    assert [item["waiting_role"] for item in next_one["items"]] == ["pyb"]


@pytest.mark.parametrize(
    ("filters", "kinds"),
    [
        ({"kind": "talent_pool"}, ["talent_pool"]),
        ({"status": "draft"}, ["implementation"]),
        ({"kind": "talent_pool", "status": "draft"}, []),
    ],
)
async def test_a_list_is_narrowed_by_what_one_asks(client_for, both, filters, kinds):
    assert len(both) == 2

    page = await client_for(Role.AUDITOR).get(URL, params=filters)

    assert [item["kind"] for item in page.json()["items"]] == kinds


async def test_pages_follow_each_other(client_for, both):
    client = client_for(Role.ANALYST)

    first = await client.get(URL, params={"limit": 1})
    second = await client.get(URL, params={"limit": 1, "cursor": first.json()["next"]})

    assert [item["id"] for item in first.json()["items"]] == [both[1]["id"]]
    assert [item["id"] for item in second.json()["items"]] == [both[0]["id"]]
    assert second.json()["next"] is None


@pytest.mark.parametrize("role", [Role.KANREG, Role.BKN])
async def test_bkn_lists_nothing_that_was_not_sent_to_it(client_for, both, role):
    assert len(both) == 2

    page = await client_for(role, agency_id=None).get(URL)

    assert page.json()["items"] == []


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"cursor": "x"}, {"status": "?"}, {"nama": "x"}]
)
async def test_a_faulty_question_is_refused(client_for, query):
    refused = await client_for(Role.ANALYST).get(URL, params=query)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == f"?{next(iter(query))}"
