"""The schemes that come with the product, and how others find a published scheme by name."""

from copy import deepcopy

import orjson
import pytest
from sqlalchemy import func, select

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.scoring_schemes import examples, service
from app.scoring_schemes.errors import SchemeNotPublished, SchemeUnknown
from app.scoring_schemes.models import Scheme, State

SHIPPED = {
    "bkn-411-2025@1": "c8a8a8002fb645d469e59c04b7a6b8083bc2aff1b579f8332535f4fc41de0f31",
    "pu-djbk@1": "ecc04254ccf983a538989efd658103e7f8ba8ee611a1a3aa56d5d3126c744536",
}


@pytest.fixture
async def session(sessions):
    async with transaction(sessions, SYSTEM) as session:
        yield session


async def drafted(session, **values):
    document = deepcopy(examples.DOCUMENT) | values
    return (await service.draft(session, SYSTEM, orjson.dumps(document))).scheme


async def published(session, **values):
    scheme = await drafted(session, **values)
    return await service.publish(session, SYSTEM, scheme.id)


async def test_an_empty_installation_has_the_shipped_schemes_published(sessions, session):
    await service.ensure_shipped(sessions)

    schemes = (await session.scalars(select(Scheme))).all()
    assert {scheme.name: scheme.sha256 for scheme in schemes} == SHIPPED
    assert {scheme.state for scheme in schemes} == {State.PUBLISHED}


async def test_another_start_changes_nothing(sessions, session):
    await service.ensure_shipped(sessions)
    before = (await session.execute(select(Scheme.id, Scheme.published_at))).all()
    await service.ensure_shipped(sessions)

    assert (await session.execute(select(Scheme.id, Scheme.published_at))).all() == before


async def test_a_shipped_name_that_is_taken_already_stops_no_start(sessions, session):
    taken = await drafted(session, code="pu-djbk")
    await service.ensure_shipped(sessions)

    assert await session.scalar(select(func.count()).select_from(Scheme)) == 2
    assert taken.state is State.DRAFT


@pytest.mark.parametrize("name", SHIPPED)
async def test_a_kept_scheme_reads_as_the_values_of_its_document(sessions, session, name):
    await service.ensure_shipped(sessions)
    scheme = await service.find_published(session, name)

    assert service.parsed(scheme).sha256 == scheme.sha256 == SHIPPED[name]
    assert service.parsed(scheme) is service.parsed(scheme)


async def test_a_code_alone_means_the_highest_published_version(session):
    for version in (2, 10, 9):
        await published(session, version=version)
    await drafted(session, version=11)

    assert (await service.find_published(session, "contoh")).version == 10
    assert (await service.find_published(session, "contoh@2")).version == 2


@pytest.mark.parametrize("name", ["", "@", "@1", "tiada", "contoh@", "contoh@2", "contoh@01"])
async def test_an_unknown_name_is_a_fault_of_the_request(session, name):
    await published(session)
    with pytest.raises(SchemeUnknown) as raised:
        await service.find_published(session, name)

    assert [fault.pointer for fault in raised.value.errors] == ["/scheme"]


@pytest.mark.parametrize("name", ["contoh", "contoh@1"])
async def test_a_draft_cannot_be_used(session, name):
    await drafted(session)
    with pytest.raises(SchemeNotPublished) as raised:
        await service.find_published(session, name)

    assert raised.value.errors[0].pointer == "/scheme"
    assert name in raised.value.errors[0].words.en
