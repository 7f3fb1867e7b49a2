"""How people are worded. The histories are in `history_schemas`."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, field_validator

from app.core.schemas import Body, Read
from app.employees import nip as nips


def text(length: int) -> Any:
    """A field for text that may be missing, of at most `length` characters."""
    return Field(default=None, max_length=length)


class EmployeeRecord(Body):
    """A person in full. What a NIP says (birth date, sex, employment) need not be sent."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    """Name without titles."""
    unit_id: UUID
    """The unit that the person works in."""
    pns_id: str | None = text(64)
    """The person's id in SIASN."""
    old_nip: str | None = text(18)
    """NIP lama, of nine digits."""
    front_title: str | None = text(60)
    """Gelar depan."""
    back_title: str | None = text(60)
    """Gelar belakang."""
    birth_date: date | None = None
    """Default: the one in the NIP."""
    sex: Literal["M", "F"] | None = None
    """Default: the one in the NIP."""
    phone: str | None = text(32)
    """As text, with its leading zero."""
    email: str | None = text(200)
    """Where letters reach the person."""
    legal_status: Annotated[str, Field(max_length=64)] = "Aktif"
    """Kedudukan hukum."""
    appointed_on: date | None = None
    """TMT CPNS, or of the first contract."""
    rank_code: str | None = text(8)
    """SIASN code of the golongan; found from `rank_name` where missing."""
    rank_name: str | None = text(16)
    """Golongan, such as `III/d` or `IX`; found from `rank_code` where missing."""
    rank_since: date | None = None
    """TMT golongan."""
    position_kind: Literal["1", "2", "4"] | None = None
    """SIASN jenis jabatan: 1 struktural, 2 fungsional, 4 pelaksana."""
    position_code: str | None = text(64)
    """Code of the position."""
    position_name: str | None = text(300)
    """Name of the position."""
    position_level: str | None = text(64)
    """Jenjang, such as `Ahli Muda`; it decides the talent level."""
    position_since: date | None = None
    """TMT jabatan."""
    echelon: str | None = text(16)
    """Eselon, such as `III.a`."""
    education_level: str | None = text(8)
    """SIASN code of the level of education."""
    education_name: str | None = text(100)
    """Its name, such as `S-1/Sarjana`."""
    education_field: str | None = text(200)
    """Field of study."""
    education_relevance: Literal["very", "fairly", "not"] | None = None
    """How the field of study suits the position."""
    graduation_year: Annotated[int, Field(ge=1940, le=2200)] | None = None
    """Year of graduation."""


class EmployeeCreation(EmployeeRecord):
    """A person to add. What a NIP says (birth date, sex, employment) need not be sent."""

    nip: Annotated[str, Field(max_length=40, examples=["199001182015092001"])]
    """NIP, 18 digits; spaces and dots of its printed form may stay."""

    @field_validator("nip")
    @classmethod
    def plain(cls, value: str) -> str:
        return nips.normalised(value)


class EmployeeRead(Read):
    """A civil servant, as known now.

    NIP, phone and email are masked with `*` and the birth date is null, for a NIP carries it.
    Personnel systems (`simpeg`) see the NIP, the key of their records; the person sees everything.
    """

    id: UUID
    """Opaque id; it stays when the NIP changes."""
    agency_id: UUID
    """The agency that the person serves."""
    nip: str
    """NIP, 18 digits: the number of a civil servant."""
    pns_id: str | None
    """The person's id in SIASN."""
    old_nip: str | None
    """NIP lama, of nine digits."""
    name: str
    """Name without titles."""
    front_title: str | None
    """Gelar depan."""
    back_title: str | None
    """Gelar belakang."""
    birth_date: date | None
    """Birth date; null where it is masked."""
    sex: Literal["M", "F"] | None
    """Sex."""
    phone: str | None
    """Phone, as text."""
    email: str | None
    """Email."""
    employment: Literal["PNS", "PPPK"]
    """Kind of civil servant: permanent (PNS) or on contract (PPPK)."""
    legal_status: str | None
    """Kedudukan hukum; `Aktif` for whoever is in service."""
    appointed_on: date | None
    """TMT CPNS, or of the first contract."""
    rank_code: str | None
    """SIASN code of the golongan."""
    rank_name: str | None
    """Golongan, such as `III/d` or `IX`."""
    rank_since: date | None
    """TMT golongan."""
    position_kind: str | None
    """SIASN jenis jabatan: 1 struktural, 2 fungsional, 4 pelaksana."""
    position_code: str | None
    """Code of the position."""
    position_name: str | None
    """Name of the position."""
    position_level: str | None
    """Jenjang, such as `Ahli Muda`."""
    position_since: date | None
    """TMT jabatan."""
    cohort: Literal[1, 2, 3, 4] | None
    """Talent level: the group that the person is compared with."""
    echelon: str | None
    """Eselon, such as `III.a`."""
    education_level: str | None
    """SIASN code of the level of education."""
    education_name: str | None
    """Name of the level of education."""
    education_field: str | None
    """Field of study."""
    education_relevance: Literal["very", "fairly", "not"] | None
    """How the field of study suits the position."""
    graduation_year: int | None
    """Year of graduation."""
    unit_id: UUID
    """The unit that the person works in."""
    recorded_at: datetime
    """Since when this is known."""


class Purpose(StrEnum):
    """What a person's identity is needed for."""

    VERIFICATION = "verification"
    """To hold the record against a document."""
    CORRECTION = "correction"
    """To put the record right."""
    APPOINTMENT = "appointment"
    """To prepare a decree of appointment."""
    CONTACT = "contact"
    """To reach the person."""
    AUDIT = "audit"
    """To examine how data or decisions came about."""
    LEGAL = "legal"
    """Because a law or a court asks for it."""


class Unmasking(Body):
    """Why a person's identity is needed in full. The person can read this."""

    purpose: Purpose
    """What for."""
    reason: Annotated[
        str,
        Field(min_length=10, max_length=500, examples=["Mencocokkan NIP dengan SK pengangkatan."]),
    ]
    """In a sentence, which document, which request."""


class IdentityRead(Read):
    """A person's identity in full."""

    id: UUID
    nip: str
    """NIP, 18 digits."""
    old_nip: str | None
    """NIP lama, of nine digits."""
    birth_date: date
    phone: str | None
    email: str | None


class AccessRead(Read):
    """One read of a person's data by somebody else."""

    id: UUID
    at: datetime
    """When."""
    actor_name: str
    """Who: the name of the person or of the system."""
    roles: list[str]
    """In which roles."""
    what: str
    """What was read: `record`, `by-nip`, `histories/…`, `accesses`, `placement`, `unmasking`,
    `correction-request`, `evidence`."""
    object_id: UUID | None
    """The map, pool or request in which it was read."""
    purpose: str | None
    """What for, where it had to be said."""
    reason: str | None
    """The reason that was given."""
    request_id: str | None
    """Name of the request in the service's log."""


class EmployeeChange(Read):
    """A person who came, changed or went."""

    id: UUID
    """The person's opaque id."""
    deleted: bool
    """Whether the person is not in the agency any more: delete what you have of them."""
    employee: EmployeeRead | None
    """The person as known now; null for one who is deleted."""


class ChangesPage(Read):
    """One page of the changes."""

    items: list[EmployeeChange]
    """Each person at most once, in the order of their last change; empty when there is no news."""
    next: str
    """Cursor of what comes after, never null: keep it, and ask with it for the next changes."""


class FoundPeople(Read):
    """People whose names resemble what was sought."""

    items: list[EmployeeRead]
    """The likest first; empty when no name resembles it."""
