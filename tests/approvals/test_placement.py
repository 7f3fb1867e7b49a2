"""A placement by HTTP: chosen by the PPK, approved by committee, PyB and PPK, then appointed."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.appointments.conftest import URL, WHY, body, office, relate
from tests.approvals.asking import approved, drafted, seen, sent, words_of
from tests.approvals.conftest import decide

__all__ = ["body", "office"]
DECREE = {"decree_no": "821.2/7", "decree_on": "2026-03-10", "effective_on": "2026-03-16"}


@pytest.fixture
async def chosen(office):
    """A proposal of three whose second was chosen, with the deviation signed."""
    proposal = await office.proposed()
    assert (await office.choose(proposal, "eight", WHY)).status_code == 200
    signed = await office.sign(proposal)
    assert signed.status_code == 200, signed.text
    return signed.json()


async def appoint(office, proposal):
    return await office.clients["analyst"].post(f"{URL}/{proposal['id']}/appointment", json=DECREE)


async def proposal_of(office, proposal):
    return (await office.clients["auditor"].get(f"{URL}/{proposal['id']}")).json()


async def test_an_approved_placement_is_appointed(client_for, office, chosen, execute):
    request = await sent(client_for, "placement", chosen["id"])
    early = await appoint(office, chosen)

    final = await approved(client_for, request)
    after = await proposal_of(office, chosen)
    appointed = await appoint(office, chosen)

    assert [stage["role"] for stage in final["route"]] == ["committee", "pyb", "ppk"]
    assert (early.status_code, early.json()["code"]) == (409, "placement-not-approved")
    assert early.json()["request_status"] == "submitted"
    assert chosen["approved_request_id"] is None
    assert after["approved_request_id"] == request["id"]
    assert (appointed.status_code, appointed.json()["state"]) == (200, "appointed")
    assert final["letter"]["number"].startswith("001/PNP/PROV-UJI/")
    words = await words_of(client_for, request)
    assert "3 dari 4 yang memenuhi syarat" in words
    assert "Orang Contoh" not in words
    assert (await seen(client_for, request))["status"] == "approved"
    [(count,)] = await execute(
        "select count(*) from audit_events where kind = 'placement_proposal.approved'"
        " and subject_id = :id",
        id=chosen["id"],
    )
    assert count == 1


async def test_the_content_names_post_ranking_names_and_deviation(client_for, office, chosen):
    said = (await drafted(client_for, "placement", chosen["id"])).json()["content"]["proposal"]

    assert said["position"]["name"] == chosen["position_name"]
    assert said["ranking_sha256"] == chosen["ranking_sha256"]
    names = [(one["place"], one["employee_id"], one["rank"]) for one in said["names"]]
    assert names == [
        (1, office.id_of("nine"), 1),
        (2, office.id_of("eight"), 2),
        (3, office.id_of("seven"), 4),
    ]
    assert said["choice"]["employee_id"] == office.id_of("eight")
    assert said["choice"]["deviation"]["reason_code"] == WHY["reason_code"]
    assert said["choice"]["deviation"]["signed_by"] == str(office.actors["pyb"].id)
    assert "nip" not in str(said)


async def test_without_a_request_a_placement_is_appointed_as_before(office, chosen):
    assert (await appoint(office, chosen)).status_code == 200


async def test_a_draft_holds_no_appointment_up(client_for, office, chosen):
    assert (await drafted(client_for, "placement", chosen["id"])).status_code == 201

    assert (await appoint(office, chosen)).status_code == 200


async def test_what_was_appointed_is_not_sent_for_approval_afterwards(client_for, office, chosen):
    draft = (await drafted(client_for, "placement", chosen["id"])).json()
    assert (await appoint(office, chosen)).status_code == 200

    refused = await client_for(Role.ANALYST).post(f"/v1/approval-requests/{draft['id']}/submission")

    assert (refused.status_code, refused.json()["code"]) == (409, "placement-appointed")
    assert (await seen(client_for, draft))["status"] == "draft"


async def test_a_rejected_placement_is_not_appointed_until_it_is_approved(
    client_for, office, chosen
):
    request = await sent(client_for, "placement", chosen["id"])
    rejected = await decide(
        client_for(Role.PYB), await at_pyb(client_for, request), decision="reject", reason="Tunda."
    )
    refused = await appoint(office, chosen)

    await approved(client_for, await sent(client_for, "placement", chosen["id"]))

    assert (rejected.status_code, rejected.json()["status"]) == (201, "rejected")
    assert (refused.status_code, refused.json()["code"]) == (409, "placement-not-approved")
    assert (await appoint(office, chosen)).status_code == 200


async def at_pyb(client_for, request):
    return (await decide(client_for(Role.COMMITTEE), request)).json()


async def test_a_withdrawal_voids_the_approval(client_for, office, chosen):
    request = await sent(client_for, "placement", chosen["id"])
    final = await approved(client_for, request)

    reason = {"reason": "Jabatan dihapus dalam penataan."}
    withdrawn = await office.clients["ppk"].post(f"{URL}/{chosen['id']}/withdrawal", json=reason)
    void = await seen(client_for, request)
    code = final["letter"]["verify_code"]
    verification = (await client_for(None).get(f"/verify/{code}")).json()

    assert withdrawn.status_code == 200, withdrawn.text
    assert withdrawn.json()["approved_request_id"] is None
    assert void["status"] == "void"
    assert void["change"]["cause"] == "placement_withdrawn"
    assert [change["pointer"] for change in void["changes"]] == ["/proposal/withdrawn"]
    assert verification["status"] == "void"


async def test_a_withdrawn_proposal_is_not_sent_again(client_for, office, chosen):
    request = await sent(client_for, "placement", chosen["id"])
    reason = {"reason": "Jabatan dihapus dalam penataan."}
    await office.clients["ppk"].post(f"{URL}/{chosen['id']}/withdrawal", json=reason)

    returned = await seen(client_for, request)
    again = await client_for(Role.ANALYST).post(f"/v1/approval-requests/{request['id']}/submission")

    assert returned["status"] == "returned"
    assert (again.status_code, again.json()["code"]) == (409, "placement-withdrawn")


async def test_whoever_is_related_to_a_name_only_abstains(client_for, office, chosen, known):
    # The PPK who chose is known to the installation, and turns out to be related to one of three.
    await known(office.actors["second ppk"])
    request = await sent(client_for, "placement", chosen["id"])
    for role in (Role.COMMITTEE, Role.PYB):
        await decide(client_for(role), request)
    await relate(office, "second ppk", "seven")
    related = office.clients["second ppk"]

    refused = await decide(related, request)
    abstained = await decide(related, request, decision="abstain", reason="Saudara kandung.")
    final = await decide(client_for(Role.PPK), request)

    assert (refused.status_code, refused.json()["code"]) == (403, "has-conflict"), refused.text
    assert abstained.status_code == 201, abstained.text
    assert final.json()["status"] == "approved"


async def test_whoever_chose_is_the_last_editor(client_for, office, chosen, execute):
    request = await sent(client_for, "placement", chosen["id"])

    [(editor,)] = await execute(
        "select last_editor from approval_rounds where request_id = :id", id=request["id"]
    )

    assert editor == office.actors["ppk"].id


async def test_what_is_no_proposal_with_a_choice_that_holds_is_unknown(client_for, office, chosen):
    waiting = await office.proposed()
    pending = await office.proposed()
    assert (await office.choose(pending, "eight", WHY)).status_code == 200
    stranger = client_for(Role.ANALYST, agency_id=uuid4())
    own = [
        await drafted(client_for, "placement", subject)
        for subject in (uuid4(), waiting["id"], pending["id"])
    ]
    body = {"kind": "placement", "subject_id": chosen["id"]}
    foreign = await stranger.post("/v1/approval-requests", json=body)

    for refused in (*own, foreign):
        assert refused.status_code == 422, refused.text
        [fault] = refused.json()["errors"]
        assert (fault["pointer"], fault["code"]) == ("/subject_id", "subject-unknown")


async def test_the_database_appoints_nobody_while_approval_is_awaited(client_for, chosen, sessions):
    await sent(client_for, "placement", chosen["id"])
    appointed = text("""
        update placement_proposals set state = 'appointed', appointed_at = now(),
          appointed_by = proposed_by, decree_no = '1', decree_on = '2026-03-10',
          effective_on = '2026-03-16' where id = :id""")

    with pytest.raises(DBAPIError, match="asked for, and was not given"):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(appointed, {"id": chosen["id"]})
