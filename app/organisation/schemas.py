"""How agencies, units and positions are worded."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Body, Read

KanregCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$", examples=["VII"])]


class AgencyCreation(Body):
    """An agency to open."""

    code: Annotated[str, Field(min_length=1, max_length=64)]
    """Its code; SIASN's instansi id where there is one."""
    name: Annotated[str, Field(min_length=1, max_length=300)]
    """Its name."""


class AgencyPlacing(Body):
    """Where an agency is."""

    kanreg: KanregCode | None
    """The Kantor Regional that it belongs to; null takes it out of all."""
    province: Annotated[str, Field(min_length=1, max_length=100)] | None
    """Its province, one of the region's; null for a body of the centre."""


class KanregChange(Body):
    """A Kantor Regional of BKN."""

    number: Annotated[int, Field(ge=1, le=99)]
    """Its number, by which the list is ordered."""
    city: Annotated[str, Field(min_length=1, max_length=100)]
    """Where it is."""
    provinces: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=100)]],
        Field(min_length=1, max_length=40),
    ]
    """The provinces of the region."""


class KanregRead(Read):
    """A Kantor Regional of BKN, which examines the bodies of its region."""

    code: str
    """Its number as it is written: `VII`."""
    number: int
    """Its number."""
    city: str
    """Where it is."""
    provinces: list[str]
    """The provinces of the region."""


class AgencyRead(Read):
    """A government body (instansi) that runs talent management."""

    id: UUID
    """Its id."""
    code: str
    """Its code; SIASN's instansi id where there is one."""
    name: str
    """Its name."""
    kanreg: str | None
    """Code of the Kantor Regional of BKN that it belongs to."""
    province: str | None
    """Its province."""
    created_at: datetime
    """Since when it is here."""


class UnitRead(Read):
    """A unit of an agency (unit organisasi, unor)."""

    id: UUID
    """Its id."""
    agency_id: UUID
    """The agency that it is part of."""
    siasn_id: str
    """Its id in SIASN."""
    parent_id: UUID | None
    """The unit above it; null for the topmost."""
    name: str
    """Its name."""
    head_title: str | None
    """Title of the position that heads it."""
    code: str | None
    """Its code in the agency."""


class PositionRead(Read):
    """A position (jabatan) with the profile that it requires."""

    id: UUID
    """Its id."""
    agency_id: UUID
    """The agency that it is part of."""
    code: str
    """Its code in the agency."""
    name: str
    """Its name."""
    unit_id: UUID
    """The unit that it belongs to."""
    kind: str | None
    """SIASN jenis jabatan: 1 struktural, 2 fungsional, 4 pelaksana."""
    level: str | None
    """Jenjang, such as `JPT Pratama` or `Ahli Muda`."""
    cohort: Literal[1, 2, 3, 4] | None
    """Talent level, 1 (pelaksana) to 4 (JPT pratama, ahli utama)."""
    echelon_id: str | None
    """SIASN id of the eselon."""
    echelon: str | None
    """Eselon, such as `II.a`."""
    grade: int | None
    """Kelas jabatan."""
    critical: bool
    """Whether the agency depends on it (jabatan kritikal)."""
    retirement_age: int | None
    """Age limit (BUP) of whoever holds it, in years."""
    required_rank: str | None
    """Lowest golongan that it takes."""
    required_education: str | None
    """Lowest level of education that it takes, as SIASN code."""
    required_training: str | None
    """Leadership training that it takes, such as `PKA`."""
    required_experience_years: int | None
    """Full years in the present position that it takes."""
    admits_pppk: bool
    """Whether PPPK may hold it."""
