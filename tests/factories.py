"""Unsaved models, valid by default, for tests of every domain."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from app.access.models import Client
from app.employees.models import Employee
from app.organisation.models import Agency, Position, Unit

_serial = count(1)
REGION = "VII"
"""The Kantor Regional of bodies and of its officials, unless told otherwise."""


def an_agency(**values: Any) -> Agency:
    number = next(_serial)
    given = {
        "code": f"UJI-{number}",
        "name": f"Pemerintah Provinsi Uji {number}",
        "kanreg": REGION,
    }
    return Agency(**{"id": uuid4(), **given, **values})


def a_client(roles: Iterable[str], agency_id: UUID | None, **values: Any) -> Client:
    """A client in force; its id is that of the actor that it is. A Kantor Regional has a region."""
    given = {"name": f"Klien Uji {next(_serial)}", "roles": sorted(roles), "agency_id": agency_id}
    if given["roles"] == ["kanreg"] and agency_id is None:
        given["kanreg"] = REGION
    return Client(**{"id": uuid4(), **given, **values})


def a_unit(agency: Agency, **values: Any) -> Unit:
    number = next(_serial)
    given = {"siasn_id": f"U{number:04d}", "name": f"Bidang Uji {number:04d}"}
    return Unit(**{"id": uuid4(), "agency_id": agency.id, **given, **values})


def a_position(unit: Unit, **values: Any) -> Position:
    number = next(_serial)
    given = {
        "code": f"J{number:06d}",
        "name": f"Kepala Bidang Uji {number}",
        "critical": False,
        "admits_pppk": False,
        "agency_id": unit.agency_id,
        "unit_id": unit.id,
    }
    return Position(**{"id": uuid4(), **given, **values})


def an_employee(unit: Unit, **values: Any) -> Employee:
    """An invented person; the NIPs of several differ in year and serial."""
    number = next(_serial)
    given = {
        "nip": f"19900118{2000 + number // 999 % 20}012{number % 999 + 1:03d}",
        "name": f"Pegawai Uji {number:04d}",
        "birth_date": date(1990, 1, 18),
        "sex": "F",
        "employment": "PNS",
        "legal_status": "Aktif",
        "agency_id": unit.agency_id,
        "unit_id": unit.id,
    }
    return Employee(**{"id": uuid4(), **given, **values})
