"""The bundle of a decision: contents, votes, reasons, letter; and the attacks on it."""

import copy
import json

import pytest
import rfc8785

from app.core.identity import Role
from app.verifier.bundle import verify
from tests.approvals.asking import approved, sent
from tests.approvals.conftest import URL, cast, client_for, decide
from tests.approvals.test_implementation import submitted
from tests.evidence.conftest import PURPOSE, files_of, repacked, taken
from tests.evidence.test_talent_pool import POOL

__all__ = ["cast", "client_for"]


@pytest.fixture
async def request_address(client_for, mapped):
    """A pool's request: returned once, submitted again, approved by all, its letter issued."""
    talent_map = await mapped(people=150)
    analyst = client_for(Role.ANALYST)
    made = await analyst.post("/v1/talent-pools", json={**POOL, "map_id": str(talent_map.id)})
    draft = {"kind": "talent_pool", "subject_id": made.json()["id"]}
    where = f"{URL}/{(await analyst.post(URL, json=draft)).json()['id']}"
    request = (await analyst.post(f"{where}/submission")).json()
    back = await decide(
        client_for(Role.COMMITTEE), request, decision="return", reason="Lengkapi dasar hukum"
    )
    assert back.status_code == 201, back.text
    request = (await analyst.post(f"{where}/submission")).json()
    for role in (Role.COMMITTEE, Role.PYB, Role.PPK):
        answer = await decide(client_for(role), request)
        assert answer.status_code == 201, answer.text
    return where


async def test_a_decision_is_verified_down_to_the_records(client_for, request_address):
    bundle = await taken(client_for(Role.AUDITOR), request_address)
    report = verify(bundle)

    assert report.findings == []
    assert any("2 rounds and 4 decisions" in one for one in report.checked)
    assert any("people recomputed" in one for one in report.checked)
    files = files_of(bundle)
    assert files["letter.pdf"].startswith(b"%PDF")
    assert b"Lengkapi dasar hukum" in files["index.html"]


async def test_a_map_that_was_decided_on_is_verified_down_to_the_records(client_for, mapped):
    talent_map = await mapped(people=150)
    request = await approved(client_for, await sent(client_for, "talent_map", talent_map.id))

    bundle = await taken(client_for(Role.AUDITOR), f"{URL}/{request['id']}")
    files = files_of(bundle)
    content = json.loads(files["content.json"])
    content["map"]["boxes"]["9"] += 1
    report = verify(bundle)
    attacked = verify(repacked(files | {"content.json": rfc8785.dumps(content)}))

    assert report.findings == []
    assert any("people recomputed" in one for one in report.checked)
    assert ("content-differs", "map.json") in {(one.code, one.where) for one in attacked.findings}


async def test_attacks_on_a_decision_are_named(client_for, request_address):
    files = files_of(await taken(client_for(Role.AUDITOR), request_address))
    request = json.loads(files["request.json"])
    decisions = json.loads(files["decisions.json"])
    content = json.loads(files["rounds/2.json"])

    def rounds(change):
        changed = copy.deepcopy(decisions)
        change(changed["rounds"])
        return {"decisions.json": rfc8785.dumps(changed)}

    def moved(rounds):
        rounds[1]["decisions"][1]["actor"] = rounds[1]["decisions"][0]["actor"]

    def by_author(rounds):
        rounds[1]["decisions"][2]["actor"]["id"] = request["authors"][0]

    def other_content(rounds):
        rounds[1]["decisions"][0]["content_sha256"] = "0" * 64

    def without_reason(rounds):
        rounds[0]["decisions"][0]["reason"] = None

    def fewer(rounds):
        del rounds[1]["decisions"][2]

    def other_role(rounds):
        rounds[1]["decisions"][0]["role"] = "ppk"

    fewer_members = copy.deepcopy(content)
    fewer_members["pool"]["members"].pop(0)
    better = copy.deepcopy(content)
    better["pool"]["members"][-1]["value"] = "99.0000"
    attacks = {
        "decided-twice": rounds(moved),
        "decided-by-requester": rounds(by_author),
        "decision-on-other-content": rounds(other_content),
        "reason-missing": rounds(without_reason),
        "stage-not-passed": rounds(fewer),
        "role-differs": rounds(other_role),
        "content-differs": {"rounds/2.json": rfc8785.dumps(fewer_members)},
        "member-differs": {"content.json": rfc8785.dumps(better)},
        "content-not-canonical": {"content.json": json.dumps(content, indent=1).encode()},
        "letter-differs": {"letter.pdf": files["letter.pdf"] + b"\n"},
    }
    found = {code: verify(repacked({**files, **one})).codes() for code, one in attacks.items()}
    silent = {name: one for name, one in files.items() if name != "letter.pdf"}

    assert {code: code in codes for code, codes in found.items()} == dict.fromkeys(attacks, True)
    assert "file-missing" in verify(repacked(silent)).codes()


async def test_a_voice_that_was_given_twice_is_named(client_for, request_address):
    files = files_of(await taken(client_for(Role.AUDITOR), request_address))
    decisions = json.loads(files["decisions.json"])
    first, second, _ = decisions["rounds"][1]["decisions"]
    second["voice_id"] = first["person_id"]
    second["on_behalf_of"] = first["actor"]
    forged = {**files, "decisions.json": rfc8785.dumps(decisions)}

    assert "decided-twice" in verify(repacked(forged)).codes()


async def test_what_was_sent_to_bkn_can_be_taken_by_bkn(client_for):
    request = await submitted(client_for)
    where = f"{URL}/{request['id']}"

    bundle = await taken(client_for(Role.BKN, agency_id=None), where)
    kanreg = await client_for(Role.KANREG, agency_id=None).get(
        f"{where}/evidence.zip", params=PURPOSE
    )

    assert verify(bundle).findings == []
    assert "inputs.ndjson" not in files_of(bundle)
    assert kanreg.status_code == 403


async def test_a_draft_is_not_seen_by_bkn(client_for):
    body = {"kind": "implementation", "checklist": []}
    draft = (await client_for(Role.ANALYST).post(URL, json=body)).json()

    answer = await client_for(Role.BKN, agency_id=None).get(
        f"{URL}/{draft['id']}/evidence.zip", params=PURPOSE
    )

    assert answer.status_code == 404
