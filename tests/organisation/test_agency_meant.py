"""Which agency is meant: the one that is named, or the only one where the actor's roles hold."""

import pytest

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.organisation import service
from app.organisation.errors import AgencyUnclear
from tests.conftest import an_actor
from tests.factories import an_agency


@pytest.fixture
def meant(sessions):
    async def ask(actor, code=None):
        async with transaction(sessions, actor) as session:
            return (await service.agency_meant(session, actor, code)).code

    return ask


@pytest.fixture
async def other(agency, save):
    """A second agency beside the test's own."""
    assert agency
    other = an_agency()
    await save(other)
    return other


async def test_the_only_agency_need_not_be_named(meant, agency, other):
    actor = an_actor(Role.ANALYST, agency.id)

    assert await meant(actor) == await meant(actor, agency.code) == agency.code
    assert await meant(SYSTEM, other.code) == other.code


async def test_one_of_several_has_to_be_named(meant, other):
    assert other
    with pytest.raises(AgencyUnclear) as refused:
        await meant(SYSTEM)

    fault = refused.value.errors[0]
    assert (fault.pointer, fault.code) == ("/agency", "agency-needed")


@pytest.mark.parametrize("code", ["TIDAK-ADA", ""])
async def test_an_agency_that_is_not_there_is_not_meant(meant, agency, code):
    with pytest.raises(AgencyUnclear) as refused:
        await meant(an_actor(Role.ANALYST, agency.id), code)

    assert refused.value.errors[0].code == "agency-unknown"


async def test_another_agency_is_as_if_it_were_not_there(meant, agency, other):
    with pytest.raises(AgencyUnclear) as refused:
        await meant(an_actor(Role.ANALYST, agency.id), other.code)

    assert refused.value.errors[0].code == "agency-unknown"
