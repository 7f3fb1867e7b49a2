"""People of the service's own tests as the lines of a bundle's inputs."""

from app.scoring_schemes.facts import Facts

COLUMNS = {
    "performances": ("year", "predicate", "result"),
    "awards": ("awarded_on", "scale"),
    "team_assignments": ("decree_on", "role", "scope"),
    "feedbacks": ("year", "score"),
    "assessments": ("assessed_on", "achieved", "required", "aspects", "technical"),
    "courses": ("year", "held_on", "hours"),
    "positions": ("started_on", "unit", "other_agency", "assignment"),
    "disciplines": ("started_on", "ended_on", "level", "cancelled"),
}


def plain(value):
    """As JSON has it: days and decimals as text."""
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def line(person: Facts) -> dict:
    """One person as the service writes them into a bundle."""
    lists = {
        "position_histories" if kind == "positions" else kind: [
            {"id": record[0], **dict(zip(columns, map(plain, record[1:]), strict=True))}
            for record in getattr(person, kind)
        ]
        for kind, columns in COLUMNS.items()
    }
    return {
        "employee_id": person.employee_id,
        "record": {
            "education_level": person.education_level,
            "education_relevance": person.education_relevance,
            "position_since": plain(person.position_since),
        },
        **lists,
    }
