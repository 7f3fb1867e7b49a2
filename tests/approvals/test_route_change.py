"""Routes as data: changed by an approval, frozen with a round, previewed with people and days."""

import pytest

from app.approvals import content, routes
from app.approvals.kinds.names import Kind
from app.approvals.kinds.registry import KINDS
from app.core import working_days
from app.core.identity import Role
from tests.approvals.conftest import EACH, URL, decide

SENIOR = {"pointer": "/pool/members", "is": "size_at_least", "value": 50}


def stage(role, **values):
    where = {"kanreg": "region", "bkn": "bkn"}.get(role, "agency")
    return {"name": f"Tahap {role}", "role": role, "where": where, **values}


def of_pools(*stages):
    return {"kind": "talent_pool", "stages": list(stages)}


TWO = of_pools(
    stage("committee", rule="count", needed=2, days=3),
    stage("pyb", condition=SENIOR),
    stage("ppk", days=2),
)


async def drafted(client_for, route=TWO):
    body = {"kind": "route_change", "route": route}
    return await client_for(Role.ANALYST).post(URL, json=body)


async def changed(client_for, route=TWO):
    draft = (await drafted(client_for, route)).json()
    request = (await client_for(Role.ANALYST).post(f"{URL}/{draft['id']}/submission")).json()
    for role in (Role.PYB, Role.PPK):
        answer = await decide(client_for(role), request)
        assert answer.status_code == 201, answer.text
    assert answer.json()["status"] == "approved"
    return answer.json()


async def test_a_route_comes_of_an_approved_request_and_is_taken_from_then_on(
    client_for, submitted
):
    analyst = client_for(Role.ANALYST)
    before = (await analyst.get("/v1/approval-routes/talent_pool")).json()

    approval = await changed(client_for)
    after = (await analyst.get("/v1/approval-routes/talent_pool")).json()
    request = await submitted()
    frozen = (await analyst.get(f"{URL}/{request['id']}/route")).json()

    assert (before["version"], before["request_id"]) == (0, None)
    assert approval["content"]["replaces"] == before["sha256"]
    assert approval["letter"]["number"].startswith("001/ALR/")
    assert (after["version"], after["request_id"]) == (1, approval["id"])
    said = {"kind": after["kind"], "stages": after["stages"]}
    assert content.sha256(content.canonical(said)) == after["sha256"]
    assert (frozen["frozen"], frozen["version"], frozen["sha256"]) == (True, 1, after["sha256"])
    assert [(one["role"], one["state"]) for one in request["route"]] == [
        ("committee", "waiting"),
        ("pyb", "skipped"),
        ("ppk", "ahead"),
    ]


async def test_a_skipped_stage_is_passed_over(client_for, submitted):
    await changed(client_for)
    request = await submitted()

    for role in (Role.COMMITTEE, Role.COMMITTEE, Role.PPK):
        answer = await decide(client_for(role), request)
    assert answer.json()["status"] == "approved", answer.text
    assert [one["state"] for one in answer.json()["route"]] == ["passed", "skipped", "passed"]


async def test_a_frozen_route_outlives_the_next_version(client_for, submitted):
    request = await submitted()
    seen = (await client_for(Role.PPK).get(f"{URL}/{request['id']}/route")).json()

    await changed(client_for)
    still = (await client_for(Role.PPK).get(f"{URL}/{request['id']}/route")).json()

    assert still["sha256"] == seen["sha256"]
    assert [one["role"] for one in still["stages"]] == ["committee", "pyb", "ppk"]


async def test_the_preview_names_people_and_working_days(client_for, pool, cast, agency):
    await changed(client_for)
    analyst = client_for(Role.ANALYST)
    draft = await analyst.post(URL, json={"kind": "talent_pool", "subject_id": str(pool.id)})

    preview = (await analyst.get(f"{URL}/{draft.json()['id']}/route")).json()

    first, second, third = preview["stages"]
    assert preview["frozen"] is False
    assert {one["id"] for one in first["people"]} == {
        str(one.id) for one in cast[Role.COMMITTEE, agency.id]
    }
    assert (second["state"], second["due_on"]) == ("skipped", None)
    days = working_days.between(*map(_day, (first["due_on"], third["due_on"])))
    assert days == 2
    assert not any(one["unstaffed"] for one in preview["stages"])


def _day(iso):
    return working_days.date.fromisoformat(iso)


async def test_the_preview_says_where_people_are_missing(client_for, pool):
    await changed(
        client_for, of_pools(stage("committee", rule="count", needed=EACH + 1), stage("ppk"))
    )
    analyst = client_for(Role.ANALYST)
    draft = await analyst.post(URL, json={"kind": "talent_pool", "subject_id": str(pool.id)})

    preview = (await analyst.get(f"{URL}/{draft.json()['id']}/route")).json()

    assert [one["unstaffed"] for one in preview["stages"]] == [True, False]


@pytest.mark.parametrize(
    ("route", "pointer", "code"),
    [
        (of_pools(stage("committee")), "/route/stages", "role-stays"),
        (of_pools(stage("ppk", condition=SENIOR)), "/route/stages", "last-word-stays"),
        (of_pools(stage("ppk"), stage("pyb")), "/route/stages", "last-word-stays"),
        (of_pools(stage("ppk", needed=2)), "/route/stages/0/needed", "needed-with-count"),
        (of_pools(stage("ppk", where="bkn")), "/route/stages/0/where", "role-not-there"),
        (
            of_pools(stage("pyb", condition={**SENIOR, "is": "?"}), stage("ppk")),
            "/route/stages/0/condition/is",
            "operator-unknown",
        ),
        (
            {"kind": "implementation", "stages": [stage("bkn")]},
            "/route/stages",
            "role-stays",
        ),
        ({"kind": "talent_pool", "stages": []}, "/route/stages", "too-short"),
        (of_pools(stage("asn")), "/route/stages/0/role", "enum"),
    ],
    ids=[
        "law's role gone", "last word conditional", "last word elsewhere", "needed without count",
        "ppk in bkn", "no such operator", "without kanreg", "no stages", "no such role",
    ],
)  # fmt: skip
async def test_a_faulty_route_is_refused_at_the_fault(client_for, route, pointer, code):
    refused = await drafted(client_for, route)

    assert refused.status_code == 422
    found = {(error["pointer"], error["code"]) for error in refused.json()["errors"]}
    assert pointer in {where for where, _ in found}
    assert code in {what for _, what in found} or code in {"too-short", "enum"}


async def test_no_route_without_an_approval(client_for, execute, agency):
    request = (await drafted(client_for)).json()
    sql = """insert into approval_routes (agency_id, kind, version, document, request_id)
             select agency_id, 'talent_pool', 1, content::jsonb ->> 'route', id
             from approval_requests where id = :id"""

    with pytest.raises(Exception, match="a route comes of an approved request"):
        await execute(sql, id=request["id"])
    assert agency


@pytest.mark.parametrize("kind", Kind)
def test_the_route_of_a_kind_is_one_that_an_agency_could_approve(kind):
    declared = KINDS[kind]
    said = routes.document(kind, declared.route)

    assert routes.wrong_with(said["stages"], declared.keeps, declared.route[-1].role) == []
    assert routes.read(said) == declared.route
