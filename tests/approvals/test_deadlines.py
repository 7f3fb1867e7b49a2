"""What is said of a stage as its day comes near, and who stands above."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.approvals import routes
from app.approvals.deadlines import Notice, above, notice
from app.approvals.workflow import Stage
from app.core import working_days

MONDAY = date(2026, 1, 19)
ROLES = ("committee", "pyb", "ppk")


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 1, 19), None),
        (date(2026, 1, 21), None),
        (date(2026, 1, 22), Notice.DUE_SOON),
        (date(2026, 1, 23), Notice.DUE_SOON),
        (date(2026, 1, 24), None),
        (date(2026, 1, 26), Notice.DUE),
        (date(2026, 1, 27), Notice.OVERDUE),
        (date(2027, 1, 27), Notice.OVERDUE),
    ],
    ids=["begins", "early", "two-days", "one-day", "saturday", "due", "overdue", "a-year-later"],
)
def test_a_stage_of_five_days_is_spoken_of_as_its_day_comes_near(today, said):
    assert notice(MONDAY, working_days.after(MONDAY, 5), today) == said


def test_cuti_bersama_is_no_day_of_a_stage():
    before_lebaran = date(2026, 3, 17)

    assert working_days.after(before_lebaran, 2) == date(2026, 3, 26)
    assert notice(before_lebaran, date(2026, 3, 26), date(2026, 3, 20)) is None


@settings(max_examples=60)
@given(st.integers(1, 30), st.integers(0, 90), st.integers(0, 90))
def test_what_is_said_never_becomes_less_pressing(days, one, other):
    due_on = working_days.after(MONDAY, days)
    first, last = sorted((one, other))
    rank = {None: 0, Notice.DUE_SOON: 1, Notice.DUE: 2, Notice.OVERDUE: 3}

    said = [notice(MONDAY, due_on, MONDAY + timedelta(days=n)) for n in (first, last)]

    if said[1] is not None:
        assert rank[said[0]] <= rank[said[1]]


def test_above_a_stage_stands_the_next_role_and_above_the_last_one_the_head_of_the_agency():
    route = (Stage("committee"), Stage("committee"), Stage("pyb", skipped=True), Stage("analyst"))

    assert [above(route, n) for n in (1, 2, 4)] == ["analyst", "analyst", "ppk"]


@pytest.mark.parametrize("role", ["ppk", "kanreg", "bkn"])
def test_above_the_head_and_above_the_last_word_outside_stands_nobody(role):
    assert above((Stage("committee"), Stage(role)), 2) is None


def test_a_route_says_itself_who_stands_above():
    assert above((Stage("committee", escalates_to="ppk"), Stage("pyb")), 1) == "ppk"


def test_a_route_that_says_nothing_of_it_keeps_the_hash_that_it_had():
    said = routes.document("talent_pool", (Stage("ppk", name="Penetapan"),))

    assert "escalates_to" not in said["stages"][0]
    declared = routes.document("talent_pool", (Stage("pyb", escalates_to="ppk"),))
    assert routes.read(declared)[0].escalates_to == "ppk"


@pytest.mark.parametrize(
    ("role", "wrong"), [("ppk", False), ("pyb", True), ("bkn", True), ("analyst", False)]
)
def test_a_stage_escalates_to_another_role_that_can_see_the_request(role, wrong):
    stage = routes.written(Stage("pyb", escalates_to=role))
    found = routes.wrong_with([stage, routes.written(Stage("ppk"))], frozenset(), "ppk")

    assert [(one.pointer, one.code) for one in found] == (
        [("/0/escalates_to", "escalates-to-whom")] if wrong else []
    )
