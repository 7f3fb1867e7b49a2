"""Two who choose or sign at the same time, with real commits and a pool approved by decisions."""

import asyncio

import pytest

from app.core.db import engine_for, sessions_of
from app.core.identity import Role
from app.core.migrating import SERVICE
from tests.appointments import conftest
from tests.appointments.conftest import WHY
from tests.approvals.test_implementation import decide
from tests.conftest import copied

pytestmark = pytest.mark.committed
REQUESTS = "/v1/approval-requests"


@pytest.fixture
async def sessions(postgres, template):
    """In place of the one rolled-back transaction: whatever stands on it commits."""
    async with copied(postgres, template) as name:
        engine = engine_for(postgres.url(SERVICE, name), size=10)
        yield sessions_of(engine)
        await engine.dispose()


@pytest.fixture(autouse=True)
def really_approved(client_for, monkeypatch):
    async def approve(_sessions, pool_id):
        analyst = client_for(Role.ANALYST)
        asked = {"kind": "talent_pool", "subject_id": pool_id}
        request = (await analyst.post(REQUESTS, json=asked)).json()
        await analyst.post(f"{REQUESTS}/{request['id']}/submission")
        for role in (Role.COMMITTEE, Role.PYB, Role.PPK):
            answer = await decide(client_for(role), request)
            assert answer.status_code == 201, answer.text

    monkeypatch.setattr(conftest, "approve", approve)


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


async def test_of_two_choices_at_once_one_holds(office):
    proposal = await office.proposed()

    answers = await asyncio.gather(
        office.choose(proposal, "nine"),
        office.choose(proposal, "eight", WHY, who="second ppk"),
    )

    assert statuses(answers) == [200, 409]


async def test_of_two_signatures_at_once_one_holds(office):
    proposal = await office.proposed()
    assert (await office.choose(proposal, "seven", WHY)).status_code == 200

    answers = await asyncio.gather(
        office.sign(proposal), office.sign(proposal, "second ppk"), office.sign(proposal)
    )

    assert statuses(answers) == [200, 409, 409]
