"""A succession pool by HTTP: the analyst asks; committee, PyB and PPK decide."""

import io
from uuid import uuid4

import pypdf
import pytest

from app.core.identity import Role
from tests.approvals.conftest import URL, decide
from tests.conftest import OVERWRITE, an_actor

CHANGE = {
    "a member leaves": "delete from talent_pool_members where pool_id = :pool",
    "the name changes": "update talent_pools set name = 'Lain' where id = :pool",
    "the boxes change": "update talent_pools set boxes = '{8,9}' where id = :pool",
}


async def approved(client_for, request):
    for role in (Role.COMMITTEE, Role.PYB, Role.PPK):
        answer = await decide(client_for(role), request)
        assert answer.status_code == 201, answer.text
    return answer.json()


async def test_three_approvals_fix_the_pool_and_issue_its_letter(
    client_for, submitted, pool, execute
):
    request = await submitted()

    final = await approved(client_for, request)
    letter = await client_for(Role.SIMPEG).get(f"{URL}/{request['id']}/letter.pdf")

    assert final["status"] == "approved"
    assert [stage["state"] for stage in final["route"]] == ["passed"] * 3
    assert final["letter"]["number"].startswith("001/KRS/PROV-UJI/")
    words = pypdf.PdfReader(io.BytesIO(letter.content)).pages[0].extract_text()
    assert "Kelompok Rencana Suksesi Administrator 2026" in " ".join(words.split())
    assert "Contoh 1" not in words
    [(status, by)] = await execute(
        "select status, approved_request_id from talent_pools where id = :pool", pool=pool.id
    )
    assert (status, str(by)) == ("approved", request["id"])


async def test_the_route_is_previewed_before_submission(client_for, pool):
    draft = await client_for(Role.ANALYST).post(
        URL, json={"kind": "talent_pool", "subject_id": str(pool.id)}
    )

    assert [stage["role"] for stage in draft.json()["route"]] == ["committee", "pyb", "ppk"]
    assert draft.json()["status"] == "draft"
    assert draft.json()["content"]["pool"]["members"][0]["value"] == "89.0000"


@pytest.mark.parametrize("change", CHANGE.values(), ids=CHANGE)
async def test_a_change_of_the_pool_voids_its_decisions_and_says_what_changed(
    client_for, submitted, pool, execute, change
):
    request = await submitted()
    committee, pyb = client_for(Role.COMMITTEE), client_for(Role.PYB)
    await decide(committee, request)

    await execute(change, pool=pool.id)
    refused = await decide(pyb, request)
    again = await decide(committee, request)
    fallen = (await pyb.get(f"{URL}/{request['id']}")).json()

    for answer in (refused, again):
        assert answer.status_code == 409
        assert answer.json()["code"] == "content-changed"
        assert answer.json()["state"] == "returned"
        assert answer.json()["changes"]
    assert fallen["status"] == "returned"
    assert fallen["change"]["cause"] == "talent_pool_revised"
    assert fallen["decisions"][0]["voided_by"] == fallen["change"]
    assert fallen["changes"] == refused.json()["changes"]


async def test_what_changed_is_said_by_member(client_for, submitted, pool, execute):
    request = await submitted()
    gone = request["content"]["pool"]["members"][0]

    await execute("delete from talent_pool_members where pool_id = :pool", pool=pool.id)
    fallen = (await client_for(Role.PPK).get(f"{URL}/{request['id']}")).json()

    assert fallen["changes"] == [
        {
            "pointer": f"/pool/members/employee_id={gone['employee_id']}",
            "kind": "removed",
            "before": gone,
            "after": None,
        }
    ]


async def test_a_change_after_approval_voids_the_letter(client_for, submitted, pool, execute):
    request = await submitted()
    final = await approved(client_for, request)
    code = final["letter"]["verify_code"]

    await execute("delete from talent_pool_members where pool_id = :pool", pool=pool.id)
    void = (await client_for(Role.PPK).get(f"{URL}/{request['id']}")).json()
    letter = await client_for(Role.PPK).get(f"{URL}/{request['id']}/letter.pdf")
    verification = (await client_for(None).get(f"/verify/{code}")).json()
    [(status,)] = await execute("select status from talent_pools where id = :pool", pool=pool.id)

    assert void["status"] == "void"
    assert all(decision["voided_at"] for decision in void["decisions"])
    assert void["changes"]
    assert (letter.status_code, letter.json()["code"]) == (409, "letter-void")
    assert verification["status"] == "void"
    assert status == "draft"


async def test_a_void_request_makes_way_for_a_new_one(client_for, submitted, pool, execute):
    await approved(client_for, await submitted())
    taken = await client_for(Role.ANALYST).post(
        URL, json={"kind": "talent_pool", "subject_id": str(pool.id)}
    )

    await execute("update talent_pools set name = 'Lain' where id = :pool", pool=pool.id)
    final = await approved(client_for, await submitted())

    assert taken.status_code == 409
    assert final["status"] == "approved"
    assert final["letter"]["number"].startswith("002/KRS/")


async def test_a_changed_request_goes_round_again(client_for, submitted, pool, execute):
    request = await submitted()
    committee = client_for(Role.COMMITTEE)
    await decide(committee, request)
    await execute("update talent_pools set name = 'Lain' where id = :pool", pool=pool.id)

    again = (await client_for(Role.ANALYST).post(f"{URL}/{request['id']}/submission")).json()
    stale = await decide(committee, request)
    fresh = await decide(committee, again)

    assert (again["round"], again["stage"], again["change"]) == (2, 1, None)
    assert again["title"].endswith("Lain")
    assert (stale.status_code, stale.json()["code"]) == (409, "content-changed")
    assert [change["pointer"] for change in stale.json()["changes"]] == ["/pool/name"]
    assert fresh.status_code == 201


async def test_who_asked_never_decides_whatever_roles_they_hold(client_for, pool, agency):
    everything = an_actor(
        Role.ANALYST, agency.id, roles=frozenset({Role.ANALYST, Role.COMMITTEE, Role.PPK})
    )
    client = client_for(None, actor=everything)
    draft = await client.post(URL, json={"kind": "talent_pool", "subject_id": str(pool.id)})
    request = (await client.post(f"{URL}/{draft.json()['id']}/submission")).json()

    refused = await decide(client, request)

    assert (refused.status_code, refused.json()["code"]) == (403, "requester-never-decides")


async def test_who_submits_for_another_does_not_decide_either(client_for, pool, agency):
    helper = an_actor(Role.ANALYST, agency.id, roles=frozenset({Role.ANALYST, Role.COMMITTEE}))
    draft = await client_for(Role.ANALYST).post(
        URL, json={"kind": "talent_pool", "subject_id": str(pool.id)}
    )
    client = client_for(None, actor=helper)
    request = (await client.post(f"{URL}/{draft.json()['id']}/submission")).json()

    refused = await decide(client, request)

    assert refused.json()["code"] == "requester-never-decides"


async def test_one_person_with_two_roles_decides_at_one_stage_only(
    client_for, submitted, agency, known
):
    both = an_actor(Role.PYB, agency.id, roles=frozenset({Role.COMMITTEE, Role.PYB}))
    client = client_for(None, actor=await known(both))
    request = await submitted()

    first = await decide(client, request)
    second = await decide(client, request)

    assert first.json()["stage"] == 2
    assert (second.status_code, second.json()["code"]) == (409, "already-decided")


async def test_the_content_of_a_pool_is_not_patched(client_for, submitted):
    request = await submitted()

    body = {"checklist": [], "content_sha256": request["content_sha256"]}
    refused = await client_for(Role.ANALYST).patch(
        f"{URL}/{request['id']}", json=body, headers=OVERWRITE
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "not-amendable")


async def test_a_stranger_and_bkn_find_no_pool_request(client_for, submitted):
    request = await submitted()
    stranger = client_for(Role.PPK, agency_id=uuid4())

    for client in (stranger, client_for(Role.BKN, agency_id=None)):
        seen = await client.get(f"{URL}/{request['id']}")
        decided = await decide(client, request)
        assert (seen.status_code, decided.status_code) == (404, 404)
        assert decided.json()["code"] == "approval-request-unknown"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST}))
async def test_only_an_analyst_asks_for_a_pool(client_for, pool, role):
    refused = await client_for(role).post(
        URL, json={"kind": "talent_pool", "subject_id": str(pool.id)}
    )

    assert (refused.status_code, refused.json()["code"]) == (403, "may-not-request")


async def test_a_draft_waits_for_nobody(client_for, pool):
    draft = await client_for(Role.ANALYST).post(
        URL, json={"kind": "talent_pool", "subject_id": str(pool.id)}
    )

    refused = await decide(client_for(Role.COMMITTEE), draft.json())

    assert (refused.status_code, refused.json()["code"]) == (409, "illegal-transition")
    assert refused.json()["state"] == "draft"


async def test_nothing_is_decided_after_the_last_approval(client_for, submitted):
    request = await submitted()
    await approved(client_for, request)

    late = await decide(client_for(Role.PPK), request, decision="reject", reason="Terlambat.")
    again = await client_for(Role.ANALYST).post(f"{URL}/{request['id']}/submission")

    assert (late.status_code, late.json()["code"]) == (409, "illegal-transition")
    assert (again.status_code, again.json()["code"]) == (409, "illegal-transition")


async def test_every_step_is_in_the_event_log(client_for, submitted, execute):
    request = await submitted()
    await approved(client_for, request)

    events = await execute(
        "select kind from audit_events where subject_id = :id order by id", id=request["id"]
    )

    assert [kind for (kind,) in events] == [
        "approval_request.drafted",
        "approval_request.submitted",
        *["approval_request.decided"] * 3,
        "approval_request.approved",
    ]
