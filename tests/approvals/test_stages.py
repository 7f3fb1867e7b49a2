"""How many have to approve at a stage: so many, or everybody who held its role at submission."""

from dataclasses import replace

import pytest

from app.access.models import Client
from app.approvals import workflow
from app.approvals.kinds.names import Kind
from app.approvals.kinds.registry import KINDS
from app.core.identity import Role
from tests.approvals.conftest import EACH, URL, decide


@pytest.fixture
def routed(monkeypatch):
    """Let requests for pools take another route."""

    def take(*stages):
        declared = replace(KINDS[Kind.TALENT_POOL], route=stages)
        monkeypatch.setitem(KINDS, Kind.TALENT_POOL, declared)

    return take


async def test_a_stage_of_many_waits_for_as_many(client_for, submitted, routed):
    two = workflow.Stage("committee", workflow.Rule.COUNT, 2)
    routed(two, workflow.Stage("ppk"))
    request = await submitted()

    first = await decide(client_for(Role.COMMITTEE), request)
    early = await decide(client_for(Role.PPK), request)
    second = await decide(client_for(Role.COMMITTEE), request)

    assert (first.json()["stage"], first.json()["route"][0]["approvals"]) == (1, 1)
    assert early.status_code == 403
    assert second.json()["stage"] == 2


async def test_a_stage_of_all_waits_for_all_who_hold_the_role_when_it_is_submitted(
    client_for, submitted, routed, save, agency
):
    everybody = workflow.Stage("committee", workflow.Rule.ALL)
    routed(everybody)

    def member(n, *, active=True):
        return Client(
            name=f"Anggota {n}",
            roles=["committee"],
            agency_id=agency.id,
            active=active,
        )

    await save(member(1), member(2), member(3, active=False))
    request = await submitted()
    await save(member(4))
    answers = [await decide(client_for(Role.COMMITTEE), request) for _ in range(2)]

    assert request["route"][0]["needed"] == EACH + 2
    assert [answer.json()["route"][0]["approvals"] for answer in answers] == [1, 2]
    assert {answer.json()["status"] for answer in answers} == {"submitted"}


async def test_a_stage_is_not_entered_while_too_few_hold_the_role(client_for, pool, routed):
    routed(workflow.Stage("committee", workflow.Rule.COUNT, EACH + 1))
    analyst = client_for(Role.ANALYST)
    draft = await analyst.post(URL, json={"kind": "talent_pool", "subject_id": str(pool.id)})

    refused = await analyst.post(f"{URL}/{draft.json()['id']}/submission")

    assert (refused.status_code, refused.json()["code"]) == (409, "stage-unstaffed")
    assert refused.json()["needed"] == EACH + 1
