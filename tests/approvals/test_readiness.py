"""The readiness of a body, step by step: from verification to evaluation."""

import io

import pypdf
import pytest
from sqlalchemy.exc import IntegrityError

from app.approvals.checklist import Item
from app.core.identity import Role
from tests.approvals.conftest import EXAMINATION, URL, decision_on
from tests.approvals.test_attached_files import PDF
from tests.approvals.test_implementation import submitted
from tests.factories import a_unit, an_employee

VERIFIED, SCHEDULED, HELD, PLENARY = EXAMINATION
CONDITION = {"text": "Lengkapi asesmen pejabat pengawas.", "due_on": "2026-06-30"}
CONDITIONAL = {**PLENARY, "result": "approved_with_conditions", "conditions": [CONDITION]}
DECREE = {"step": "in_force", "number": "412/KEP/2026", "decree_date": "2026-03-01"}


@pytest.fixture
def kanreg(client_for):
    return client_for(Role.KANREG, agency_id=None)


@pytest.fixture
def bkn(client_for):
    return client_for(Role.BKN, agency_id=None)


async def step(client, request, *steps):
    answers = [await client.post(f"{URL}/{request['id']}/steps", json=one) for one in steps]
    return answers[-1]


async def approve(client, request):
    return await client.post(f"{URL}/{request['id']}/decisions", json=decision_on(request))


async def at_bkn(client_for, kanreg):
    """A request that the Kantor Regional has verified and passed on."""
    request = await submitted(client_for)
    recorded = await step(kanreg, request, VERIFIED)
    assert recorded.status_code == 201, recorded.text
    passed = await approve(kanreg, request)
    assert passed.status_code == 201, passed.text
    return passed.json()


async def test_a_body_goes_all_the_way(client_for, kanreg, bkn):
    request = await at_bkn(client_for, kanreg)
    await step(bkn, request, SCHEDULED, HELD, CONDITIONAL)
    approved = await approve(bkn, request)
    address = f"{URL}/{request['id']}"
    files = {"file": ("bukti.pdf", PDF)}
    evidence = (await client_for(Role.ANALYST).post(f"{address}/attachments", files=files)).json()
    met = {
        "step": "condition_met",
        "condition": 1,
        "met_on": "2026-05-04",
        "note": "Laporan asesmen.",
        "attachment_sha256": evidence["sha256"],
    }

    in_force = await step(bkn, request, DECREE)
    fulfilled = await step(kanreg, request, met)
    again = await step(kanreg, request, met)
    evaluation = {"step": "evaluation", "held_on": "2026-09-01", "findings": ["Data pelatihan."]}
    evaluated = await step(kanreg, request, evaluation)
    seen = (await client_for(Role.AUDITOR).get(f"{address}/examination")).json()
    letter = await bkn.get(f"{address}/letter.pdf")

    assert approved.json()["status"] == "approved"
    assert [one.status_code for one in (in_force, fulfilled, evaluated)] == [201] * 3
    assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "condition-unknown")
    assert [one["step"] for one in seen["steps"]] == [
        "verification",
        "presentation_scheduled",
        "presentation_held",
        "plenary",
        "in_force",
        "condition_met",
        "evaluation",
    ]
    assert seen["missing"] == []
    assert [(one["code"], one["verdict"]) for one in seen["reviews"]] == [
        (item, "fit") for item in Item
    ]
    assert all(one["reviewer"] and one["note"] for one in seen["reviews"])
    assert seen["conditions"] == [
        {"number": 1, **CONDITION, "met_on": "2026-05-04", "attachment_sha256": evidence["sha256"]}
    ]
    words = pypdf.PdfReader(io.BytesIO(letter.content)).pages[0].extract_text()
    assert "Lengkapi asesmen pejabat pengawas. (paling lambat 30 Juni 2026)" in words


async def test_bkn_approves_only_after_presentation_and_plenary(client_for, kanreg, bkn):
    request = await at_bkn(client_for, kanreg)
    refusals = []
    for one in (None, SCHEDULED, HELD):
        if one:
            await step(bkn, request, one)
        refused = await approve(bkn, request)
        refusals.append((refused.status_code, refused.json().get("missing")))
    await step(bkn, request, PLENARY)
    approved = await approve(bkn, request)

    assert refusals == [
        (409, "presentation_held, plenary"),
        (409, "presentation_held, plenary"),
        (409, "plenary"),
    ]
    assert approved.status_code == 201


async def test_after_a_plenary_that_rejected_the_stage_rejects(client_for, kanreg, bkn):
    request = await at_bkn(client_for, kanreg)
    await step(bkn, request, SCHEDULED, HELD, {**PLENARY, "result": "rejected"})

    approving = await approve(bkn, request)
    body = decision_on(request, decision="reject", reason="Data belum cukup.")
    rejecting = await bkn.post(f"{URL}/{request['id']}/decisions", json=body)

    assert (approving.status_code, approving.json()["missing"]) == (409, "plenary")
    assert rejecting.json()["status"] == "rejected"


async def test_each_item_has_a_verdict_before_the_region_passes_it_on(client_for, kanreg):
    request = await submitted(client_for)
    half = {**VERIFIED, "items": VERIFIED["items"][:7]}
    rest = {**VERIFIED, "items": VERIFIED["items"][7:]}
    bad = {**rest, "items": [{**rest["items"][0], "verdict": "unfit"}, *rest["items"][1:]]}

    outcomes = []
    for one in (half, bad, rest):
        recorded = await step(client_for(Role.KANREG, agency_id=None), request, one)
        outcomes.append((recorded.json()["settles"], (await approve(kanreg, request)).status_code))

    assert outcomes == [(False, 409), (False, 409), (True, 201)]


async def test_a_new_round_is_examined_anew(client_for, kanreg, bkn):
    request = await at_bkn(client_for, kanreg)
    await step(bkn, request, SCHEDULED, HELD, PLENARY)
    body = decision_on(request, decision="return", reason="Perbaiki peta jabatan.")
    await bkn.post(f"{URL}/{request['id']}/decisions", json=body)
    again = await client_for(Role.PPK).post(f"{URL}/{request['id']}/submission")

    refused = await approve(kanreg, again.json())
    seen = (await bkn.get(f"{URL}/{request['id']}/examination")).json()

    assert (refused.status_code, refused.json()["missing"]) == (409, "verification")
    assert (seen["round"], seen["steps"]) == (2, [])
    assert [one["role"] for one in seen["missing"]] == ["kanreg", "bkn"]


async def test_a_step_is_recorded_by_its_role_in_its_turn(client_for, kanreg, bkn):
    request = await submitted(client_for)

    early = await step(bkn, request, SCHEDULED)
    alien = await step(client_for(Role.COMMITTEE), request, VERIFIED)
    other = await step(bkn, request, VERIFIED)
    await step(kanreg, request, VERIFIED)
    await approve(kanreg, request)
    late = await step(kanreg, request, VERIFIED)
    unscheduled = await step(bkn, request, HELD)
    not_yet = await step(bkn, request, DECREE)

    assert (early.status_code, early.json()["code"]) == (409, "step-out-of-turn")
    assert (alien.status_code, other.status_code) == (403, 403)
    assert (late.status_code, unscheduled.status_code, not_yet.status_code) == (409, 409, 409)
    assert unscheduled.json()["after"] == "presentation_scheduled"


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ({**PLENARY, "held_on": "2199-01-01"}, "/held_on", "not-yet"),
        ({**PLENARY, "held_on": "2026-02-09"}, "/held_on", "too-early"),
        ({**PLENARY, "conditions": [CONDITION]}, "/conditions", "conditions-unfit"),
        ({**CONDITIONAL, "conditions": []}, "/conditions", "conditions-unfit"),
        (
            {**CONDITIONAL, "conditions": [{**CONDITION, "due_on": "2026-01-01"}]},
            "/conditions/0/due_on",
            "too-early",
        ),
        ({**PLENARY, "attachment_sha256": "0" * 64}, "/attachment_sha256", "not-attached"),
    ],
    ids=["tomorrow", "before", "needless", "none", "past", "minutes that nobody sent"],
)
async def test_a_plenary_says_what_holds_together(client_for, kanreg, bkn, said, pointer, code):
    request = await at_bkn(client_for, kanreg)
    await step(bkn, request, SCHEDULED, HELD)

    refused = await step(bkn, request, said)

    assert refused.status_code == 422
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [(pointer, code)]


async def test_another_kind_has_no_such_steps(client_for, kanreg, pool):
    body = {"kind": "talent_pool", "subject_id": str(pool.id)}
    request = (await client_for(Role.ANALYST).post(URL, json=body)).json()

    refused = await step(kanreg, request, VERIFIED)
    by_committee = await step(client_for(Role.COMMITTEE), request, VERIFIED)

    assert refused.status_code == 404
    assert by_committee.json()["errors"][0]["code"] == "not-for-kind"


async def test_the_quality_of_the_bodys_own_data_is_in_what_is_decided(client_for, agency, save):
    unit = a_unit(agency)
    await save(unit, an_employee(unit), an_employee(unit, email="uji@example.go.id"))
    request = await submitted(client_for)

    quality = request["content"]["data_quality"]

    assert (quality["people"], quality["broken"]["reachable"]) == (2, 1)
    assert quality["percent"] == "35.71"  # 5 of 14 checks: births, sexes, and one address


STEP = (
    "insert into approval_steps (agency_id, request_id, round, step, said, settles,"
    " content_sha256, actor_id, actor_name) values (cast(:agency_id as uuid), cast(:id as uuid),"
    " :round, 'verification', cast(:said as jsonb), true, :sha256, cast(:actor as uuid), 'x')"
)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"round": 2}, "a step is of the round"),
        ({"sha256": "0" * 64}, "a step is of the round"),
        ({"said": '{"attachment_sha256": "00"}'}, "what a step names"),
        ({"by": "requester"}, "never examines"),
    ],
    ids=["another round", "another content", "a file that nobody sent", "by the requester"],
)
async def test_raw_sql_records_no_step_beside_the_rules(client_for, examining, change, rule):
    request = await submitted(client_for)

    with pytest.raises(IntegrityError, match=rule):
        await examining(STEP, request, **change)


async def test_raw_sql_approves_nothing_before_its_steps(client_for, kanreg, examining):
    request = await submitted(client_for)
    decision = (
        "insert into approval_decisions (agency_id, request_id, round, stage, role, actor_id,"
        " actor_name, person_id, decision, reason_code, content_sha256)"
        " select agency_id, request_id, round, 1, 'kanreg', actor_id, 'x', person_id, 'approve',"
        " 'in_order', :sha256 from approval_stage_people where request_id = cast(:id as uuid)"
        " and position = 1 and actor_id = cast(:actor as uuid)"
    )

    with pytest.raises(IntegrityError, match="only after what it requires"):
        await examining(decision, request)
    await step(kanreg, request, VERIFIED)
    assert await examining(decision, request) == 1


async def test_what_was_recorded_never_changes(client_for, kanreg, examining):
    request = await submitted(client_for)
    await step(kanreg, request, VERIFIED)

    for attack in ("update approval_steps set settles = false", "delete from approval_steps"):
        with pytest.raises(Exception, match="permission denied"):
            await examining(attack, request)
