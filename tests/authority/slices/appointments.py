"""Proposals at every step, from an approved pool of two people who pass every rule."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from app.appointments.choosing import DeviationReason
from app.core.identity import Role
from app.organisation.models import Unit
from app.talent_maps.models import Placement
from app.talent_pools.models import Member, Origin, Pool, Status
from tests.appointments.conftest import today
from tests.authority.case import Case
from tests.factories import an_employee
from tests.talent_pools.conftest import RECORDED

ADDRESS = "/v1/placement-proposals"
ONE = f"{ADDRESS}/{{proposal_id}}"
WHY = {
    "reason_code": DeviationReason.INTERVIEW.value,
    "explanation": "Wawancara menunjukkan pemahaman yang lebih dalam atas tugas jabatan ini.",
}
NAMES = {
    "pool_id": "{usable_pool_id}",
    "position_id": "{position_id}",
    "names": ["{best_id}", "{next_best_id}"],
}
DECREE = {"decree_no": "821.2/1", "decree_on": "2020-01-02", "effective_on": "2020-01-02"}
CHOICE = {"employee_id": "{next_best_id}", "deviation": WHY}
OUTCOME = {"month": 6, "in_post": True, "note": "Target semester pertama tercapai."}
CASES = {
    f"POST {ADDRESS}": Case(body=NAMES),
    f"POST {ONE}/choice": Case(body=CHOICE),
    f"POST {ONE}/withdrawal": Case(body={"reason": "Jabatan dihapus dalam penataan."}),
    f"POST {ONE}/deviation/signature": Case(path={"proposal_id": "deviating_id"}),
    f"POST {ONE}/appointment": Case(body=DECREE, path={"proposal_id": "chosen_proposal_id"}),
    f"POST {ONE}/outcomes": Case(body=OUTCOME, path={"proposal_id": "appointed_id"}),
}


async def prepare(side, client_for, save):
    await people_of(side, save)
    here = {"agency_id": side.agency.id}
    committee, ppk = client_for(Role.COMMITTEE, **here), client_for(Role.PPK, **here)
    pyb = client_for(Role.PYB, **here)
    for name in ("proposal_id", "deviating_id", "chosen_proposal_id", "appointed_id"):
        asked = Case(body=NAMES).of(ADDRESS, side.ids)
        made = await committee.post(**asked)
        assert made.status_code == 201, made.text
        side.keep(**{name: made.json()["id"]})
    for name in ("deviating_id", "chosen_proposal_id", "appointed_id"):
        path = {"proposal_id": name}
        chosen = await ppk.post(**Case(body=CHOICE, path=path).of(f"{ONE}/choice", side.ids))
        assert chosen.status_code == 200, chosen.text
        if name != "deviating_id":
            await pyb.post(**Case(path=path).of(f"{ONE}/deviation/signature", side.ids))
    decreed = Case(body=DECREE, path={"proposal_id": "appointed_id"})
    await ppk.post(**decreed.of(f"{ONE}/appointment", side.ids))


async def people_of(side, save):
    """Two more on the map, and an approved pool of them."""
    here = {"agency_id": side.agency.id, "unit_id": UUID(side.ids["unit_id"])}
    people = [
        an_employee(
            Unit(id=here["unit_id"], agency_id=here["agency_id"]),
            name=f"Calon {side.mark} {number}",
            cohort=2,
            position_level="Pengawas",
            recorded_at=RECORDED,
        )
        for number in (1, 2)
    ]
    map_id = UUID(side.ids["map_id"])
    placed = [
        Placement(
            map_id=map_id,
            place=place,
            agency_id=side.agency.id,
            employee_id=person.id,
            performance=value,
            potential=value,
            value=value,
            cell=8,
            rank=place,
            cohort=2,
            missing=[],
        )
        for place, (person, value) in enumerate(
            zip(people, (Decimal(70), Decimal(60)), strict=True), 3
        )
    ]
    pool = Pool(
        id=uuid4(),
        agency_id=side.agency.id,
        map_id=map_id,
        name=f"Kelompok siap {side.mark}",
        boxes=[7, 8, 9],
        rule={"minimum_value": None, "cohorts": None, "limit": None},
        legal_basis="Keputusan Gubernur 12/2026",
        valid_from=today() - timedelta(days=30),
        expires_on=today() + timedelta(days=300),
        created_by=uuid4(),
    )
    members = [
        Member(
            agency_id=side.agency.id,
            pool_id=pool.id,
            employee_id=person.id,
            origin=Origin.RULE,
            added_by=uuid4(),
        )
        for person in people
    ]
    await save(*people, *placed, pool, *members)
    pool.status, pool.approved_request_id = Status.APPROVED, uuid4()
    await save(pool)
    side.keep(usable_pool_id=pool.id, best_id=people[0].id, next_best_id=people[1].id)
