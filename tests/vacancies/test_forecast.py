"""The forecast: the rule for one post, and the statement for an agency held to it."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.identity import Role
from app.vacancies.forecast import Holder, State, Window, age_limit, leaves_on, state_of
from tests.factories import a_position, a_unit, an_employee

D = date(2026, 1, 1)
URL = "/v1/vacancies"
LEVELS = (
    None,
    "",
    "  ",
    "JPT Pratama",
    "Pimpinan  Tinggi Madya",
    "Jabatan Pimpinan Tinggi Pratama",
    "Administrator",
    "JF Ahli Utama",
    "ahli utama",
    "JF  Ahli Madya",
    "Ahli Muda",
)


@pytest.mark.parametrize(
    ("own", "level", "born", "day"),
    [
        (None, "Administrator", date(1968, 4, 11), date(2026, 5, 1)),
        (60, "Administrator", date(1966, 12, 31), date(2027, 1, 1)),
        (None, "JF Ahli Utama", date(1970, 2, 1), date(2035, 3, 1)),
        (0, "JPT Pratama", date(1966, 1, 31), date(2026, 2, 1)),
        (None, None, date(1968, 4, 11), None),
    ],
)
def test_a_post_falls_vacant_on_the_tmt_pensiun_of_its_holder(own, level, born, day):
    assert leaves_on(own, Holder(born, level)) == day


@pytest.mark.parametrize(
    ("born", "state"),
    [
        (date(1967, 11, 30), State.OVERDUE),
        (date(1967, 12, 1), State.FALLING),
        (date(1972, 11, 30), State.FALLING),
        (date(1972, 12, 1), State.HELD),
    ],
)
def test_the_first_day_counts_and_the_same_day_years_later_does_not(born, state):
    assert state_of(58, Holder(born, "Administrator"), Window(D, 5)) is state


def test_without_a_holder_it_is_vacant_and_without_a_limit_unknown():
    assert state_of(58, None, Window(D, 5)) is State.VACANT
    assert state_of(None, Holder(date(1960, 1, 1), None), Window(D, 5)) is State.UNKNOWN


@given(st.dates(date(1940, 1, 1), date(2010, 12, 31)), st.sampled_from(LEVELS), st.integers(1, 50))
def test_more_years_never_take_a_post_out_of_the_forecast(born, level, years):
    near, far = (state_of(None, Holder(born, level), Window(D, n)) for n in (years, years + 1))

    assert near is far or (near, far) == (State.HELD, State.FALLING)


async def test_the_statement_says_what_the_rule_says(client_for, agency, save):
    chance = random.Random(5)  # noqa: S311
    unit = a_unit(agency)
    posts = [
        a_position(unit, retirement_age=chance.choice((None, None, 0, 58, 60, 65)))
        for _ in range(60)
    ]
    people = [
        an_employee(
            unit,
            birth_date=date(1955, 1, 1) + timedelta(days=chance.randrange(12000)),
            position_code=chance.choice(posts).code,
            position_level=chance.choice(LEVELS),
            legal_status=chance.choice(("Aktif", "aktif", "AKTIF", "Pensiun", None)),
        )
        for _ in range(120)
    ]
    await save(unit, *posts, *people)
    window = Window(D, 7)
    wanted = set()
    for post in posts:
        own = post.retirement_age
        held = [
            p
            for p in people
            if p.position_code == post.code and (p.legal_status or "").lower() == "aktif"
        ]
        if not held:
            wanted.add((post.code, None, "vacant", None, None))
        for person in held:
            holder = Holder(person.birth_date, person.position_level)
            state, day = state_of(own, holder, window), leaves_on(own, holder)
            if state is not State.HELD:
                shown = None if day is None else day.isoformat()
                wanted.add((post.code, person.name, state.value, shown, age_limit(own, holder)))

    found = await everything(client_for(Role.ANALYST), **{"from": "2026-01-01", "years": 7})

    assert {
        (row["code"], row["holder"], row["state"], row["falls_vacant_on"], row["retirement_age"])
        for row in found
    } == wanted
    assert len(found) == len(wanted)
    assert {state for _, _, state, _, _ in wanted} == set(State) - {State.HELD}


async def everything(client, **query):
    """The rows of all pages."""
    rows, query = [], {"limit": 7, **query}
    for _ in range(100):
        answer = await client.get(URL, params=query)
        assert answer.status_code == 200, answer.text
        rows += answer.json()["items"]
        if answer.json()["next"] is None:
            return rows
        query["cursor"] = answer.json()["next"]
    raise AssertionError(query)
