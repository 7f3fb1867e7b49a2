"""How soon somebody could take a position: gaps, their distance and the day that closes them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from app.talent_pools.eligibility import Verdict, judge
from app.talent_pools.profiles import Discipline
from app.talent_pools.readiness import ORDER, Gap, Readiness, gaps, horizon, readiness
from tests.talent_pools.test_eligibility import BOXES, PERSON, POST, D, people, posts, punished


def gaps_of(person=PERSON, post=POST):
    return gaps(person, post, judge(person, post, BOXES, D), D)


def gap(rule, person=PERSON, post=POST):
    (found,) = (one for one in gaps_of(person, post) if one.rule == rule)
    return found.readiness.value, found.closes_on


def test_who_lacks_nothing_is_ready_now():
    assert gaps_of() == []
    assert readiness([]) is Readiness.NOW


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2023, 1, 2), ("1-2-years", date(2026, 1, 2))),
        (date(2025, 1, 1), ("1-2-years", date(2028, 1, 1))),
        (date(2025, 1, 2), ("later", date(2028, 1, 2))),
        (None, ("unknown", None)),
    ],
)
def test_experience_is_full_on_a_day_that_can_be_told(since, expected):
    assert gap("experience", replace(PERSON, position_since=since)) == expected


@pytest.mark.parametrize(
    ("code", "since", "expected"),
    [
        ("32", date(2022, 4, 1), ("1-2-years", date(2026, 4, 1))),
        ("32", date(2015, 4, 1), ("1-2-years", D)),
        ("32", date(2024, 4, 1), ("later", date(2028, 4, 1))),
        ("31", date(2015, 4, 1), ("later", date(2030, 1, 1))),
        ("31", date(2024, 4, 1), ("later", date(2032, 4, 1))),
        ("32", None, ("later", None)),
        ("", None, ("unknown", None)),
    ],
)
def test_a_rank_is_reached_by_regular_promotions_of_four_years_a_step(code, since, expected):
    person = replace(PERSON, rank_code=code, rank_name="", rank_since=since)

    assert gap("rank", person) == expected


def test_what_only_pns_may_hold_a_pppk_never_reaches():
    assert gap("rank", replace(PERSON, employment="PPPK")) == ("never", None)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (punished("light", date(2025, 12, 1), date(2026, 3, 1)), ("1-2-years", date(2026, 3, 2))),
        (punished("medium", date(2025, 1, 1), date(2025, 6, 1)), ("1-2-years", date(2027, 6, 1))),
        (punished("heavy", date(2025, 6, 1), date(2026, 6, 1)), ("later", date(2028, 6, 1))),
        (punished("medium", date(2024, 1, 1), date(2024, 2, 29)), ("1-2-years", date(2026, 3, 1))),
        (punished("light", date(2010, 1, 1), None), ("unknown", None)),
        (
            replace(
                PERSON,
                disciplines=(
                    Discipline("heavy", date(2025, 6, 1), date(2026, 6, 1), cancelled=False),
                    Discipline("light", date(2010, 1, 1), None, cancelled=False),
                ),
            ),
            ("unknown", None),
        ),
    ],
)
def test_a_punishment_is_over_on_a_day_that_can_be_told(person, expected):
    assert gap("discipline", person) == expected


@pytest.mark.parametrize(
    ("rule", "person", "post", "expected"),
    [
        ("training", replace(PERSON, trainings=()), POST, "1-2-years"),
        ("education", replace(PERSON, education_level="15"), POST, "later"),
        ("education", replace(PERSON, education_level=""), POST, "unknown"),
        ("box", replace(PERSON, box=5), POST, "later"),
        ("level", replace(PERSON, cohort=1), replace(POST, cohort=3), "later"),
        ("level", replace(PERSON, cohort=3), POST, "never"),
        ("retirement", replace(PERSON, birth_date=date(1968, 5, 17)), POST, "never"),
    ],
)
def test_other_gaps_have_a_distance_and_no_day(rule, person, post, expected):
    assert gap(rule, person, post) == (expected, None)


def test_readiness_is_the_worst_of_the_gaps():
    for n, worst in enumerate(ORDER[1:], 2):
        found = [Gap("box", one) for one in ORDER[1:n]]

        assert readiness(found) is worst


def as_known(person):
    """Without what the files date after D: it does not count, and would count later."""
    known = [item for item in person.disciplines if item.started_on and item.started_on <= D]
    return replace(person, disciplines=known)


@given(people.map(as_known), posts)
def test_a_day_given_is_the_first_on_which_the_rule_passes(person, post):
    for rule, _, closes_on in gaps_of(person, post):
        if closes_on is None or rule == "rank":
            continue
        before = judge(person, post, BOXES, closes_on - timedelta(days=1))[rule].verdict

        assert judge(person, post, BOXES, closes_on)[rule].verdict is Verdict.PASS
        assert before is not Verdict.PASS


@given(people.map(as_known), posts)
def test_near_is_what_would_pass_two_years_later(person, post):
    for rule, distance, closes_on in gaps_of(person, post):
        if closes_on is not None and rule != "rank":
            later = judge(person, post, BOXES, horizon(D))[rule].verdict

            assert (distance is Readiness.SOON) == (later is Verdict.PASS)


@given(people, posts)
def test_ready_now_is_the_same_as_eligible(person, post):
    judgements = judge(person, post, BOXES, D)
    all_pass = all(judgement.verdict is Verdict.PASS for judgement in judgements.values())

    assert (readiness(gaps_of(person, post)) is Readiness.NOW) == all_pass
