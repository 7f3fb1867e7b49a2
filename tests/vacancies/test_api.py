"""Vacancies by HTTP: rows, counts that are the numbers of rows, and the calendar."""

import xml.etree.ElementTree as ET
from datetime import date
from uuid import uuid4

import pytest

from app.core.identity import Role
from app.vacancies.pictures import TONES, calendar_svg, tone_of
from tests.conftest import an_actor
from tests.factories import a_position, a_unit, an_agency, an_employee
from tests.vacancies.test_forecast import URL, everything

SVG = "{http://www.w3.org/2000/svg}"
ASKED = {"from": "2026-01-01", "years": "5"}


@pytest.fixture
async def posts(agency, save):
    """Five posts: vacant, falling in 2026 and 2027 (two holders), overdue, held, unknown."""
    above = a_unit(agency)
    below = a_unit(agency, parent_id=above.id)
    made = {
        "vacant": a_position(below, cohort=3, critical=True, retirement_age=58),
        "twice": a_position(below, cohort=2, retirement_age=58),
        "overdue": a_position(above, cohort=3, retirement_age=58),
        "held": a_position(above, cohort=3, retirement_age=58),
        "unknown": a_position(above, cohort=None),
        "critical": a_position(above, cohort=4, critical=True, retirement_age=60),
    }
    born = {
        "twice": (date(1968, 2, 3), date(1969, 2, 3)),
        "overdue": (date(1960, 1, 1),),
        "held": (date(1990, 1, 1),),
        "unknown": (date(1960, 1, 1),),
        "critical": (date(1966, 2, 20),),
    }
    people = [
        an_employee(above, birth_date=day, position_code=made[name].code)
        for name, days in born.items()
        for day in days
    ]
    left = an_employee(below, position_code=made["vacant"].code, legal_status="Pensiun")
    await save(above, below, *made.values(), *people, left)
    return {"above": above, "below": below, **made}


async def test_posts_come_in_the_order_of_the_day_vacant_first(client_for, posts):
    rows = await everything(client_for(Role.PPK), **ASKED)

    names = {post.code: name for name, post in posts.items() if hasattr(post, "critical")}
    assert {(names[row["code"]], row["state"]) for row in rows[:2]} == {
        ("vacant", "vacant"),
        ("unknown", "unknown"),
    }
    assert [row["falls_vacant_on"] for row in rows[2:]] == [
        "2018-02-01",
        "2026-03-01",
        "2026-03-01",
        "2027-03-01",
    ]
    assert {names[row["code"]] for row in rows[3:5]} == {"twice", "critical"}


async def test_every_number_of_the_summary_is_the_number_of_its_rows(client_for, posts):
    client = client_for(Role.AUDITOR)
    for narrowed in ({}, {"cohort": "3"}, {"unit_id": str(posts["above"].id)}):
        asked = {**ASKED, **narrowed}
        summary = (await client.get(f"{URL}/summary", params=asked)).json()
        for state in ("vacant", "overdue", "falling", "unknown"):
            rows = await everything(client, **asked, state=state)
            assert len(rows) == summary[state]
        assert sum(entry["posts"] for entry in summary["vacant_now"]) == summary["vacant"]
        assert sum(entry["posts"] for entry in summary["by_year"]) == summary["falling"]
        for entry in summary["by_year"]:
            behind = {"state": "falling", "year": entry["year"], "cohort": entry["cohort"]}
            rows = await everything(client, **{**asked, **behind})
            assert len(rows) == entry["posts"]
            assert sum(row["critical"] for row in rows) == entry["critical"]


async def test_the_summary_counts_vacant_falling_overdue_unknown_and_held(client_for, posts):
    summary = (await client_for(Role.PYB).get(f"{URL}/summary", params=ASKED)).json()

    assert posts
    assert summary == {
        "from": "2026-01-01",
        "years": 5,
        "positions": 6,
        "vacant": 1,
        "overdue": 1,
        "falling": 3,
        "unknown": 1,
        "held": 1,
        "vacant_now": [{"cohort": 3, "posts": 1, "critical": 1}],
        "by_year": [
            {"year": 2026, "cohort": 2, "posts": 1, "critical": 0},
            {"year": 2026, "cohort": 4, "posts": 1, "critical": 1},
            {"year": 2027, "cohort": 2, "posts": 1, "critical": 0},
        ],
    }


async def test_a_unit_means_the_units_below_it_too(client_for, posts):
    client = client_for(Role.ANALYST)

    below = await everything(client, **ASKED, unit_id=posts["below"].id)
    above = await everything(client, **ASKED, unit_id=posts["above"].id)

    assert {row["state"] for row in below} == {"vacant", "falling"}
    assert len(above) == 6
    assert await everything(client, **ASKED, unit_id=uuid4()) == []


@pytest.mark.parametrize(
    "query", ["years=0", "years=51", "from=1949-12-31", "from=x", "cohort=5", "month=2026-13"]
)
async def test_what_cannot_be_forecast_is_refused(client_for, query):
    answer = await client_for(Role.ANALYST).get(f"{URL}?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"?{query.split('=')[0]}"


async def test_holders_are_named_with_masked_nip_except_for_personnel_systems(client_for, posts):
    (masked,) = await everything(client_for(Role.PPK), **ASKED, cohort=4)
    (keyed,) = await everything(client_for(Role.SIMPEG), **ASKED, cohort=4)

    assert posts
    assert masked["nip"] == "*" * 14 + keyed["nip"][-4:]
    assert "*" not in keyed["nip"]


async def test_another_agencys_posts_are_not_there(client_for, posts, save):
    other = an_agency()
    await save(other)

    stranger = client_for(Role.ANALYST, agency_id=other.id)

    assert posts
    assert await everything(stranger, **ASKED) == []
    assert (await stranger.get(f"{URL}/summary")).json()["positions"] == 0


@pytest.mark.parametrize("role", [Role.ADMIN, Role.KANREG, Role.BKN, Role.ASN])
async def test_whoever_has_no_business_with_people_sees_no_forecast(client_for, role):
    for path in ("", "/summary", "/calendar", "/calendar.svg"):
        assert (await client_for(role).get(URL + path)).status_code == 403


async def test_whoever_sees_some_units_alone_sees_no_forecast(client_for, agency, posts):
    unit = frozenset({posts["below"].id})
    actor = an_actor(Role.ANALYST, agency.id, units=unit)

    assert (await client_for(None, actor=actor).get(URL)).status_code == 403


async def test_the_calendar_counts_by_month_and_its_picture_says_it_in_words(client_for, posts):
    client = client_for(Role.COMMITTEE)

    calendar = (await client.get(f"{URL}/calendar", params=ASKED)).json()
    drawn = await client.get(f"{URL}/calendar.svg", params=ASKED, headers={"Accept-Language": "en"})

    assert posts
    assert calendar["months"] == [
        {"month": "2026-03", "posts": 2, "critical": 1},
        {"month": "2027-03", "posts": 1, "critical": 0},
    ]
    assert drawn.headers["content-type"] == "image/svg+xml"
    svg = ET.fromstring(drawn.text)  # noqa: S314
    assert svg.get("role") == "img"
    words = svg.find(f"{SVG}desc").text
    assert "vacant now: 1" in words
    assert "2026: 2 (Mar 2, 1 critical)." in words
    assert "2028: none." in words


def test_a_window_that_begins_within_a_year_has_a_row_more():
    empty = {"vacant": 0, "overdue": 0, "falling": 0, "unknown": 0, "months": []}

    words = [
        ET.fromstring(calendar_svg({"from": day, "years": 2, **empty}, "id"))  # noqa: S314
        .find(f"{SVG}desc")
        .text
        for day in ("2026-01-01", "2026-01-02")
    ]

    assert ["2028" in text for text in words] == [False, True]


@pytest.mark.parametrize(("count", "tone"), [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2)])
def test_tones_are_by_thirds_of_the_fullest_month(count, tone):
    assert tone_of(count, 6) is TONES[tone]
