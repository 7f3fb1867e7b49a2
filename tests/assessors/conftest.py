"""A map whose people were assessed by three assessors: one severe, one lenient, one seldom."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.employees.history_models import Assessment, Performance
from app.scoring_schemes.examples import DOCUMENT
from app.scoring_schemes.scheme import canonical
from tests.factories import a_unit
from tests.talent_pools.conftest import a_fact, a_map, a_person, a_placement, a_scheme

SEVERE, LENIENT, SELDOM = "Asesor Ketat", "Asesor Longgar", "Asesor Jarang"
CENTRE = "UPT Penilaian"


@dataclass
class Measured:
    """The map, its people and their assessments."""

    map: Any
    people: list
    assessments: list


def an_assessment(person, assessor, level, assessed_on=date(2025, 3, 4), **values):
    """Nine competencies at `level` of three required."""
    given = {
        "purpose": "pemetaan",
        "institution": CENTRE,
        "achieved": [level] * 9,
        "required": [3] * 9,
        "aspects": [level] * 8,
        **values,
    }
    return a_fact(Assessment, person, assessor=assessor, assessed_on=assessed_on, **given)


def a_scheme_of(document, code):
    scheme = a_scheme(code)
    scheme.canonical = canonical({**document, "code": code}).decode()
    return scheme


@pytest.fixture
async def measured(agency, save):
    """Twelve people of one level: six by the severe, five by the lenient, one by the seldom."""
    unit = a_unit(agency)
    scheme = a_scheme_of(DOCUMENT, "asesor")
    people = [a_person(agency, unit, number) for number in range(1, 13)]
    of_map = a_map(agency, scheme, population=12, cell_counts=[0] * 8 + [12])
    assessments = [
        *(an_assessment(person, SEVERE, 2) for person in people[:6]),
        *(an_assessment(person, LENIENT, 3) for person in people[6:11]),
        an_assessment(people[11], SELDOM, 3),
    ]
    await save(unit, scheme, of_map, *people)
    appraisals = [
        a_fact(Performance, person, year=year, result=2, conduct=2, quadrant=2, predicate="baik")
        for person in people
        for year in (2024, 2025)
    ]
    placed = [
        a_placement(of_map, person, place, place, 9, Decimal(100 - place))
        for place, person in enumerate(people, 1)
    ]
    await save(*assessments, *appraisals, *placed)
    return Measured(of_map, people, assessments)
