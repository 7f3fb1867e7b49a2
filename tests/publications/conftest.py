"""An announced round with its map, people in known boxes, and those who act in it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.core.db import transaction
from app.core.identity import Actor, Role
from app.employees.history_models import Assessment, Performance
from app.employees.models import Employee
from app.organisation.models import Agency, Unit
from app.publications import service
from app.publications.models import Publication
from app.scoring_schemes.examples import DOCUMENT
from app.scoring_schemes.scheme import canonical
from app.talent_maps.models import TalentMap
from tests.conftest import an_actor
from tests.factories import a_unit, an_employee
from tests.talent_pools.conftest import KNOWN_AT, RECORDED, D, a_fact, a_map, a_placement, a_scheme

CUT_OFF = KNOWN_AT - timedelta(hours=2)
LEVELS = [3, 3, 3, 3, 3, 3, 3, 3, 3]
CLAIM = "Predikat kinerja 2024 saya sangat baik menurut SKP yang sudah ditandatangani."
REASON = "SKP 2024 yang dilampirkan memang berpredikat sangat baik; SIMPEG sudah diperbaiki."
UPHELD = {"verdict": "upheld", "reason": REASON, "remedy": "new_map"}
REJECTED = {"verdict": "rejected", "reason": REASON}


@dataclass
class Round:
    """A round with its map and people, as tests refer to them."""

    agency: Agency
    unit: Unit
    map: TalentMap
    publication: Publication
    people: list[Employee] = field(default_factory=list)
    ppk: Any = None
    analyst: Any = None

    @property
    def url(self) -> str:
        return f"/v1/publications/{self.publication.id}"

    @property
    def person(self) -> Employee:
        return self.people[0]

    def servant(self, n: int = 0, **values: Any) -> Actor:
        """A civil servant of the round."""
        return an_actor(Role.ASN, self.agency.id, employee_id=self.people[n].id, **values)


def an_assessment(person, on=date(2025, 5, 6)):
    values = {"achieved": LEVELS, "required": LEVELS, "aspects": [4] * 8, "purpose": "Uji"}
    return a_fact(Assessment, person, assessed_on=on, **values)


def a_performance(person, year, predicate):
    values = {"result": 2, "conduct": 2, "quadrant": 2, "predicate": predicate}
    return a_fact(Performance, person, year=year, **values)


def a_publication(agency, scheme, **values):
    return Publication(
        id=uuid4(),
        agency_id=agency.id,
        scheme_id=scheme.id,
        **{
            "name": "Pengumuman 2026",
            "as_of": D,
            "opens_on": date(2026, 1, 2),
            "cut_off": CUT_OFF,
            "objection_working_days": 5,
            "answer_working_days": 10,
            "created_by": uuid4(),
            **values,
        },
    )


@pytest.fixture
async def round_(agency, save, client_for):
    """Seven people in boxes 9, 8, 8, 5, 5 and none (two); the second and third share a rank."""
    unit = a_unit(agency)
    scheme = a_scheme("contoh")
    scheme.canonical = canonical(DOCUMENT).decode()
    counts = [0, 0, 0, 0, 2, 2, 0, 0, 1]
    of_map = a_map(agency, scheme, name="Peta putaran", population=7, cell_counts=counts)
    publication = a_publication(agency, scheme)
    people = [
        an_employee(unit, recorded_at=RECORDED, sex="F" if n < 4 else "M", cohort=2)
        for n in range(7)
    ]
    await save(unit, scheme, of_map, publication, *people)
    boxes = ((1, 9), (2, 8), (2, 8), (4, 5), (4, 5), (None, None), (None, None))
    placed = [
        a_placement(of_map, person, place, rank, box, Decimal(100 - place))
        for place, (person, (rank, box)) in enumerate(zip(people, boxes, strict=True), 1)
    ]
    facts = [
        fact
        for person in people[:5]
        for fact in (
            an_assessment(person),
            a_performance(person, 2025, "baik"),
            a_performance(person, 2024, "baik"),
        )
    ]
    await save(*placed, *facts)
    return Round(
        agency,
        unit,
        of_map,
        publication,
        people,
        client_for(Role.PPK),
        client_for(Role.ANALYST),
    )


@pytest.fixture
async def mapped(round_):
    """The round with its map attached."""
    answer = await round_.analyst.post(f"{round_.url}/map", json={"map_id": str(round_.map.id)})
    assert answer.status_code == 200, answer.text
    return round_


@pytest.fixture
async def published(mapped):
    """The round, published today."""
    answer = await mapped.ppk.post(f"{mapped.url}/publication")
    assert answer.status_code == 200, answer.text
    return mapped


@pytest.fixture
def publish_at(sessions):
    """Publish a round as if it were some other instant."""

    async def publish(round_: Round, now: datetime) -> None:
        ppk = an_actor(Role.PPK, round_.agency.id)
        async with transaction(sessions, ppk) as session:
            await service.publish(session, ppk, round_.publication.id, now=now)

    return publish


@pytest.fixture
def objecting(client_for):
    """A civil servant objects; the answer."""

    async def objected(round_: Round, n: int = 0, **values: Any):
        body = {"publication_id": str(round_.publication.id), "claim": CLAIM, **values}
        client = client_for(None, actor=round_.servant(n))
        return await client.post("/v1/objections", json=body)

    return objected


def soon(**values: float) -> str:
    return (datetime.now(UTC) + timedelta(**values)).isoformat()


def ids(items: list[dict[str, Any]], name: str) -> set[UUID]:
    return {UUID(item[name]) for item in items}


def closing(**values):
    given = {"status": "'rejected'", "closed_at": "now()", "answered_by": "context_actor()"}
    given |= {"reason": "'Tidak ada bukti baru yang mengubah predikat kinerja itu.'", **values}
    return "update objections set " + ", ".join(f"{k} = {v}" for k, v in given.items())
