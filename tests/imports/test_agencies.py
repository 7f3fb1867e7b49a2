"""Into which agency files are imported."""

from uuid import UUID, uuid4

import pytest

from app.core.db import transaction
from app.core.errors import Problem
from app.core.identity import SYSTEM, Actor, Role
from app.imports import service
from app.imports.service import Upload
from app.organisation.models import Agency
from tests.conftest import an_actor
from tests.imports.world import AGENCY, PEOPLE, UNITS, a_unit, as_csv


@pytest.fixture
def chosen(sessions):
    """The agency that files are for, or the code of the problem."""

    async def choose(actor: Actor, content: bytes, code: str | None = None) -> UUID | str:
        received = await service.look([Upload("ref_unor.json", content)])
        async with transaction(sessions, SYSTEM) as session:
            try:
                return await service.agency_for(session, actor, received, code)
            except Problem as problem:
                return problem.code

    return choose


SILENT = as_csv([{**a_unit("A"), "InstansiId": ""}])
ANALYST = an_actor(Role.ANALYST, None)


async def test_an_empty_installation_registers_the_agency_that_the_units_name(chosen, sessions):
    made = await chosen(SYSTEM, UNITS)
    again = await chosen(SYSTEM, UNITS)

    async with transaction(sessions, SYSTEM) as session:
        agency = await session.get(Agency, made)
    assert agency is not None
    assert (agency.code, agency.name) == (AGENCY, "Unit UNIT-0")
    assert again == made


async def test_an_empty_installation_registers_the_agency_that_the_caller_names(chosen, sessions):
    made = await chosen(SYSTEM, UNITS, "SUMSEL")

    async with transaction(sessions, SYSTEM) as session:
        agency = await session.get(Agency, made)
    assert agency is not None
    assert (agency.code, agency.name) == ("SUMSEL", "Unit UNIT-0")


async def test_an_actor_of_no_agency_registers_none(chosen):
    assert await chosen(an_actor(Role.SIMPEG, uuid4()), UNITS, "BARU") == "agency-unknown"


async def test_files_that_name_an_unknown_agency_are_refused_where_others_are(chosen, agency):
    assert agency.code != AGENCY
    assert await chosen(ANALYST, UNITS) == "agency-unknown"


async def test_files_that_name_none_go_to_the_only_agency(chosen, agency):
    assert await chosen(ANALYST, SILENT) == agency.id


async def test_with_several_agencies_somebody_must_say(chosen, agency, save):
    await save(Agency(id=uuid4(), code="LAIN", name="Kota Lain"))

    assert await chosen(ANALYST, SILENT) == "agency-required"
    assert await chosen(ANALYST, SILENT, "PROV-UJI") == agency.id
    assert await chosen(ANALYST, SILENT, "SALAH") == "agency-unknown"


async def test_an_actor_of_one_agency_imports_into_that_and_no_other(chosen, agency, save):
    other = Agency(id=uuid4(), code=AGENCY, name="Kota Lain")
    await save(other)
    simpeg = an_actor(Role.SIMPEG, agency.id)

    assert await chosen(simpeg, SILENT) == agency.id
    assert await chosen(simpeg, UNITS) == "agency-forbidden"
    assert await chosen(simpeg, SILENT, AGENCY) == "agency-forbidden"
    assert await chosen(an_actor(Role.SIMPEG, other.id), UNITS) == other.id


async def test_files_without_units_name_no_agency(sessions, agency):
    received = await service.look([Upload("pegawai.csv", PEOPLE)])

    async with transaction(sessions, SYSTEM) as session:
        assert await service.agency_for(session, SYSTEM, received, None) == agency.id
