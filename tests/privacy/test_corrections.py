"""A civil servant says that something kept about them is wrong; an analyst answers."""

from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.db import set_context
from app.core.identity import Role
from app.core.paging import Page
from app.privacy.schemas import CorrectionRead
from tests.conftest import an_actor

NOBODY = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"

URL = "/v1/correction-requests"
CLAIM = {"about": "ranks", "claim": "TMT golongan III/d seharusnya 1 April 2024."}
YES = {"decision": "accepted", "reason": "SK menyebut 1 April 2024; SIMPEG diperbaiki."}


@pytest.fixture
def asked(ratna):
    async def asked(**change):
        answer = await ratna.client.post(URL, json=CLAIM | change)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return asked


async def test_a_claim_is_answered_with_a_reason_that_the_person_reads(client_for, ratna, asked):
    claim = await asked(record_id=str(ratna.rank.id))
    analyst = client_for(Role.ANALYST)

    decided = await analyst.post(f"{URL}/{claim['id']}/decision", json=YES)
    again = await analyst.post(f"{URL}/{claim['id']}/decision", json=YES)
    read = await ratna.client.get(f"{URL}/{claim['id']}")

    CorrectionRead.model_validate_json(read.content)
    assert (claim["status"], claim["overdue"], claim["decided_at"]) == ("open", False, None)
    assert claim["due_at"][:10] > claim["created_at"][:10]
    assert decided.json() == read.json()
    assert (read.json()["status"], read.json()["decision_reason"]) == ("accepted", YES["reason"])
    assert (again.status_code, again.json()["code"]) == (409, "correction-request-decided")


async def test_each_sees_their_own_and_the_analyst_all(client_for, ratna, budi, asked):
    own = await asked()
    theirs = (await budi.client.post(URL, json=CLAIM)).json()

    async def listed(client, query=""):
        answer = await client.get(f"{URL}{query}")
        TypeAdapter(Page[CorrectionRead]).validate_json(answer.content)
        return [claim["id"] for claim in answer.json()["items"]]

    assert await listed(ratna.client) == [own["id"]]
    assert await listed(client_for(Role.ANALYST)) == [theirs["id"], own["id"]]
    assert await listed(client_for(Role.AUDITOR), "?status=accepted") == []
    assert await listed(client_for(Role.AUDITOR), "?overdue=false") == [theirs["id"], own["id"]]
    assert (await ratna.client.get(f"{URL}/{theirs['id']}")).status_code == 404
    assert (await client_for(Role.ANALYST, agency_id=uuid4()).get(URL)).json()["items"] == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ANALYST])
async def test_only_an_analyst_decides(client_for, asked, role):
    claim = await asked()

    answer = await client_for(role).post(f"{URL}/{claim['id']}/decision", json=YES)

    assert answer.status_code == 403


async def test_nobody_decides_on_their_own_claim(ratna, asked):
    claim = await asked()

    answer = await ratna.client.post(f"{URL}/{claim['id']}/decision", json=YES)

    assert answer.status_code == 403


@pytest.mark.parametrize("role", list(Role))
async def test_only_a_civil_servant_claims(client_for, role):
    answer = await client_for(role).post(URL, json=CLAIM)

    assert (answer.status_code, answer.json()["code"]) == (404, "no-civil-servant")


async def test_a_record_that_is_meant_is_ones_own_and_of_that_history(ratna, budi):
    for change in (
        {"record_id": str(budi.rank.id)},
        {"record_id": str(uuid4())},
        {"record_id": str(ratna.rank.id), "about": "courses"},
        {"record_id": str(ratna.rank.id), "about": "record"},
    ):
        answer = await ratna.client.post(URL, json=CLAIM | change)
        assert answer.status_code == 422, change
        assert answer.json()["errors"][0]["code"] == "record-unknown"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"about": "salary"}, "/about"),
        ({"claim": "salah"}, "/claim"),
        ({"employee_id": NOBODY}, "/employee_id"),
    ],
    ids=str,
)
async def test_what_is_wrong_in_a_claim_is_pointed_at(ratna, change, pointer):
    answer = await ratna.client.post(URL, json=CLAIM | change)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)


async def test_the_database_lets_nobody_claim_for_another_nor_decide_in_anothers_name(
    agency, ratna, budi, asked, sessions
):
    claim = await asked()
    herself = an_actor(Role.ASN, agency.id, employee_id=ratna.id)
    analyst = an_actor(Role.ANALYST, agency.id)
    attempts = (
        (
            herself,
            (
                "insert into correction_requests (agency_id, employee_id, about, claim, status)"
                f" values ('{agency.id}', '{budi.id}', 'record', 'x', 'open')"
            ),
        ),
        (
            analyst,
            (
                "insert into correction_requests (agency_id, employee_id, about, claim, status)"
                f" values ('{agency.id}', '{budi.id}', 'record', 'x', 'open')"
            ),
        ),
        (
            analyst,
            (
                "update correction_requests set status = 'accepted', decided_at = now(),"
                f" decision_reason = 'x', decided_by = '{uuid4()}' where id = '{claim['id']}'"
            ),
        ),
    )
    for actor, attempt in attempts:
        async with sessions() as session:
            await set_context(session, actor.context)
            with pytest.raises(DBAPIError, match="row-level security"):
                await session.execute(text(attempt))
    async with sessions() as session:
        await set_context(session, herself.context)
        changed = await session.execute(text("update correction_requests set claim = 'lain'"))
        assert changed.rowcount == 0
