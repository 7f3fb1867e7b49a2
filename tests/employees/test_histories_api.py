"""Histories through HTTP: every kind, as known now or then, as of a day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from app.core.identity import Role
from app.core.paging import Page
from app.employees import history_models as models
from app.employees import history_schemas as schemas
from app.employees.history_queries import MODELS, HistoryKind
from tests.factories import a_unit, an_employee

THEN = datetime(2026, 1, 5, tzinfo=UTC)
DAY = date(2024, 5, 6)

FACTS = {
    HistoryKind.PERFORMANCES: (
        {"year": 2024, "result": 1, "conduct": 2, "quadrant": 2, "predicate": "baik"},
        schemas.PerformanceRead,
    ),
    HistoryKind.POSITIONS: (
        {"started_on": DAY, "other_agency": False},
        schemas.PositionHistoryRead,
    ),
    HistoryKind.RANKS: ({"since": DAY, "rank_name": "III/d"}, schemas.RankHistoryRead),
    HistoryKind.EDUCATIONS: ({"graduation_year": 2024}, schemas.EducationHistoryRead),
    HistoryKind.COURSES: ({"year": 2024, "hours": Decimal("20.5")}, schemas.CourseRead),
    HistoryKind.STRUCTURAL_TRAININGS: (
        {"held_on": DAY, "name": "PKP"},
        schemas.StructuralTrainingRead,
    ),
    HistoryKind.AWARDS: ({"awarded_on": DAY, "scale": "nasional"}, schemas.AwardRead),
    HistoryKind.DISCIPLINES: (
        {"started_on": DAY, "level": "light", "cancelled": False},
        schemas.DisciplineRead,
    ),
    HistoryKind.FEEDBACKS: ({"year": 2024, "score": Decimal("83.10")}, schemas.FeedbackRead),
    HistoryKind.TEAM_ASSIGNMENTS: (
        {"decree_on": DAY, "decree_no": "1/2024"},
        schemas.TeamAssignmentRead,
    ),
    HistoryKind.ASSESSMENTS: (
        {"assessed_on": DAY, "achieved": [3] * 9, "aspects": [4] * 8, "technical": Decimal("71.5")},
        schemas.AssessmentRead,
    ),
}


@pytest.fixture
async def person(agency, save):
    unit = a_unit(agency)
    person = an_employee(unit)
    await save(unit, person)
    return person


def a_fact(person, kind, **values):
    given = {
        "id": uuid4(),
        "agency_id": person.agency_id,
        "employee_id": person.id,
        "source_id": str(uuid4()),
        "recorded_at": THEN,
        **FACTS[kind][0],
    }
    return MODELS[kind](**{**given, **values})


@pytest.mark.parametrize("kind", list(HistoryKind))
async def test_every_history_is_read_as_its_schema_says(client_for, person, save, kind):
    first, second = a_fact(person, kind), a_fact(person, kind)
    await save(first, second)
    client = client_for(Role.AUDITOR)
    address = f"/v1/employees/{person.id}/histories/{kind}"

    page = await client.get(address)
    halves = [await client.get(f"{address}?limit=1")]
    halves.append(await client.get(halves[0].links["next"]["url"]))

    schema = FACTS[kind][1]
    read = TypeAdapter(Page[schema]).validate_json(page.content)
    assert {str(fact.id) for fact in read.items} == {str(first.id), str(second.id)}
    assert set(page.json()["items"][0]) == set(schema.model_fields)
    assert [h.json()["items"][0] for h in halves] == page.json()["items"]
    assert halves[1].json()["next"] is None


@pytest.mark.parametrize("kind", list(HistoryKind))
async def test_as_of_a_day_only_what_had_happened_counts(client_for, person, save, kind):
    await save(a_fact(person, kind))
    address = f"/v1/employees/{person.id}/histories/{kind}"

    async def count(day):
        answer = await client_for(Role.ANALYST).get(address, params={"as_of": day})
        return len(answer.json()["items"])

    assert await count("2024-12-31") == 1
    assert await count("2024-05-05") == 0


async def test_scores_are_text(client_for, person, save):
    await save(a_fact(person, HistoryKind.FEEDBACKS), a_fact(person, HistoryKind.ASSESSMENTS))
    client = client_for(Role.ANALYST)

    feedback = await client.get(f"/v1/employees/{person.id}/histories/feedbacks")
    assessment = await client.get(f"/v1/employees/{person.id}/histories/assessments")

    assert feedback.json()["items"][0]["score"] == "83.10"
    assert assessment.json()["items"][0]["technical"] == "71.5"


async def test_a_correction_does_not_destroy_what_was_known(client_for, person, save):
    kind, corrected = HistoryKind.PERFORMANCES, THEN + timedelta(days=10)
    before = a_fact(person, kind, source_id="2024", superseded_at=corrected)
    now = a_fact(person, kind, source_id="2024", recorded_at=corrected, result=2)
    await save(before, now)
    address = f"/v1/employees/{person.id}/histories/{kind}"

    async def known(**when):
        answer = await client_for(Role.AUDITOR).get(address, params=when)
        return [fact["result"] for fact in answer.json()["items"]]

    assert await known() == [2]
    assert await known(known_at=corrected.isoformat()) == [2]
    assert await known(known_at=(corrected - timedelta(seconds=1)).isoformat()) == [1]
    assert await known(known_at=(THEN - timedelta(days=1)).isoformat()) == []


async def test_the_newest_comes_first(client_for, person, save):
    kind = HistoryKind.RANKS
    await save(*(a_fact(person, kind, since=date(year, 4, 1)) for year in (2016, 2024, 2020)))

    page = await client_for(Role.PPK).get(f"/v1/employees/{person.id}/histories/{kind}")

    assert [fact["since"][:4] for fact in page.json()["items"]] == ["2024", "2020", "2016"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("ranks?as_of=tomorrow", "?as_of"),
        ("ranks?as_of=2026-02-30", "?as_of"),
        ("ranks?known_at=2026-01-01T00:00:00", "?known_at"),
        ("salaries", "path:kind"),
    ],
)
async def test_what_cannot_be_asked_is_named(client_for, person, query, pointer):
    address = f"/v1/employees/{person.id}/histories/{query}"

    answer = await client_for(Role.ANALYST).get(address)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_every_history_table_can_be_read():
    assert set(MODELS) == set(HistoryKind)
    assert {model.__name__ for model in MODELS.values()} == {
        name
        for name, model in vars(models).items()
        if isinstance(model, type) and hasattr(model, "__tablename__")
    }
