"""What happens to people; what other domains ask about them."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import violations
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.employees import levels, policy, ranks
from app.employees import nip as nips
from app.employees.errors import NipInvalid, NipTaken, PnsIdTaken, UnitUnknown
from app.employees.models import Employee
from app.employees.schemas import EmployeeCreation
from app.organisation import service as organisation


async def add(session: AsyncSession, actor: Actor, creation: EmployeeCreation) -> Employee:
    """Add a person to the agency of their unit."""
    number = nips.read(creation.nip)
    if number is None:
        raise NipInvalid("/nip")
    unit = await organisation.find_unit(session, creation.unit_id)
    if unit is None:
        raise UnitUnknown
    if not policy.can_add(actor, unit.agency_id):
        raise Forbidden

    given = creation.model_dump(exclude={"birth_date", "sex", "rank_code", "rank_name"})
    rank_code, rank_name = ranks.rank(creation.rank_code, creation.rank_name)
    employee = Employee(
        **given,
        agency_id=unit.agency_id,
        birth_date=creation.birth_date or number.birth_date,
        sex=creation.sex or number.sex,
        employment=number.employment,
        rank_code=rank_code,
        rank_name=rank_name,
        cohort=levels.cohort(creation.position_kind, creation.position_level, creation.echelon),
    )
    session.add(employee)
    with violations({"one_person_per_nip": NipTaken(), "one_person_per_pns_id": PnsIdTaken()}):
        await session.flush()
    await audit.record(session, actor, "employee.added", employee.id, agency_id=employee.agency_id)
    return employee
