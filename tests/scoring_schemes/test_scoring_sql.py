"""The set-based scores agree with the pure ones, to the byte, on random schemes and people."""

from decimal import Decimal
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.core.db import raw, set_context
from app.core.identity import SYSTEM
from app.scoring_schemes.document import parse
from app.scoring_schemes.facts import Facts
from app.scoring_schemes.scoring import score
from app.scoring_schemes.scoring_sql import build, level_of, value_of
from tests.scoring_schemes.scheme_strategies import YEARS_OF_D, documents, facts

TABLES = {
    "performances": ("year", "predicate", "result"),
    "awards": ("awarded_on", "scale"),
    "team_assignments": ("decree_on", "role", "scope"),
    "feedbacks": ("year", "score"),
    "assessments": ("assessed_on", "achieved", "required", "aspects", "technical"),
    "courses": ("year", "held_on", "hours"),
    "positions": ("started_on", "unit_siasn_id", "other_agency", "assignment"),
    "disciplines": ("started_on", "ended_on", "level", "cancelled"),
}
PEOPLE = "(select *, id as employee_id from employees)"
EXTRA = {
    "performances": {"conduct": 1, "quadrant": 1},
    "team_assignments": {"decree_no": "-"},
}


async def insert(connection, agency_id: UUID, unit_id: UUID, number: int, person: Facts) -> UUID:
    employee_id = uuid4()
    await connection.execute(
        "insert into employees (id, agency_id, nip, name, birth_date, employment, unit_id,"
        " education_level, education_relevance, position_since)"
        " values ($1, $2, $3, 'Uji', '1990-01-01', 'PNS', $4, $5, $6, $7)",
        employee_id,
        agency_id,
        f"{number:018d}",
        unit_id,
        person.education_level,
        person.education_relevance,
        person.position_since,
    )
    for kind, columns in TABLES.items():
        table = "position_histories" if kind == "positions" else kind
        for n, record in enumerate(getattr(person, kind)):
            values = {
                "agency_id": agency_id,
                "employee_id": employee_id,
                "source_id": str(n),
                **EXTRA.get(kind, {}),
                **dict(zip(columns, record[1:], strict=True)),
            }
            names = ", ".join(values)
            places = ", ".join(f"${n}" for n in range(1, len(values) + 1))
            await connection.execute(
                f"insert into {table} ({names}) values ({places})", *values.values()
            )
    return employee_id


def as_decimal(units: int | None) -> Decimal | None:
    return None if units is None else Decimal(units).scaleb(-4)


@given(st.data())
@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking asks the database too often
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_a_population_scores_as_each_of_its_people_does(sessions, agency, data):
    as_of = data.draw(st.sampled_from(YEARS_OF_D))
    scheme = parse(data.draw(documents()))
    people = data.draw(st.lists(facts(as_of), min_size=1, max_size=4))
    statement = build(scheme, as_of, PEOPLE, lambda _: "superseded_at is null")
    sql = (
        f"select s.*, {value_of(scheme)} as value, {level_of(scheme.performance)} as y,"
        f" {level_of(scheme.potential)} as x from ({statement.sql}) s order by nip"
    )
    async with sessions() as session, session.begin() as outer:
        connection = await raw_in(session)
        unit_id = await connection.fetchval(
            "insert into units (agency_id, siasn_id, name) values ($1, $2, 'Uji') returning id",
            agency.id,
            str(uuid4()),
        )
        for number, person in enumerate(people):
            await insert(connection, agency.id, unit_id, number, person)
        rows = await connection.fetch(sql)
        await outer.rollback()

    for row, person in zip(rows, people, strict=True):
        expected = score(scheme, person, as_of)
        assert as_decimal(row["performance"]) == expected.performance.score
        assert as_decimal(row["potential"]) == expected.potential.score
        assert as_decimal(row["value"]) == expected.value
        assert row["y"] == expected.performance.level
        assert row["x"] == expected.potential.level
        assert tuple(statement.codes_of(row["gaps"])) == expected.missing


async def raw_in(session):
    await set_context(session, SYSTEM.context)
    return await raw(session)
