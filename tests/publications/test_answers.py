"""Answers to objections: by somebody who did not decide, with a reason and with what follows."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.db import transaction
from app.core.identity import Role
from tests.conftest import an_actor
from tests.publications.conftest import REASON, REJECTED, UPHELD, closing
from tests.talent_pools.conftest import a_map

URL = "/v1/objections"


async def test_an_objection_is_answered_with_reason_and_remedy(published, objecting, client_for):
    made = (await objecting(published)).json()["id"]
    committee = client_for(Role.COMMITTEE)

    without = await committee.post(f"{URL}/{made}/answer", json={**UPHELD, "remedy": None})
    done = await committee.post(f"{URL}/{made}/answer", json=UPHELD)
    again = await committee.post(f"{URL}/{made}/answer", json=REJECTED)

    body = done.json()
    assert without.json()["errors"][0]["pointer"] == "/remedy"
    assert (body["status"], body["remedy"], body["reason"]) == ("upheld", "new_map", REASON)
    assert body["closed_at"] is not None
    assert (again.status_code, again.json()["code"]) == (409, "objection-closed")
    own = client_for(None, actor=published.servant())
    assert (await own.get(f"{URL}/{made}")).json()["reason"] == REASON


async def test_who_decided_before_does_not_answer(mapped, objecting, client_for):
    ppk_and_analyst = an_actor(
        Role.PPK, mapped.agency.id, roles=frozenset({Role.PPK, Role.ANALYST})
    )
    publisher = client_for(None, actor=ppk_and_analyst)
    assert (await publisher.post(f"{mapped.url}/publication")).status_code == 200
    made = (await objecting(mapped)).json()["id"]
    maker = an_actor(Role.ANALYST, mapped.agency.id, id=mapped.map.created_by)
    announcer = an_actor(Role.ANALYST, mapped.agency.id, id=mapped.publication.created_by)

    for client in (
        publisher,
        mapped.analyst,  # attached the map
        client_for(None, actor=maker),
        client_for(None, actor=announcer),
    ):
        answer = await client.post(f"{URL}/{made}/answer", json=REJECTED)
        assert (answer.status_code, answer.json()["code"]) == (403, "decided-before")
    other = await client_for(Role.ANALYST).post(f"{URL}/{made}/answer", json=REJECTED)
    assert other.json()["status"] == "rejected"


async def test_who_has_a_relation_to_the_person_does_not_answer(
    published, objecting, client_for, sessions
):
    made = (await objecting(published)).json()["id"]
    cousin = an_actor(Role.COMMITTEE, published.agency.id)
    client = client_for(None, actor=cousin)
    relation = {
        "employee_id": str(published.person.id),
        "kind": "family",
        "reason": "Sepupu dari pihak ibu.",
        "since": "2020-01-01",
    }
    declared = await client.post("/v1/conflicts", json=relation)

    answer = await client.post(f"{URL}/{made}/answer", json=REJECTED)

    assert declared.status_code == 201, declared.text
    assert (answer.status_code, answer.json()["code"]) == (403, "conflict-of-interest")
    with pytest.raises(IntegrityError, match="only goes on") as raised:
        async with transaction(sessions, cousin) as session:
            await session.execute(text(closing()))
    assert raised.value.orig.__cause__.constraint_name == "answered_without_conflict"


async def test_nobody_answers_the_own_objection(published, objecting, client_for):
    made = (await objecting(published)).json()["id"]
    both = an_actor(
        Role.COMMITTEE,
        published.agency.id,
        roles=frozenset({Role.ASN, Role.COMMITTEE}),
        employee_id=published.person.id,
    )

    answer = await client_for(None, actor=both).post(f"{URL}/{made}/answer", json=UPHELD)

    assert answer.json()["code"] == "decided-before"


async def test_who_reads_objections_does_not_answer_or_withdraw_them(
    published, objecting, client_for
):
    made = (await objecting(published)).json()["id"]
    auditor, own = client_for(Role.AUDITOR), client_for(None, actor=published.servant())

    assert (await auditor.post(f"{URL}/{made}/answer", json=REJECTED)).status_code == 403
    assert (await own.post(f"{URL}/{made}/answer", json=UPHELD)).status_code == 403
    assert (await auditor.post(f"{URL}/{made}/withdrawal")).status_code == 403


async def test_an_upheld_objection_keeps_the_link_to_the_map_that_followed(
    published, objecting, client_for, save
):
    made = (await objecting(published)).json()["id"]
    committee = client_for(Role.COMMITTEE)
    early = await committee.post(f"{URL}/{made}/remedy", json={"remedy_id": str(uuid4())})
    await committee.post(f"{URL}/{made}/answer", json=UPHELD)
    newer = a_map(published.agency, published.map, name="Peta ulang")
    newer.scheme_id = published.map.scheme_id
    newer.known_at = datetime.now(UTC) + timedelta(seconds=1)
    await save(newer)

    old = await committee.post(f"{URL}/{made}/remedy", json={"remedy_id": str(published.map.id)})
    linked = await committee.post(f"{URL}/{made}/remedy", json={"remedy_id": str(newer.id)})
    twice = await committee.post(f"{URL}/{made}/remedy", json={"remedy_id": str(newer.id)})

    assert early.json()["code"] == "no-remedy-to-link"
    assert old.json()["errors"][0]["code"] == "remedy-unknown"
    assert linked.json()["remedy_id"] == str(newer.id)
    assert twice.json()["code"] == "no-remedy-to-link"
