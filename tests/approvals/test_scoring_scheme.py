"""A scoring scheme by HTTP: an agency decides to measure by it."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.organisation.models import Agency
from app.scoring_schemes import examples
from tests.approvals.asking import approved, drafted, sent, words_of
from tests.approvals.conftest import cast_of, decide

SCHEMES = "/v1/scoring-schemes"


@pytest.fixture
async def scheme(client_for):
    """A draft that an analyst sent."""
    document = {**examples.DOCUMENT, "code": f"uji-{uuid4().hex[:8]}"}
    answer = await client_for(Role.ANALYST).post(SCHEMES, json=document)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_two_approvals_make_the_scheme_the_agency_s(client_for, scheme):
    request = await sent(client_for, "scoring_scheme", scheme["id"])

    final = await approved(client_for, request)

    assert [stage["role"] for stage in final["route"]] == ["committee", "ppk"]
    assert final["content"]["scheme"]["sha256"] == scheme["sha256"]
    assert final["content"]["scheme"]["document"] == scheme["document"]
    assert final["letter"]["number"].startswith("001/SKP/PROV-UJI/")
    words = await words_of(client_for, request)
    assert f"{scheme['code']}@1" in words
    assert scheme["sha256"] in words.replace(" ", "")


async def test_publication_neither_needs_nor_undoes_an_approval(client_for, scheme):
    request = await sent(client_for, "scoring_scheme", scheme["id"])
    await decide(client_for(Role.COMMITTEE), request)

    published = await client_for(Role.ANALYST).post(f"{SCHEMES}/{scheme['id']}/publication")
    final = await decide(client_for(Role.PPK), request)

    assert published.status_code == 200
    assert (final.status_code, final.json()["status"]) == (201, "approved")


async def test_a_map_says_whether_its_agency_measures_by_the_scheme(client_for, pool):
    analyst = client_for(Role.ANALYST)
    where = f"/v1/talent-maps/{pool.map_id}"
    before = (await analyst.get(where)).json()
    code = before["scheme"].partition("@")[0]
    [scheme] = (await analyst.get(f"{SCHEMES}?code={code}")).json()["items"]

    request = await sent(client_for, "scoring_scheme", scheme["id"])
    await approved(client_for, request)
    after = (await analyst.get(where)).json()

    assert before["scheme_approved_request_id"] is None
    assert after["scheme_approved_request_id"] == request["id"]
    assert after["approved_request_id"] is None


async def test_two_agencies_approve_the_same_scheme_each_for_itself(client_for, scheme, save):
    other = Agency(id=uuid4(), code="LAIN", name="Pemerintah Kabupaten Lain")
    await save(other)
    cast = cast_of(other.id)
    await save(*(one for there in cast.values() for one in there))
    ours = await sent(client_for, "scoring_scheme", scheme["id"])
    await approved(client_for, ours)

    theirs = await client_for(Role.ANALYST, agency_id=other.id).post(
        "/v1/approval-requests", json={"kind": "scoring_scheme", "subject_id": scheme["id"]}
    )
    again = await drafted(client_for, "scoring_scheme", scheme["id"])

    assert (theirs.status_code, theirs.json()["agency_id"]) == (201, str(other.id))
    assert (again.status_code, again.json()["code"]) == (409, "already-requested")


async def test_a_draft_that_was_asked_about_stays(client_for, scheme, execute):
    change = "update scoring_schemes set canonical = replace(canonical, '60', '61') where id = :id"
    await drafted(client_for, "scoring_scheme", scheme["id"])

    with pytest.raises(DBAPIError, match="a scheme that was asked about stays"):
        await execute(change, id=scheme["id"])


async def test_the_database_keeps_a_request_to_what_its_scheme_says(client_for, scheme, sessions):
    draft = (await drafted(client_for, "scoring_scheme", scheme["id"])).json()
    other = text("update approval_requests set content = replace(content, '60', '61') where id=:id")

    with pytest.raises(DBAPIError, match="no scoring scheme that says this"):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(other, {"id": draft["id"]})


async def test_who_sent_the_document_is_its_last_editor(client_for, scheme, execute):
    request = await sent(client_for, "scoring_scheme", scheme["id"])

    [(editor, sender)] = await execute(
        "select r.last_editor, s.created_by from approval_rounds r, scoring_schemes s"
        " where r.request_id = :id and s.id = :scheme",
        id=request["id"],
        scheme=scheme["id"],
    )

    assert editor == sender


async def test_a_rejected_scheme_may_be_asked_about_again(client_for, scheme):
    request = await sent(client_for, "scoring_scheme", scheme["id"])

    rejected = await decide(
        client_for(Role.COMMITTEE), request, decision="reject", reason="Bobot belum disepakati."
    )
    again = await drafted(client_for, "scoring_scheme", scheme["id"])

    assert (rejected.status_code, rejected.json()["status"]) == (201, "rejected")
    assert again.status_code == 201


async def test_what_is_no_scheme_or_no_agency_of_one_s_own_is_unknown(client_for, scheme):
    refused = await drafted(client_for, "scoring_scheme", uuid4())
    elsewhere = await drafted(client_for, "scoring_scheme", scheme["id"], agency_id=str(uuid4()))
    unsaid = await client_for(Role.ANALYST).post(
        "/v1/approval-requests", json={"kind": "scoring_scheme"}
    )

    for answer, pointer, code in (
        (refused, "/subject_id", "subject-unknown"),
        (elsewhere, "/agency_id", "agency-unknown"),
        (unsaid, "/subject_id", "missing"),
    ):
        assert answer.status_code == 422, answer.text
        [fault] = answer.json()["errors"]
        assert (fault["pointer"], fault["code"]) == (pointer, code)


async def test_only_an_analyst_asks_for_a_scheme(client_for, scheme):
    body = {"kind": "scoring_scheme", "subject_id": scheme["id"]}
    refused = await client_for(Role.COMMITTEE).post("/v1/approval-requests", json=body)

    assert (refused.status_code, refused.json()["code"]) == (403, "may-not-request")
