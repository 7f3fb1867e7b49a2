"""Persetujuan penerapan by HTTP: a body prepares, its head asks, Kanreg verifies, BKN approves."""

import hashlib
import io

import pypdf
import pytest

from app.approvals.checklist import Item
from app.core.identity import Role
from tests.approvals.conftest import decide
from tests.approvals.test_attached_files import PDF
from tests.conftest import OVERWRITE

URL = "/v1/approval-requests"
DOCUMENT = hashlib.sha256(PDF).hexdigest()


def ready(*, but=()):
    return [
        {"code": item, "status": "missing" if item in but else "ready", "note": f"Butir {item}"}
        for item in Item
    ]


async def drafted(client, **values):
    body = {"kind": "implementation", "checklist": ready(), **values}
    answer = await client.post(URL, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def submitted(client_for):
    request = await drafted(client_for(Role.ANALYST))
    answer = await client_for(Role.PPK).post(f"{URL}/{request['id']}/submission")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_body_asks_and_bkn_approves_with_a_letter(client_for):
    kanreg, bkn = client_for(Role.KANREG, agency_id=None), client_for(Role.BKN, agency_id=None)
    analyst, anybody = client_for(Role.ANALYST), client_for(None)

    request = await submitted(client_for)
    verified = await decide(kanreg, request)
    approved = (await decide(bkn, request)).json()
    letter = await analyst.get(f"{URL}/{request['id']}/letter.pdf")
    verification = (await anybody.get(f"/verify/{approved['letter']['verify_code']}")).json()

    assert verified.json()["status"] == "submitted"
    assert [stage["state"] for stage in verified.json()["route"]] == ["passed", "waiting"]
    assert approved["status"] == "approved"
    assert approved["letter"]["number"].startswith("001/PMT/PROV-UJI/")
    assert [decision["decision"] for decision in approved["decisions"]] == ["approve", "approve"]
    assert letter.headers["content-type"] == "application/pdf"
    assert hashlib.sha256(letter.content).hexdigest() == approved["letter"]["sha256"]
    words = pypdf.PdfReader(io.BytesIO(letter.content)).pages[0].extract_text()
    assert approved["letter"]["number"] in words
    assert request["content_sha256"] in words
    assert verification["status"] == "valid"
    assert verification["number"] == approved["letter"]["number"]
    assert verification["content_sha256"] == request["content_sha256"]
    assert verification["letter_sha256"] == approved["letter"]["sha256"]


async def test_letters_of_an_agency_are_numbered_one_after_the_other(client_for):
    numbers = []
    for _ in range(2):
        request = await submitted(client_for)
        await decide(client_for(Role.KANREG, agency_id=None), request)
        approved = await decide(client_for(Role.BKN, agency_id=None), request)
        numbers.append(approved.json()["letter"]["number"][:3])

    assert numbers == ["001", "002"]


async def amend(client, request, *entries):
    """Change items of the checklist as it was read in `request`."""
    body = {"checklist": entries, "content_sha256": request["content_sha256"]}
    return await client.patch(f"{URL}/{request['id']}", json=body, headers=OVERWRITE)


async def test_what_a_colleague_changed_meanwhile_is_not_overwritten(client_for):
    request = await drafted(client_for(Role.ANALYST))
    entry = {"code": "position_map", "status": "ready", "note": "Sudah disahkan."}
    first = await amend(client_for(Role.ANALYST), request, entry)

    second = await amend(client_for(Role.ANALYST), request, {**entry, "note": "Belum."})
    read_again = await amend(client_for(Role.ANALYST), first.json(), {**entry, "note": "Sah."})

    assert (second.status_code, second.json()["code"]) == (409, "amendment-stale")
    assert second.json()["content_sha256"] == first.json()["content_sha256"]
    assert read_again.status_code == 200


async def test_a_returned_request_is_corrected_and_goes_round_again(client_for):
    kanreg, analyst = client_for(Role.KANREG, agency_id=None), client_for(Role.ANALYST)
    request = await submitted(client_for)

    returned = await decide(kanreg, request, decision="return", reason="Peta jabatan belum sah.")
    note = {"code": "position_map", "status": "ready", "note": "Sudah disahkan."}
    amended = await amend(analyst, request, note)
    again = await client_for(Role.PPK).post(f"{URL}/{request['id']}/submission")
    verified = await decide(kanreg, again.json())

    assert returned.json()["status"] == "returned"
    assert amended.json()["content_sha256"] != request["content_sha256"]
    assert [(change["pointer"], change["after"]) for change in amended.json()["changes"]] == [
        ("/checklist/code=position_map/note", "Sudah disahkan.")
    ]
    assert amended.json()["decisions"][0]["voided_by"]["cause"] == "content_changed"
    assert again.json()["round"] == 2
    assert verified.status_code == 201
    assert verified.json()["stage"] == 2


async def test_a_decision_on_what_was_read_before_a_correction_is_refused_with_the_change(
    client_for,
):
    kanreg = client_for(Role.KANREG, agency_id=None)
    request = await submitted(client_for)
    await decide(kanreg, request, decision="return", reason="Kurang satu dokumen.")
    entry = {"code": "regulation", "status": "ready", "attachment_sha256": DOCUMENT}
    analyst = client_for(Role.ANALYST)
    await amend(analyst, request, entry)
    await analyst.post(f"{URL}/{request['id']}/attachments", files={"file": ("a.pdf", PDF)})
    await client_for(Role.PPK).post(f"{URL}/{request['id']}/submission")

    refused = await decide(kanreg, request)

    assert refused.status_code == 409
    assert refused.json()["code"] == "content-changed"
    assert {change["pointer"] for change in refused.json()["changes"]} == {
        "/checklist/code=regulation/attachment_sha256",
        "/checklist/code=regulation/note",
    }


async def test_a_rejected_request_is_over(client_for):
    kanreg = client_for(Role.KANREG, agency_id=None)
    request = await submitted(client_for)

    rejected = await decide(kanreg, request, decision="reject", reason="Bukan wewenang kami.")
    again = await client_for(Role.PPK).post(f"{URL}/{request['id']}/submission")
    letter = await kanreg.get(f"{URL}/{request['id']}/letter.pdf")

    assert rejected.json()["status"] == "rejected"
    assert again.status_code == 409
    assert again.json()["code"] == "illegal-transition"
    assert letter.status_code == 409
    assert letter.json()["code"] == "letter-not-issued"


async def test_nobody_decides_twice(client_for):
    kanreg = client_for(Role.KANREG, agency_id=None)
    request = await submitted(client_for)

    first = await decide(kanreg, request)
    second = await decide(kanreg, request)

    assert first.status_code == 201
    assert second.status_code == 409
    assert second.json()["code"] == "already-decided"


async def test_a_stage_is_decided_by_its_own_role(client_for):
    request = await submitted(client_for)

    early = await decide(client_for(Role.BKN, agency_id=None), request)
    alien = await decide(client_for(Role.COMMITTEE), request)

    assert (early.status_code, early.json()["code"]) == (403, "not-the-waiting-stage")
    assert early.json()["role"] == "kanreg"
    assert (alien.status_code, alien.json()["code"]) == (403, "not-a-decider")


@pytest.mark.parametrize("decision", ["return", "reject"])
@pytest.mark.parametrize("reason", [{}, {"reason": None}, {"reason": "  "}])
async def test_a_no_needs_a_reason(client_for, decision, reason):
    request = await submitted(client_for)

    refused = await decide(
        client_for(Role.KANREG, agency_id=None), request, decision=decision, **reason
    )

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/reason"


async def test_a_checklist_with_holes_is_not_submitted(client_for):
    analyst, ppk = client_for(Role.ANALYST), client_for(Role.PPK)
    request = await drafted(analyst, checklist=ready(but=["scoring_scheme"]))

    refused = await ppk.post(f"{URL}/{request['id']}/submission")

    assert refused.status_code == 409
    assert refused.json()["items"] == "scoring_scheme"


async def test_only_the_head_of_the_body_submits(client_for):
    analyst = client_for(Role.ANALYST)
    request = await drafted(analyst)

    refused = await analyst.post(f"{URL}/{request['id']}/submission")

    assert (refused.status_code, refused.json()["code"]) == (403, "may-not-submit")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "talent_pool"}, "/subject_id"),
        (
            {"kind": "talent_pool", "subject_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"},
            "/subject_id",
        ),
        (
            {"kind": "implementation", "subject_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"},
            "/subject_id",
        ),
        (
            {"kind": "implementation", "agency_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"},
            "/agency_id",
        ),
        ({"kind": "wish"}, "/kind"),
        ({"kind": "implementation", "checklist": ready()[:1] * 2}, "/checklist/1/code"),
        ({"kind": "implementation", "extra": 1}, "/extra"),
        (
            {"kind": "implementation", "checklist": [{"code": "regulation", "status": "x"}]},
            "/checklist/0/status",
        ),
    ],
)
async def test_a_faulty_draft_is_refused_at_the_fault(client_for, body, pointer):
    refused = await client_for(Role.ANALYST).post(URL, json=body)

    assert refused.status_code == 422
    assert pointer in [error["pointer"] for error in refused.json()["errors"]]


async def test_one_request_at_a_time(client_for):
    analyst = client_for(Role.ANALYST)
    await drafted(analyst)

    again = await analyst.post(URL, json={"kind": "implementation"})

    assert (again.status_code, again.json()["code"]) == (409, "already-requested")


async def test_bkn_sees_no_draft_and_a_stranger_nothing(client_for):
    request = await drafted(client_for(Role.ANALYST))

    draft = await client_for(Role.BKN, agency_id=None).get(f"{URL}/{request['id']}")
    nobody = await client_for(None).get(f"{URL}/{request['id']}")
    admin = await client_for(Role.ADMIN).get(f"{URL}/{request['id']}")

    assert draft.status_code == 404
    assert draft.json()["code"] == "approval-request-unknown"
    assert nobody.status_code == 401
    assert admin.status_code == 404
