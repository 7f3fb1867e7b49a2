"""Two who choose or sign at the same time, on a database of their own with real commits."""

import asyncio

import asyncpg
import pytest

from app.core.db import engine_for, sessions_of
from app.core.migrating import OWNER, SERVICE
from tests.appointments.conftest import WHY
from tests.conftest import copied

pytestmark = pytest.mark.committed
# That a pool is approved by a request alone is tried elsewhere; here it only has to be approved.
UNCHECKED = "alter table talent_pools disable trigger approved_by_request"


@pytest.fixture
async def sessions(postgres, template):
    """In place of the one rolled-back transaction: whatever stands on it commits."""
    async with copied(postgres, template) as name:
        owner = await asyncpg.connect(postgres.url(OWNER, name))
        await owner.execute(UNCHECKED)
        await owner.close()
        engine = engine_for(postgres.url(SERVICE, name), size=10)
        yield sessions_of(engine)
        await engine.dispose()


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
