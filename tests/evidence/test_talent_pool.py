"""The bundle of a pool: that nobody is in it without right, and nobody was left out."""

import json

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.verifier.bundle import verify
from tests.evidence.conftest import PURPOSE, files_of, repacked, taken
from tests.verifier.bundles import ndjson, read

POOL = {
    "name": "KRS 2026",
    "legal_basis": "Keputusan Gubernur 12/2026",
    "valid_from": "2026-02-01",
    "expires_on": "2127-02-01",
    "boxes": [5, 7, 8, 9],
}
RULE = {"minimum_value": "60", "cohorts": [1, 2], "limit": 8}


@pytest.fixture
async def pool(client_for, mapped):
    """A pool of the best by a rule; one taken out, another brought in, each with a reason."""
    talent_map = await mapped(people=200)
    client = client_for(Role.ANALYST)
    body = {**POOL, "map_id": str(talent_map.id), "rule": RULE}
    made = await client.post("/v1/talent-pools", json=body)
    assert made.status_code == 201, made.text
    where = f"/v1/talent-pools/{made.json()['id']}"
    members = (await client.get(f"{where}/members")).json()["items"]
    reason = {"reason": "Mengundurkan diri"}
    gone = await client.request(
        "DELETE", f"{where}/members/{members[2]['employee_id']}", params=reason
    )
    assert gone.status_code == 204, gone.text
    inside = {member["employee_id"] for member in members}
    placements = (await client.get(f"/v1/talent-maps/{talent_map.id}/placements")).json()["items"]
    other = next(
        one["employee_id"]
        for one in placements
        if one["box"] in POOL["boxes"] and one["employee_id"] not in inside
    )
    body = {"employee_id": other, "reason": "Pengalaman lintas instansi"}
    added = await client.post(f"{where}/members", json=body)
    assert added.status_code == 201, added.text
    return where


async def test_a_pool_is_verified_with_the_map_behind_it(client_for, pool):
    bundle = await taken(client_for(Role.AUDITOR), pool)
    report = verify(bundle)

    assert report.findings == []
    assert any("members" in one for one in report.checked)
    files = files_of(bundle)
    members = read(files["members.ndjson"])
    page = files["index.html"].decode()
    assert all(member["employee_id"] in page for member in members)
    assert "Pengalaman lintas instansi" in page
    assert {member["origin"] for member in members} == {"rule", "nomination"}


async def test_attacks_on_a_pool_are_named(client_for, pool):
    files = files_of(await taken(client_for(Role.AUDITOR), pool))
    members = read(files["members.ndjson"])
    results = read(files["results.ndjson"])
    left_out = next(one for one in members if one["origin"] == "rule")
    outsider = next(one for one in results if one["box"] not in (5, 7, 8, 9))
    about = json.loads(files["pool.json"])
    stranger = {**members[0], "employee_id": "00000000-0000-0000-0000-00000000dead"}
    attacks = {
        "member-missing": [one for one in members if one != left_out],
        "member-unentitled": [*members, {**members[-1], "employee_id": outsider["employee_id"]}],
        "person-added": [*members, stranger],
        "person-twice": [*members, members[-1]],
        "order-differs": [members[-1], *members[:-1]],
        "member-differs": [{**one, "value": "99.9999"} for one in members],
        "reason-missing": [{**one, "reason": None} for one in members],
    }
    found = {
        code: verify(repacked({**files, "members.ndjson": ndjson(lines)})).codes()
        for code, lines in attacks.items()
    }
    loosened = json.dumps({**about, "rule": {**about["rule"], "limit": None}}).encode()

    assert {code: code in codes for code, codes in found.items()} == dict.fromkeys(attacks, True)
    assert "member-missing" in verify(repacked({**files, "pool.json": loosened})).codes()
    elsewhere = json.dumps({**about, "map_id": about["id"]}).encode()
    assert "pool-differs" in verify(repacked({**files, "pool.json": elsewhere})).codes()


async def test_a_pool_that_changes_meanwhile_is_asked_for_again(
    client_for, pool, sessions, monkeypatch
):
    from app.evidence import records  # noqa: PLC0415 - what is slowed down

    real = records.members

    async def slowly(db, pool_id, map_id):
        async for part in real(db, pool_id, map_id):
            yield part
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(text("update talent_pools set name = name || '!'"))

    monkeypatch.setattr(records, "members", slowly)

    answer = await client_for(Role.AUDITOR).get(f"{pool}/evidence.zip", params=PURPOSE)

    assert answer.status_code == 409
    assert answer.json()["code"] == "evidence-subject-changed"


async def test_who_may_take_a_pool(client_for, pool):
    answers = {
        role: (await client_for(role).get(f"{pool}/evidence.zip", params=PURPOSE)).status_code
        for role in (Role.PPK, Role.SIMPEG, Role.PYB, Role.BKN, Role.ADMIN, Role.ASN)
    }

    assert list(answers.values()) == [200, 403, 403, 404, 404, 404]
