"""The eight rules of eligibility, one by one and all together."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.employees.ranks import CODES
from app.talent_pools import eligibility
from app.talent_pools.eligibility import RULES, Verdict, eligible, judge
from app.talent_pools.profiles import EDUCATION, Discipline, Person, Requirement, Training, golongan

D = date(2026, 1, 1)
BOXES = frozenset({7, 8, 9})
PERSON = Person(
    box=8,
    cohort=2,
    employment="PNS",
    rank_code="34",
    rank_name="III/d",
    education_level="40",
    position_since=date(2022, 12, 31),
    position_level="Pengawas",
    retirement_age=None,
    birth_date=date(1980, 5, 17),
    trainings=(Training("DIKLAT PIM  TK. IV", date(2015, 6, 1), 2015),),
)
POST = Requirement(
    cohort=2, rank="III/c", education="30", training="PKP", experience_years=3, admits_pppk=False
)


def verdict(rule, person=PERSON, post=POST):
    return judge(person, post, BOXES, D)[rule].verdict


def test_a_person_who_meets_all_that_is_asked_is_eligible():
    judgements = judge(PERSON, POST, BOXES, D)

    assert tuple(judgements) == RULES
    assert eligible(judgements)


@pytest.mark.parametrize(
    ("box", "expected"), [(7, "pass"), (9, "pass"), (6, "fail"), (None, "unknown")]
)
def test_only_the_boxes_of_the_pool_pass(box, expected):
    assert verdict("box", replace(PERSON, box=box)) == expected


@pytest.mark.parametrize(
    ("own", "asked", "expected"),
    [
        (2, 2, "pass"),
        (1, 2, "pass"),
        (3, 2, "fail"),
        (1, 3, "fail"),
        (None, 2, "unknown"),
        (2, None, "unknown"),
    ],
)
def test_the_level_is_the_positions_or_one_below(own, asked, expected):
    assert verdict("level", replace(PERSON, cohort=own), replace(POST, cohort=asked)) == expected


@pytest.mark.parametrize(
    ("code", "name", "asked", "expected"),
    [
        ("33", "III/c", "III/c", "pass"),
        ("32", "III/b", "III/c", "fail"),
        ("41", "IV/a", "III/d", "pass"),
        ("", "III/C", "III/c", "pass"),
        ("", "", "III/c", "unknown"),
        ("", "Penata", "III/c", "unknown"),
        ("34", "III/d", "tinggi", "unknown"),
        ("34", "III/d", "33", "pass"),
        ("", "", "", "pass"),
    ],
)
def test_golongan_compare_in_the_order_of_the_codes(code, name, asked, expected):
    person = replace(PERSON, rank_code=code, rank_name=name)

    assert verdict("rank", person, replace(POST, rank=asked)) == expected


@pytest.mark.parametrize(("admits", "expected"), [(False, "fail"), (True, "pass")])
def test_pppk_pass_only_where_the_position_admits_them(admits, expected):
    person = replace(PERSON, employment="PPPK", rank_code="", rank_name="IX")

    assert verdict("rank", person, replace(POST, admits_pppk=admits)) == expected


@pytest.mark.parametrize(
    ("own", "asked", "expected"),
    [("30", "30", "pass"), ("15", "30", "fail"), ("", "30", "unknown"), ("99", "30", "unknown")],
)
def test_education_compares_in_the_order_of_the_codes(own, asked, expected):
    person = replace(PERSON, education_level=own)

    assert verdict("education", person, replace(POST, education=asked)) == expected


@pytest.mark.parametrize(
    ("trainings", "asked", "expected"),
    [
        ([], "", "pass"),
        ([], "PKP", "fail"),
        ([Training("PKA", D, 2026)], "PKP", "pass"),
        ([Training("PKP", D, 2026)], "PKA", "fail"),
        ([Training("PKP", D + timedelta(days=1), 2026)], "PKP", "fail"),
        ([Training("Pelatihan Pimpinan", date(2015, 1, 1), 2015)], "PKP", "unknown"),
        ([Training("Pelatihan Pimpinan", date(2026, 1, 2), 2026)], "PKP", "fail"),
        (
            [
                Training("Pelatihan Pimpinan", date(2015, 1, 1), 2015),
                Training("SPAMA", date(2009, 1, 1), 2009),
            ],
            "PKA",
            "pass",
        ),
        ([Training("Latsar CPNS", date(2015, 1, 1), 2015)], "PKP", "fail"),
        ([Training("PKP", None, 2025)], "PKP", "pass"),
        ([Training("PKP", None, 2026)], "PKP", "unknown"),
        ([Training("PKP", None, None)], "PKP", "unknown"),
        ([Training("PKP", None, 2027)], "PKP", "fail"),
        ([Training("PKA", D, 2026)], "Lemhannas", "unknown"),
    ],
)
def test_training_of_the_level_or_above_must_be_read_with_certainty(trainings, asked, expected):
    person = replace(PERSON, trainings=trainings)

    assert verdict("training", person, replace(POST, training=asked)) == expected


@pytest.mark.parametrize(
    ("since", "years", "expected"),
    [
        (date(2023, 1, 1), 3, "pass"),
        (date(2023, 1, 2), 3, "fail"),
        (None, 3, "unknown"),
        (date(2026, 1, 2), 3, "unknown"),
        (None, 0, "pass"),
    ],
)
def test_experience_counts_full_years_in_the_present_position(since, years, expected):
    person = replace(PERSON, position_since=since)

    assert verdict("experience", person, replace(POST, experience_years=years)) == expected


def punished(level, start, end, *, cancelled=False):
    return replace(PERSON, disciplines=(Discipline(level, start, end, cancelled),))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (PERSON, "pass"),
        (punished("light", date(2025, 12, 1), D), "fail"),
        (punished("light", date(2025, 12, 1), date(2025, 12, 31)), "pass"),
        (punished("medium", date(2023, 1, 1), date(2024, 1, 1)), "pass"),
        (punished("medium", date(2023, 1, 1), date(2024, 1, 2)), "fail"),
        (punished("heavy", date(2024, 6, 1), date(2025, 6, 1)), "fail"),
        (punished("heavy", date(2024, 6, 1), date(2025, 6, 1), cancelled=True), "pass"),
        (punished("heavy", date(2026, 1, 2), date(2027, 1, 2)), "pass"),
        (punished("light", date(2010, 1, 1), None), "unknown"),
        (punished("medium", None, date(2020, 1, 1)), "pass"),
        (punished("medium", None, date(2025, 1, 1)), "unknown"),
    ],
)
def test_a_punishment_bars_while_served_and_a_grave_one_for_two_years_more(person, expected):
    assert verdict("discipline", person) == expected


@pytest.mark.parametrize(
    ("birth", "age", "jenjang", "expected"),
    [
        (date(1969, 12, 31), None, "Pengawas", "pass"),
        (date(1969, 11, 30), None, "Pengawas", "fail"),
        (date(1967, 12, 31), None, "Ahli Madya", "pass"),
        (date(1967, 12, 31), 58, "Ahli Madya", "fail"),
        (date(1967, 12, 31), 60, "", "pass"),
        (date(1967, 12, 31), None, "", "unknown"),
    ],
)
def test_twenty_four_months_of_service_must_remain(birth, age, jenjang, expected):
    person = replace(PERSON, birth_date=birth, retirement_age=age, position_level=jenjang)

    assert verdict("retirement", person) == expected


def test_the_datum_says_in_both_languages_what_was_compared():
    datum = judge(PERSON, POST, BOXES, D)["training"].datum

    assert datum.id == "diklat: DIKLAT PIM  TK. IV (2015-06-01); syarat PKP"
    assert datum.en == "trainings: DIKLAT PIM  TK. IV (2015-06-01); required PKP"


days = st.dates(date(1995, 1, 1), date(2030, 12, 31)) | st.none()
people = st.builds(
    Person,
    box=st.none() | st.integers(1, 9),
    cohort=st.none() | st.integers(1, 4),
    employment=st.sampled_from(["PNS", "PPPK"]),
    rank_code=st.sampled_from(["", *CODES.values()]),
    rank_name=st.sampled_from(["", "IX", "{aneh}", *CODES]),
    education_level=st.sampled_from(["", "99", *EDUCATION]),
    position_since=days,
    position_level=st.sampled_from(["", "JPT Pratama", "Ahli Utama", "Pelaksana"]),
    retirement_age=st.none() | st.sampled_from([58, 60, 65]),
    birth_date=st.dates(date(1955, 1, 1), date(2005, 12, 31)),
    trainings=st.lists(
        st.builds(
            Training,
            st.sampled_from(["PKP", "PKA", "Diklatpim II", "SPATI", "Latsar", "{?}"]),
            days,
            st.none() | st.integers(1995, 2030),
        ),
        max_size=4,
    ),
    disciplines=st.lists(
        st.builds(
            Discipline, st.sampled_from(["light", "medium", "heavy"]), days, days, st.booleans()
        ),
        max_size=4,
    ),
)
posts = st.builds(
    Requirement,
    cohort=st.none() | st.integers(1, 4),
    rank=st.sampled_from(["", "?", *CODES]),
    education=st.sampled_from(["", *EDUCATION]),
    training=st.sampled_from(["", "PKP", "PKA", "PKN II", "PKN I", "?"]),
    experience_years=st.integers(0, 10),
    admits_pppk=st.booleans(),
)


@given(people, posts)
def test_every_rule_answers_for_everybody_with_a_datum_in_words(person, post):
    judgements = judge(person, post, BOXES, D)

    assert tuple(judgements) == RULES
    assert all(judgement.datum.id and judgement.datum.en for judgement in judgements.values())
    assert eligible(judgements) == all(j.verdict == "pass" for j in judgements.values())


@given(people, posts)
def test_unknown_is_never_eligible(person, post):
    judgements = judge(person, post, BOXES, D)

    if any(judgement.verdict is Verdict.UNKNOWN for judgement in judgements.values()):
        assert not eligible(judgements)


@given(people, posts, st.sampled_from(list(CODES)))
def test_a_higher_golongan_never_turns_a_pass_into_a_fail(person, post, higher):
    before = eligibility.rank(person, post).verdict
    own = golongan(person.rank_code) or golongan(person.rank_name)
    promoted = replace(person, rank_code=max(own, golongan(higher)))

    if before is Verdict.PASS:
        assert eligibility.rank(promoted, post).verdict is Verdict.PASS


@given(people, posts, st.sampled_from(["PKP", "PKN I", "Lemhannas", "Latsar"]))
def test_one_more_training_never_turns_a_pass_into_anything_else(person, post, name):
    more = replace(person, trainings=[*person.trainings, Training(name, date(2020, 1, 1), 2020)])

    if eligibility.training(person, post, D).verdict is Verdict.PASS:
        assert eligibility.training(more, post, D).verdict is Verdict.PASS


@given(people, days)
def test_one_more_punishment_never_helps(person, end):
    more = Discipline("medium", date(2020, 1, 1), end, cancelled=False)
    worse = replace(person, disciplines=[*person.disciplines, more])
    order = [Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS]

    after = eligibility.discipline(worse, D).verdict
    assert order.index(after) <= order.index(eligibility.discipline(person, D).verdict)


@given(people, posts)
def test_facts_dated_after_the_day_change_nothing(person, post):
    tomorrow = D + timedelta(days=1)
    later = replace(
        person,
        trainings=[*person.trainings, Training("PKN I", tomorrow, 2026)],
        disciplines=[*person.disciplines, Discipline("heavy", tomorrow, None, cancelled=False)],
    )
    verdicts = {rule: j.verdict for rule, j in judge(person, post, BOXES, D).items()}

    assert {rule: j.verdict for rule, j in judge(later, post, BOXES, D).items()} == verdicts
