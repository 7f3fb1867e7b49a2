"""A record that a document shows to be wrong: asked for, checked, approved, and put right."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.approvals.asking import seen, words_of
from tests.approvals.conftest import URL, decide
from tests.approvals.correcting import DOCUMENT, THEN, Office, skp
from tests.conftest import OVERWRITE, an_actor
from tests.factories import a_client, a_unit, an_employee

NOBODY = "0199f3a4-7c1e-7011-8b3a-5c7e8d9f0a1b"


@pytest.fixture
async def office(client_for, agency, save):
    """An agency with a verifying analyst, a person, and a record that is wrong."""
    unit, verifier = a_unit(agency), a_client([Role.ANALYST], agency.id)
    person = an_employee(unit)
    record = skp(person)
    await save(unit, person, verifier)
    await save(record)
    return Office(client_for, person, record, verifier)


async def verified(office, request, **values):
    """What the second analyst's decision answers."""
    return await decide(office.verifying, request, **values)


async def corrected(office, request):
    assert (await verified(office, request)).status_code == 201
    return await decide(office.client_for(Role.PYB), request)


async def test_an_approved_correction_is_what_is_known_from_then_on(office, execute):
    request = await office.sent()
    [before] = await office.histories()
    final = await corrected(office, request)
    [after] = await office.histories()

    assert final.status_code == 201, final.text
    assert final.json()["status"] == "approved"
    assert (before["conduct"], before["predicate"], before["corrected_by"]) == (3, "kurang", None)
    assert (after["conduct"], after["quadrant"], after["predicate"]) == (2, 2, "baik")
    assert (after["source_id"], after["corrected_by"]) == ("2024", request["id"])
    assert await office.histories(known_at=THEN.isoformat()) == [
        {**before, "superseded_at": after["recorded_at"]}
    ]
    [(events,)] = await execute(
        "select count(*) from audit_events where kind = 'employee.corrected' and subject_id = :id"
        " and data ->> 'request' = :request",
        id=office.person.id,
        request=request["id"],
    )
    assert events == 1


async def test_content_title_and_letter_name_nobody(office, client_for):
    request = await office.sent()
    await corrected(office, request)
    words = await words_of(client_for, request)

    assert request["title"] == "Koreksi Kinerja (SKP)"
    assert request["content"]["person"] == {"employee_id": str(office.person.id)}
    assert office.person.name not in str(request["content"])
    assert office.person.nip not in str(request["content"])
    assert "conduct, predicate, quadrant" in words
    assert DOCUMENT["document_no"] in words
    assert office.person.name not in words
    assert "kurang" not in words


async def test_the_personnel_office_checks_and_the_pyb_approves(office):
    request = await office.sent()

    early = await decide(office.client_for(Role.PYB), request)

    assert [stage["role"] for stage in request["route"]] == ["analyst", "pyb"]
    assert (early.status_code, early.json()["code"]) == (403, "not-the-waiting-stage")


async def test_whoever_reads_the_request_is_on_record(office):
    request = await office.sent()
    await seen(office.client_for, request, Role.COMMITTEE)

    where = f"/v1/employees/{office.person.id}/accesses"
    [look] = (await office.client_for(Role.AUDITOR).get(where)).json()["items"]

    assert (look["what"], look["object_id"]) == ("approval-request", request["id"])


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"history": "disciplines"}, "history", "not-correctable"),
        ({"history": "assessments"}, "history", "not-correctable"),
        ({"history": "feedbacks"}, "history", "not-correctable"),
        ({"record_id": NOBODY}, "record_id", "record-unknown"),
        ({"employee_id": NOBODY}, "record_id", "record-unknown"),
        ({"values": {"year": 2023}}, "values/year", "not-correctable"),
        ({"values": {"predicate": "baik"}}, "values/predicate", "not-correctable"),
        ({"values": {"conduct": 4}}, "values/conduct", "out-of-scale"),
        ({"values": {"conduct": 3}}, "values/conduct", "changes-nothing"),
        ({"document_date": "2199-01-01"}, "document_date", "document-later"),
    ],
)
async def test_what_cannot_be_corrected_is_refused_with_its_place(office, given, pointer, code):
    refused = await office.drafted(**given)

    assert refused.status_code == 422, refused.text
    [fault] = refused.json()["errors"]
    assert (fault["pointer"], fault["code"]) == (f"/correction/{pointer}", code)


async def test_nobody_asks_about_their_own_record(office):
    actor = an_actor(Role.ANALYST, office.person.agency_id, employee_id=office.person.id)
    body = {"kind": "correction", "correction": office.correction()}

    refused = await office.client_for(None, actor=actor).post(URL, json=body)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "own-record"


async def test_nor_approves_it(office, known):
    actor = an_actor(Role.PYB, office.person.agency_id, employee_id=office.person.id)
    await known(actor)
    request = await office.sent()
    await verified(office, request)

    refused = await decide(office.client_for(None, actor=actor), request)

    assert (refused.status_code, refused.json()["code"]) == (403, "has-conflict")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ANALYST])
async def test_only_the_personnel_office_asks(office, role):
    body = {"kind": "correction", "correction": office.correction()}

    refused = await office.client_for(role).post(URL, json=body)

    assert (refused.status_code, refused.json()["code"]) == (403, "may-not-request")


async def test_another_agency_s_record_is_unknown(office):
    stranger = office.client_for(Role.ANALYST, agency_id=uuid4())
    body = {"kind": "correction", "correction": office.correction()}

    refused = await stranger.post(URL, json=body)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "record-unknown"


async def test_a_record_has_one_request_at_a_time(office):
    await office.sent()

    second = await office.drafted()

    assert (second.status_code, second.json()["code"]) == (409, "already-requested")


async def test_a_corrected_record_may_be_corrected_again(office):
    await corrected(office, await office.sent())
    [known] = await office.histories()

    old = await office.drafted()
    again = await office.sent(record_id=known["id"], values={"result": 1})
    await corrected(office, again)
    [now] = await office.histories()

    assert old.status_code == 422
    assert old.json()["errors"][0]["code"] == "record-superseded"
    assert (now["result"], now["conduct"], now["predicate"]) == (1, 2, "baik")


async def test_a_correction_is_amended_for_the_same_record_alone(office):
    draft = (await office.drafted()).json()
    analyst = office.client_for(Role.ANALYST)
    seen_hash = {"content_sha256": draft["content_sha256"]}
    where = f"{URL}/{draft['id']}"

    moved = {**office.correction(), "history": "ranks"}
    refused = await analyst.patch(where, json={"correction": moved, **seen_hash})
    better = office.correction(values={"conduct": 1})
    amended = await analyst.patch(
        where, json={"correction": better, **seen_hash}, headers=OVERWRITE
    )

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "record-stays"
    assert amended.status_code == 200, amended.text
    assert amended.json()["content"]["record"]["after"]["conduct"] == 1


async def test_what_an_import_replaced_meanwhile_is_not_submitted(office, execute):
    draft = (await office.drafted()).json()
    await execute(
        "update performances set superseded_at = now() where id = :id", id=draft["subject_id"]
    )

    refused = await office.submit(draft)

    assert (refused.status_code, refused.json()["code"]) == (409, "record-superseded")


async def test_nor_corrected_and_the_request_stays_as_it_was(office, execute):
    request = await office.sent()
    assert (await verified(office, request)).status_code == 201
    await execute(
        "update performances set superseded_at = now() where id = :id", id=request["subject_id"]
    )

    refused = await decide(office.client_for(Role.PYB), request)
    after = await seen(office.client_for, request)
    rejected = await decide(
        office.client_for(Role.PYB), request, decision="reject", reason="Sudah diimpor ulang."
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "record-superseded")
    assert (after["status"], after["stage"], after["letter"]) == ("submitted", 2, None)
    assert len(after["decisions"]) == 1
    assert rejected.json()["status"] == "rejected"


async def test_discipline_reaches_no_inbox_by_raw_sql_either(office, execute):
    draft = (await office.drafted()).json()

    with pytest.raises(DBAPIError, match="no such record"):
        await execute(
            "update approval_requests"
            " set content = replace(content, 'performances', 'disciplines') where id = :id",
            id=draft["id"],
        )


async def test_no_client_of_the_service_says_that_a_request_corrected_a_record(office, sessions):
    forged = skp(office.person, year=2023)
    forged.corrected_by = uuid4()

    with pytest.raises(DBAPIError, match="row-level security"):
        async with transaction(sessions, SYSTEM) as session:
            session.add(forged)


@pytest.mark.parametrize("role", [Role.KANREG, Role.BKN, Role.ASN, Role.ADMIN])
async def test_who_sees_no_people_sees_no_correction_whatever_the_code_says(office, role, sessions):
    request = await office.sent()
    outsider = an_actor(role, None if role is not Role.ASN else office.person.agency_id)

    async with transaction(sessions, outsider) as session:
        for table, column in (("approval_requests", "id"), ("approval_rounds", "request_id")):
            found = text(f"select count(*) from {table} where {column} = :id")
            assert await session.scalar(found, {"id": request["id"]}) == 0


async def test_a_correction_not_approved_does_nothing_by_raw_sql(office, execute):
    request = await office.sent()

    [(done,)] = await execute("select correct_record(:id)", id=request["id"])

    assert done is None
    assert [one["conduct"] for one in await office.histories()] == [3]
