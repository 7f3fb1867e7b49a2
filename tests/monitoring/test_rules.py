"""Recommendations and the worksheet's conditions: closed, and silent about what is not known."""

from hypothesis import given
from hypothesis import strategies as st

from app.monitoring.advice import RULES, recommended
from app.monitoring.figures import FIGURES
from app.monitoring.merit import QUESTIONS, met, proposed

numbers = st.fixed_dictionaries(dict.fromkeys(FIGURES, st.none() | st.integers(0, 400)))
EXTRA = {"recommended", "followed"}


def test_every_rule_and_condition_rests_on_numbers_that_there_are():
    for rule in RULES.values():
        assert set(rule.needs) <= set(FIGURES)
    for question in QUESTIONS.values():
        for condition in question.conditions.values():
            assert set(condition.figures) <= set(FIGURES) | EXTRA
            assert (condition.met is None) == (condition.why is not None)
    assert list(QUESTIONS) == [f"a2q{n}" for n in range(1, 7)]


@given(numbers)
def test_nothing_is_recommended_for_want_of_knowing(found):
    for code in recommended(found):
        assert all(found[name] is not None for name in RULES[code].needs)
    assert recommended(dict.fromkeys(FIGURES)) == []


@given(numbers)
def test_a_condition_is_never_met_by_what_is_not_known(found):
    found = {**found, "recommended": 0, "followed": 0}
    for question in QUESTIONS.values():
        for condition in question.conditions.values():
            verdict = met(condition, found)
            unknown = any(found[name] is None for name in condition.figures)
            assert (verdict is None) == (unknown or condition.met is None)


@given(st.lists(st.sampled_from([True, False, None])))
def test_a_score_is_proposed_only_where_everything_is_met(verdicts):
    assert proposed(verdicts) == (4 if verdicts and set(verdicts) == {True} else None)


def test_questions_that_documents_must_answer_have_no_score():
    everything = dict.fromkeys((*FIGURES, *EXTRA), 1)
    scores = {
        code: proposed([met(condition, everything) for condition in question.conditions.values()])
        for code, question in QUESTIONS.items()
    }

    assert (scores["a2q1"], scores["a2q2"], scores["a2q3"]) == (None, None, None)
    assert (scores["a2q5"], scores["a2q6"]) == (4, 4)
