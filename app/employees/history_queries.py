"""What can be read of a person's histories: one list a kind, newest first."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    SQLColumnExpression,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    or_,
    select,
)

from app.core.queries import Key, PageQuery
from app.employees.history_models import (
    Assessment,
    Award,
    Course,
    Discipline,
    EducationHistory,
    Feedback,
    Performance,
    PositionHistory,
    RankHistory,
    StructuralTraining,
    TeamAssignment,
)


class HistoryKind(StrEnum):
    """The histories of a person, as they stand in addresses."""

    PERFORMANCES = "performances"
    POSITIONS = "positions"
    RANKS = "ranks"
    EDUCATIONS = "educations"
    COURSES = "courses"
    STRUCTURAL_TRAININGS = "structural-trainings"
    AWARDS = "awards"
    DISCIPLINES = "disciplines"
    FEEDBACKS = "feedbacks"
    TEAM_ASSIGNMENTS = "team-assignments"
    ASSESSMENTS = "assessments"


MODELS: dict[HistoryKind, Any] = {
    HistoryKind.PERFORMANCES: Performance,
    HistoryKind.POSITIONS: PositionHistory,
    HistoryKind.RANKS: RankHistory,
    HistoryKind.EDUCATIONS: EducationHistory,
    HistoryKind.COURSES: Course,
    HistoryKind.STRUCTURAL_TRAININGS: StructuralTraining,
    HistoryKind.AWARDS: Award,
    HistoryKind.DISCIPLINES: Discipline,
    HistoryKind.FEEDBACKS: Feedback,
    HistoryKind.TEAM_ASSIGNMENTS: TeamAssignment,
    HistoryKind.ASSESSMENTS: Assessment,
}


def end_of(year: Any) -> ColumnElement[Any]:
    """The last day of a year: when a fact that has no other date is certain to have happened."""
    return func.make_date(year, 12, 31, type_=Date)


DATED: dict[HistoryKind, SQLColumnExpression[Any]] = {
    HistoryKind.PERFORMANCES: end_of(Performance.year),
    HistoryKind.POSITIONS: PositionHistory.started_on,
    HistoryKind.RANKS: RankHistory.since,
    HistoryKind.EDUCATIONS: func.coalesce(
        EducationHistory.graduated_on, end_of(EducationHistory.graduation_year)
    ),
    HistoryKind.COURSES: func.coalesce(Course.held_on, end_of(Course.year)),
    HistoryKind.STRUCTURAL_TRAININGS: StructuralTraining.held_on,
    HistoryKind.AWARDS: Award.awarded_on,
    HistoryKind.DISCIPLINES: Discipline.started_on,
    HistoryKind.FEEDBACKS: end_of(Feedback.year),
    HistoryKind.TEAM_ASSIGNMENTS: TeamAssignment.decree_on,
    HistoryKind.ASSESSMENTS: Assessment.assessed_on,
}
"""The day from which a fact counts."""

AS_TEXT = {"score", "technical"}
"""Scores are text, so that nobody reads them as floats."""
HIDDEN = {"agency_id", "employee_id"}


def columns(model: Any) -> list[ColumnElement[Any]]:
    """The columns of a history as they are shown."""
    return [
        cast(column, Text).label(column.name) if column.name in AS_TEXT else column
        for column in model.__table__.columns
        if column.name not in HIDDEN and column.computed is None
    ]


def history(kind: HistoryKind) -> PageQuery:
    """The facts of one kind about a person, as known now or (`known_at`) at an instant."""
    model, dated = MODELS[kind], DATED[kind]
    known_at = bindparam("known_at", type_=DateTime(timezone=True))
    day = func.coalesce(dated, date(1, 1, 1)).label("_dated")
    return PageQuery(
        f"history-{kind}",
        select(*columns(model), day).where(
            model.employee_id == bindparam("employee_id", type_=Uuid)
        ),
        [Key("_dated", date, descends=True), Key("id", UUID, descends=True)],
        {
            "current": model.superseded_at.is_(None),
            "known_at": (model.recorded_at <= known_at)
            & or_(model.superseded_at.is_(None), model.superseded_at > known_at),
            "as_of": dated <= bindparam("as_of", type_=Date),
        },
    )


HISTORIES = {kind: history(kind) for kind in HistoryKind}
