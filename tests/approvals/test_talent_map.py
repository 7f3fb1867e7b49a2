"""A talent map by HTTP: fixed as it stands, void once a calibration closes on it."""

from datetime import date
from uuid import uuid4

import pytest

from app.audit import service as audit
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.organisation.models import Agency
from app.talent_maps.models import State, Step, TalentMap
from tests.approvals.asking import approved, drafted, seen, sent, words_of
from tests.approvals.conftest import decide, world
from tests.calibrations.conftest import body, panel

__all__ = ["body", "panel"]


async def map_of(client_for, map_id):
    return (await client_for(Role.ANALYST).get(f"/v1/talent-maps/{map_id}")).json()


async def test_three_approvals_fix_the_map_and_issue_its_letter(client_for, pool):
    before = await map_of(client_for, pool.map_id)
    request = await sent(client_for, "talent_map", pool.map_id)

    final = await approved(client_for, request)
    after = await map_of(client_for, pool.map_id)
    listed = (await client_for(Role.AUDITOR).get("/v1/talent-maps")).json()["items"]

    assert [stage["role"] for stage in final["route"]] == ["committee", "pyb", "ppk"]
    assert final["letter"]["number"].startswith("001/PTL/PROV-UJI/")
    assert before["approved_request_id"] is None
    assert after["approved_request_id"] == request["id"]
    assert [one["approved_request_id"] for one in listed] == [request["id"]]
    words = await words_of(client_for, request)
    assert "2 orang (kotak 9: 2" in words
    assert "Contoh 1" not in words


async def test_the_content_says_what_makes_the_map_recomputable(client_for, pool):
    draft = (await drafted(client_for, "talent_map", pool.map_id)).json()

    said = draft["content"]["map"]
    assert said["id"] == draft["subject_id"] == str(pool.map_id)
    assert said["known_at"] == "2026-01-02T00:00:00.000000Z"
    assert said["scheme_sha256"]
    assert (said["population"], said["boxes"]["9"], said["calibrations"]) == (2, 2, [])
    assert "members" not in str(draft["content"])


async def test_a_computed_map_is_bound_by_the_hash_of_its_placements(client_for, pool, sessions):
    async with transaction(sessions, SYSTEM) as session:
        kind, where = "talent_map.calculated", pool.agency_id
        await audit.record(
            session, SYSTEM, kind, pool.map_id, agency_id=where, placements_sha256="abc"
        )

    draft = (await drafted(client_for, "talent_map", pool.map_id)).json()

    assert draft["content"]["map"]["placements_sha256"] == "abc"


async def test_a_calibration_that_closes_voids_the_approval(client_for, panel):
    request = await sent(client_for, "talent_map", panel.body.map_id)
    final = await approved(client_for, request)

    await panel.closed(await panel.called())
    void = await seen(client_for, request)
    code = final["letter"]["verify_code"]
    verification = (await client_for(None).get(f"/verify/{code}")).json()
    again = await sent(client_for, "talent_map", panel.body.map_id)

    assert void["status"] == "void"
    assert void["change"] == {"cause": "talent_map_calibrated", "before": "0", "after": "1"}
    [change] = void["changes"]
    assert (change["pointer"].split("=")[0], change["kind"]) == ("/map/calibrations/id", "added")
    assert verification["status"] == "void"
    assert (await map_of(client_for, panel.body.map_id))["approved_request_id"] is None
    assert again["content"]["map"]["calibrations"][0]["register_sha256"]


async def test_a_calibration_that_closes_while_it_is_decided_sends_it_back(client_for, panel):
    request = await sent(client_for, "talent_map", panel.body.map_id)
    await decide(client_for(Role.COMMITTEE), request)

    await panel.closed(await panel.called())
    refused = await decide(client_for(Role.PYB), request)

    assert (refused.status_code, refused.json()["code"]) == (409, "content-changed")
    assert refused.json()["state"] == "returned"


async def test_whoever_closed_the_last_calibration_is_the_last_editor(client_for, panel, execute):
    await panel.closed(await panel.called())
    request = await sent(client_for, "talent_map", panel.body.map_id)

    [(editor,)] = await execute(
        "select last_editor from approval_rounds where request_id = :id", id=request["id"]
    )

    assert editor == panel.owner.id


async def test_a_rejected_map_is_not_approved_and_may_be_asked_about_again(client_for, pool):
    request = await sent(client_for, "talent_map", pool.map_id)

    rejected = await decide(
        client_for(Role.COMMITTEE), request, decision="reject", reason="Skema belum berlaku."
    )
    again = await drafted(client_for, "talent_map", pool.map_id)

    assert (rejected.status_code, rejected.json()["status"]) == (201, "rejected")
    assert (await map_of(client_for, pool.map_id))["approved_request_id"] is None
    assert again.status_code == 201


async def test_an_approved_map_is_not_asked_about_again(client_for, pool):
    await approved(client_for, await sent(client_for, "talent_map", pool.map_id))

    refused = await drafted(client_for, "talent_map", pool.map_id)

    assert (refused.status_code, refused.json()["code"]) == (409, "already-requested")


async def test_what_is_no_finished_map_of_the_agency_is_unknown(client_for, pool, save):
    unfinished = TalentMap(
        id=uuid4(),
        agency_id=pool.agency_id,
        name="Belum selesai",
        scheme_id=(await map_scheme(client_for, pool)),
        as_of=date(2026, 1, 1),
        numbers=[1, 3, 6, 2, 5, 8, 4, 7, 9],
        state=State.QUEUED,
        step=Step.WAITING,
        progress=0,
        created_by=uuid4(),
    )
    await save(unfinished)
    other = Agency(id=uuid4(), code="LAIN", name="Pemerintah Kabupaten Lain")
    theirs = world(other.id)
    await save(other, *theirs)
    [foreign] = [model.id for model in theirs if isinstance(model, TalentMap)]

    for subject in (uuid4(), pool.id, unfinished.id, foreign):
        refused = await drafted(client_for, "talent_map", subject)
        assert refused.status_code == 422, refused.text
        [fault] = refused.json()["errors"]
        assert (fault["pointer"], fault["code"]) == ("/subject_id", "subject-unknown")


async def map_scheme(client_for, pool):
    name = (await map_of(client_for, pool.map_id))["scheme"].partition("@")[0]
    schemes = (await client_for(Role.ANALYST).get(f"/v1/scoring-schemes?code={name}")).json()
    return schemes["items"][0]["id"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST}))
async def test_only_an_analyst_asks_for_a_map(client_for, pool, role):
    body = {"kind": "talent_map", "subject_id": str(pool.map_id)}
    refused = await client_for(role).post("/v1/approval-requests", json=body)

    assert (refused.status_code, refused.json()["code"]) == (403, "may-not-request")
