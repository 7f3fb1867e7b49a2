"""What can be asked about agencies, units and positions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import ChoosingReader, Reader
from app.core.routing import ReadRoute
from app.organisation import examples, queries, service
from app.organisation.errors import (
    AgencyCodeTaken,
    AgencyNotFound,
    KanregNumberTaken,
    PositionNotFound,
    UnitNotFound,
)
from app.organisation.models import Agency, Kanreg
from app.organisation.schemas import (
    AgencyCreation,
    AgencyPlacing,
    AgencyRead,
    KanregChange,
    KanregRead,
    PositionRead,
    UnitRead,
)

router = APIRouter(tags=["organisation"])
reads = APIRouter(tags=["organisation"], route_class=ReadRoute)

ParentId = Annotated[UUID, Field(description="Only the units directly below this one.")]
OfUnit = Annotated[UUID, Field(description="Only the positions of this unit.")]
Critical = Annotated[bool, Field(description="Only critical positions (true), or the others.")]


@reads.get(
    "/agencies",
    response_model=Page[AgencyRead],
    responses={200: answers({"items": [examples.AGENCY], "next": None})},
)
async def list_agencies(
    reader: ChoosingReader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List agencies, by code.

    Those where your roles hold.
    """
    return await queries.AGENCIES.page(reader, limit, cursor)


@reads.get(
    "/agencies/{agency_id}",
    response_model=AgencyRead,
    responses={200: answers(examples.AGENCY), **problems(AgencyNotFound)},
)
async def get_agency(reader: ChoosingReader, agency_id: UUID) -> bytes:
    """Show an agency.

    Every role, where it holds.
    """
    agency = await queries.AGENCY.one(reader, agency_id=agency_id)
    if agency is None:
        raise AgencyNotFound(id=agency_id)
    return agency


@router.post(
    "/agencies",
    status_code=status.HTTP_201_CREATED,
    response_model=AgencyRead,
    responses={201: answers(examples.AGENCY), **problems(Forbidden, AgencyCodeTaken)},
)
async def create_agency(session: Session, actor: CurrentActor, creation: AgencyCreation) -> Agency:
    """Open an agency.

    Role `admin` over every agency. An import into an empty installation opens its agency by itself.
    """
    return await service.create_agency(session, actor, creation)


@router.patch(
    "/agencies/{agency_id}",
    response_model=AgencyRead,
    responses={200: answers(examples.AGENCY), **problems(Forbidden, AgencyNotFound)},
)
async def place_agency(
    session: Session, actor: CurrentActor, agency_id: UUID, placing: AgencyPlacing
) -> Agency:
    """Say which Kantor Regional of BKN an agency belongs to, and its province.

    Role `admin` over every agency. From then on the region's officials see what the agency sends
    out, and those of another region do not; who was named at a submission stays named.
    """
    return await service.place_agency(session, actor, agency_id, placing)


@reads.get(
    "/kanreg",
    response_model=Page[KanregRead],
    responses={200: answers({"items": [examples.KANREG], "next": None})},
)
async def list_kanreg(
    reader: Reader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List the Kantor Regional of BKN with their provinces, by number.

    Reference data: the fourteen offices and their provinces as shipped, to be checked against the
    decree in force and changed where it differs.
    """
    return await queries.KANREG.page(reader, limit, cursor)


@router.put(
    "/kanreg/{code}",
    response_model=KanregRead,
    responses={200: answers(examples.KANREG), **problems(Forbidden, KanregNumberTaken)},
)
async def put_kanreg(
    session: Session,
    actor: CurrentActor,
    code: Annotated[str, Path(pattern=r"^[A-Z0-9]{1,8}$", description="Its code, `VII`.")],
    change: KanregChange,
) -> Kanreg:
    """Change a Kantor Regional, or open one.

    Role `admin` over every agency.
    """
    return await service.change_kanreg(session, actor, code, change)


@reads.get(
    "/units",
    response_model=Page[UnitRead],
    responses={200: answers({"items": [examples.UNIT], "next": None})},
)
async def list_units(
    reader: ChoosingReader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    parent_id: ParentId | None = None,
) -> bytes:
    """List units (unit organisasi), by name.

    With `parent_id` you walk down the tree.
    """
    return await queries.UNITS.page(reader, limit, cursor, parent_id=parent_id)


@reads.get(
    "/units/{unit_id}",
    response_model=UnitRead,
    responses={200: answers(examples.UNIT), **problems(UnitNotFound)},
)
async def get_unit(reader: ChoosingReader, unit_id: UUID) -> bytes:
    """Show a unit.

    `parent_id` leads up the tree.
    """
    unit = await queries.UNIT.one(reader, unit_id=unit_id)
    if unit is None:
        raise UnitNotFound(id=unit_id)
    return unit


@reads.get(
    "/positions",
    response_model=Page[PositionRead],
    responses={200: answers({"items": [examples.POSITION], "next": None})},
)
async def list_positions(
    reader: ChoosingReader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    unit_id: OfUnit | None = None,
    critical: Critical | None = None,
) -> bytes:
    """List positions (jabatan), by code.

    Each with the profile that it requires of whoever is to hold it.
    """
    filters = {"unit_id": unit_id, "critical": critical}
    return await queries.POSITIONS.page(reader, limit, cursor, **filters)


@reads.get(
    "/positions/{position_id}",
    response_model=PositionRead,
    responses={200: answers(examples.POSITION), **problems(PositionNotFound)},
)
async def get_position(reader: ChoosingReader, position_id: UUID) -> bytes:
    """Show a position.

    With the profile that it requires; candidates for it come from a talent pool.
    """
    position = await queries.POSITION.one(reader, position_id=position_id)
    if position is None:
        raise PositionNotFound(id=position_id)
    return position
