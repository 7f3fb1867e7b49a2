"""A small agency with a finished map: invented people in known boxes, and one post to fill."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from app.employees.history_models import (
    Discipline,
    PositionHistory,
    RankHistory,
    StructuralTraining,
)
from app.employees.models import Employee, EmployeeVersion
from app.organisation.models import Agency, Position, Unit
from app.scoring_schemes.models import Scheme
from app.scoring_schemes.scheme import Numbering
from app.talent_maps.models import Placement, State, Step, TalentMap
from app.talent_maps.nine_box import NUMBERS

D = date(2026, 1, 1)
RECORDED = datetime(2026, 1, 5, tzinfo=UTC)
KNOWN_AT = datetime(2026, 1, 6, tzinfo=UTC)
NUMBERING = NUMBERS[Numbering.PERMENPANRB_3_2020]
NEW_POOL = {
    "name": "KRS Administrator 2026",
    "legal_basis": "Keputusan Gubernur 12/2026",
    "valid_from": "2026-02-01",
    "expires_on": "2127-02-01",
}


@dataclass
class Body:
    """An agency's people, post and map, as tests refer to them."""

    agency: Agency
    unit: Unit
    position: Position
    map: TalentMap
    people: dict[str, Employee] = field(default_factory=dict)
    trainings: list[StructuralTraining] = field(default_factory=list)

    @property
    def map_id(self) -> UUID:
        return self.map.id

    def new_pool(self, **values):
        return {**NEW_POOL, "map_id": str(self.map.id), **values}


def a_person(agency, unit, number, **values):
    """Somebody who meets all that `a_position` asks."""
    return Employee(
        id=uuid4(),
        agency_id=agency.id,
        unit_id=unit.id,
        nip=f"1980051720050110{number:02d}",
        name=f"Orang Contoh {number}",
        **{
            "birth_date": date(1980, 5, 17),
            "sex": "M",
            "employment": "PNS",
            "legal_status": "Aktif",
            "rank_code": "34",
            "rank_name": "III/d",
            "rank_since": date(2020, 4, 1),
            "position_level": "Pengawas",
            "position_since": date(2020, 1, 2),
            "cohort": 2,
            "education_level": "40",
            "recorded_at": RECORDED,
            **values,
        },
    )


def a_fact(kind, person, **values):
    """A history record of a person."""
    return kind(
        agency_id=person.agency_id,
        employee_id=person.id,
        **{"source_id": uuid4().hex, "recorded_at": RECORDED, **values},
    )


def a_training(person, name="PKA", held_on=date(2019, 3, 4), **values):
    return a_fact(StructuralTraining, person, name=name, held_on=held_on, **values)


def a_punishment(person, **values):
    return a_fact(Discipline, person, **{"cancelled": False, "level": "medium", **values})


def a_definitive_position(person, started_on):
    return a_fact(PositionHistory, person, started_on=started_on, other_agency=False)


def a_rank(person, since, code, name):
    return a_fact(RankHistory, person, since=since, rank_code=code, rank_name=name)


def a_former_state(person, **values):
    """What was known of a person before `values` were superseded."""
    columns = {c.key: getattr(person, c.key) for c in Employee.__table__.columns if c.key != "id"}
    return EmployeeVersion(employee_id=person.id, **{**columns, **values})


def a_position(agency, unit, **values):
    """A post of an administrator."""
    return Position(
        id=uuid4(),
        agency_id=agency.id,
        unit_id=unit.id,
        **{
            "code": "J000002",
            "name": "Kepala Bidang Contoh",
            "level": "Administrator",
            "cohort": 3,
            "critical": False,
            "retirement_age": 58,
            "required_rank": "III/d",
            "required_education": "40",
            "required_training": "PKA",
            "required_experience_years": 3,
            "admits_pppk": False,
            **values,
        },
    )


def a_scheme(code="uji"):
    return Scheme(
        id=uuid4(),
        code=code,
        version=1,
        title="Skema uji",
        numbering="permenpanrb-3-2020",
        canonical=f'{{"code":"{code}","version":1}}',
        created_by=uuid4(),
        published_by=uuid4(),
        published_at=RECORDED,
    )


def a_map(agency, scheme, **values):
    return TalentMap(
        id=uuid4(),
        agency_id=agency.id,
        scheme_id=scheme.id,
        **{
            "name": "Peta 2026",
            "as_of": D,
            "numbers": list(NUMBERING),
            "state": State.DONE,
            "step": Step.DONE,
            "progress": 100,
            "known_at": KNOWN_AT,
            "population": 0,
            "cell_counts": [0] * 9,
            "created_by": uuid4(),
            **values,
        },
    )


def a_placement(of_map, person, place, rank, box, value):
    return Placement(
        map_id=of_map.id,
        place=place,
        agency_id=of_map.agency_id,
        employee_id=person.id,
        performance=None if box is None else Decimal(value),
        potential=None if box is None else Decimal(value),
        value=None if box is None else Decimal(value),
        cell=None if box is None else NUMBERING.index(box),
        rank=rank,
        cohort=person.cohort,
        missing=[] if box is not None else ["kinerja"],
    )


@pytest.fixture
async def body(agency, save):
    """Six people: boxes 9, 8, 8 (a tie), 7, 5 and none; the first three rank 1, 2, 2."""
    unit = Unit(id=uuid4(), agency_id=agency.id, siasn_id="U1", name="Bidang Contoh")
    position, scheme = a_position(agency, unit), a_scheme()
    of_map = a_map(agency, scheme)
    people = {
        name: a_person(agency, unit, number)
        for number, name in enumerate(("nine", "eight", "tied", "seven", "five", "unplaced"), 1)
    }
    await save(unit, position, scheme, of_map, *people.values())
    placed = [
        a_placement(of_map, people[name], place, rank, box, value)
        for place, (name, rank, box, value) in enumerate(
            (
                ("nine", 1, 9, "92.25"),
                ("eight", 2, 8, "81.5"),
                ("tied", 2, 8, "81.5"),
                ("seven", 4, 7, "80.0001"),
                ("five", 5, 5, "70"),
                ("unplaced", None, None, "0"),
            ),
            1,
        )
    ]
    trainings = [a_training(person) for person in people.values()]
    await save(*placed, *trainings)
    return Body(agency, unit, position, of_map, people, trainings)
