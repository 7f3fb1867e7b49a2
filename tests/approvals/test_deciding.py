"""How people decide: back to a stage, abstaining, reasons, who was named, many at once."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from app.access.memberships import person_id
from app.access.models import Membership
from app.approvals import workflow
from app.approvals.kinds.names import Kind
from app.approvals.kinds.registry import KINDS
from app.core.identity import Role
from tests.approvals.conftest import EACH, URL, decide, decision_on
from tests.conftest import an_actor
from tests.factories import a_unit, an_employee

WHY = {"reason": "Kerabat seorang anggota."}


@pytest.fixture
def routed(monkeypatch):
    """Let requests for pools take another route."""

    def take(*stages):
        declared = replace(KINDS[Kind.TALENT_POOL], route=stages)
        monkeypatch.setitem(KINDS, Kind.TALENT_POOL, declared)

    return take


async def test_a_return_goes_back_to_an_earlier_stage_and_is_decided_there_again(
    client_for, submitted
):
    request = await submitted()
    committee, pyb = client_for(Role.COMMITTEE), client_for(Role.PYB)
    await decide(committee, request)

    back = await decide(pyb, request, decision="return", to_stage=1, reason="Telaah lagi.")
    again = await decide(committee, request)
    onward = await decide(pyb, request)

    assert back.status_code == 201, back.text
    assert (back.json()["status"], back.json()["stage"]) == ("submitted", 1)
    assert {d["voided_by"]["cause"] for d in back.json()["decisions"]} == {"returned_to_stage"}
    assert [stage["state"] for stage in back.json()["route"]] == ["waiting", "ahead", "ahead"]
    assert (again.json()["stage"], onward.json()["stage"]) == (2, 3)


@pytest.mark.parametrize("to", [1, 2, 9])
async def test_a_return_goes_to_no_stage_that_is_not_before(client_for, submitted, to):
    request = await submitted()

    refused = await decide(
        client_for(Role.COMMITTEE), request, decision="return", to_stage=to, reason="Telaah lagi."
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "back-to-nowhere")


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"decision": "return", "reason": "x", "reason_code": "family"}, "/reason_code"),
        ({"decision": "return", "reason": "x", "reason_code": None}, "/reason_code"),
        ({"decision": "approve", "reason_code": "incomplete"}, "/reason_code"),
        ({"decision": "abstain"}, "/reason"),
        ({"decision": "reject", "reason": "x", "to_stage": 1}, "/to_stage"),
    ],
    ids=["alien code", "no code", "code of a no", "abstaining unsaid", "rejected to a stage"],
)
async def test_reasons_fit_the_decision(client_for, submitted, values, pointer):
    refused = await decide(client_for(Role.COMMITTEE), await submitted(), **values)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


async def test_who_abstains_approves_nothing_and_leaves_the_stage(client_for, submitted):
    request = await submitted()
    partial = client_for(Role.COMMITTEE)

    out = await decide(partial, request, decision="abstain", **WHY)
    again = await decide(partial, request)
    other = await decide(client_for(Role.COMMITTEE), request)

    assert (out.json()["stage"], out.json()["route"][0]["approvals"]) == (1, 0)
    assert again.json()["code"] == "already-decided"
    assert other.json()["stage"] == 2


async def test_a_stage_of_all_waits_for_all_who_did_not_abstain(client_for, submitted, routed):
    routed(workflow.Stage("committee", workflow.Rule.ALL), workflow.Stage("ppk"))
    request = await submitted()
    everybody = [client_for(Role.COMMITTEE) for _ in range(EACH)]

    for one in everybody[:-1]:
        answer = await decide(one, request)
    last = await decide(everybody[-1], request, decision="abstain", **WHY)

    assert answer.json()["stage"] == 1
    assert last.json()["stage"] == 2


async def test_where_all_abstain_the_stage_never_passes(client_for, submitted, routed):
    routed(workflow.Stage("committee"), workflow.Stage("ppk"))
    request = await submitted()

    for _ in range(EACH):
        answer = await decide(client_for(Role.COMMITTEE), request, decision="abstain", **WHY)
    withdrawn = await client_for(Role.ANALYST).post(f"{URL}/{request['id']}/withdrawal")

    assert (answer.json()["stage"], answer.json()["status"]) == (1, "submitted")
    assert answer.json()["route"][0]["blocked"]
    assert withdrawn.json()["status"] == "returned"
    assert withdrawn.json()["change"]["cause"] == "withdrawn"
    assert all(decision["voided_at"] for decision in withdrawn.json()["decisions"])


async def test_who_came_after_the_submission_was_not_named(client_for, submitted, agency, known):
    request = await submitted()
    late = await known(an_actor(Role.COMMITTEE, agency.id))
    nobody = an_actor(Role.COMMITTEE, agency.id)

    for actor in (late, nobody):
        refused = await decide(client_for(None, actor=actor), request)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-named")


def membership(agency, subject, role, employee_id=None):
    issuer = "https://masuk.example.go.id"
    return Membership(
        id=uuid4(),
        issuer=issuer,
        subject=subject,
        actor_id=person_id(issuer, subject),
        name=f"Orang {subject}",
        roles=[role],
        agency_id=agency.id,
        employee_id=employee_id,
        valid_from=date(2026, 1, 1),
    )


async def test_nobody_decides_twice_by_having_two_accounts(client_for, pool, save, agency):
    unit = a_unit(agency)
    person = an_employee(unit)
    both = [membership(agency, role, role, person.id) for role in ("committee", "pyb")]
    await save(unit, person, *both)
    analyst = client_for(Role.ANALYST)
    draft = await analyst.post(URL, json={"kind": "talent_pool", "subject_id": str(pool.id)})
    request = (await analyst.post(f"{URL}/{draft.json()['id']}/submission")).json()
    first, second = (
        client_for(None, actor=an_actor(Role(one.roles[0]), agency.id, id=one.actor_id))
        for one in both
    )

    passed = await decide(first, request)
    refused = await decide(second, request)

    assert passed.json()["stage"] == 2
    assert (refused.status_code, refused.json()["code"]) == (409, "already-decided")
    named = {person["name"] for person in request["route"][0]["people"]}
    assert "Orang committee" in named


async def test_who_asked_does_not_decide_by_another_account(client_for, pool, save, agency):
    unit = a_unit(agency)
    person = an_employee(unit)
    asks, decides = (membership(agency, role, role, person.id) for role in ("analyst", "committee"))
    await save(unit, person, asks, decides)
    analyst = client_for(None, actor=an_actor(Role.ANALYST, agency.id, id=asks.actor_id))
    draft = await analyst.post(URL, json={"kind": "talent_pool", "subject_id": str(pool.id)})
    request = (await analyst.post(f"{URL}/{draft.json()['id']}/submission")).json()
    committee = client_for(None, actor=an_actor(Role.COMMITTEE, agency.id, id=decides.actor_id))

    refused = await decide(committee, request)

    assert refused.json()["code"] == "requester-never-decides"
    assert "Orang committee" not in {one["name"] for one in request["route"][0]["people"]}


async def test_the_last_editor_is_never_the_only_one_who_approves(
    client_for, submitted, routed, cast, execute, pool
):
    routed(workflow.Stage("committee"))
    [editor, *_] = cast[Role.COMMITTEE, pool.agency_id]
    await execute(
        """insert into talent_pool_members
             (agency_id, pool_id, employee_id, origin, reason, added_by)
           select agency_id, :pool, employee_id, 'nomination', 'Usul', :by
           from talent_map_placements where place = 2""",
        by=editor.id,
        pool=pool.id,
    )
    request = await submitted()
    client = client_for(None, actor=an_actor(Role.COMMITTEE, pool.agency_id, id=editor.id))

    refused = await decide(client, request)
    client_for(Role.COMMITTEE)  # is the editor
    other = await decide(client_for(Role.COMMITTEE), request)

    assert (refused.status_code, refused.json()["code"]) == (409, "last-editor-alone")
    assert other.json()["status"] == "approved"


async def test_who_has_a_relation_to_somebody_in_the_content_only_abstains(client_for, submitted):
    request = await submitted()
    [member, *_] = request["content"]["pool"]["members"]
    partial = client_for(Role.COMMITTEE)
    relation = {"employee_id": member["employee_id"], "kind": "family", "since": "2026-01-01"}
    relation["reason"] = "Adik kandung."
    declared = await partial.post("/v1/conflicts", json=relation)

    refused = await decide(partial, request)
    out = await decide(partial, request, decision="abstain", **WHY)
    other = await decide(client_for(Role.COMMITTEE), request)

    assert declared.status_code == 201, declared.text
    assert (refused.status_code, refused.json()["code"]) == (403, "has-conflict")
    assert out.status_code == 201
    assert other.json()["stage"] == 2


async def test_many_decisions_each_have_a_verdict(client_for, submitted):
    request = await submitted()
    good = decision_on(request) | {"request_id": request["id"]}
    unknown = good | {"request_id": str(uuid4())}
    stale = good | {"content_sha256": "0" * 64}
    committee = client_for(Role.COMMITTEE)

    answer = await committee.post(
        "/v1/approval-decisions", json={"items": [stale, good, unknown, good]}
    )

    assert answer.status_code == 200, answer.text
    assert [(one["status"], one["code"]) for one in answer.json()["items"]] == [
        (409, "content-changed"),
        (201, None),
        (404, "approval-request-unknown"),
        (409, "already-decided"),
    ]
    seen = await committee.get(f"{URL}/{request['id']}")
    assert (seen.json()["stage"], len(seen.json()["decisions"])) == (2, 1)
