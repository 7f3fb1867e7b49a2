"""The ladders of one known person under a shipped scheme, and what they come to, by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.scoring_schemes.document import parse
from app.scoring_schemes.facts import Course, TeamAssignment
from app.simulations.answering import answer
from app.simulations.counterfactual import Found, Impossible, search
from app.simulations.ladders import Person, changed, ladder
from app.simulations.levers import Lever
from app.talent_maps.nine_box import NUMBERS, cell_in
from tests.scoring_schemes.people import BKN, PU, D, an_assessment, someone
from tests.simulations.conftest import SHIPPED

NUMBERING = NUMBERS[BKN.numbering]


def rungs(lever, scheme=BKN, **changes):
    return [str(rung) for rung in ladder(Person(scheme, someone(**changes), D), lever)]


def moved(box=None, **changes):
    """What moves somebody of performance 68.3680 and potential 75.8333: box 5."""
    found = search(Person(BKN, someone(**changes), D), None if box is None else cell_in(box))
    assert isinstance(found, Found)
    return {change.lever: str(change.after) for change in found.changes}, found


def with_certificate(missing="renormalise"):
    document = SHIPPED["pu-djbk"] | {"axes": dict(SHIPPED["pu-djbk"]["axes"])}
    leaf = {"indicator": "competency.technical", "validity_years": 3, "missing": missing}
    document["axes"]["performance"] = {
        "cutoffs": ["60", "80"],
        "components": [{"code": "teknis", "weight": "100", **leaf}],
    }
    return parse(document)


def test_the_rungs_are_the_values_that_earn_more():
    assert rungs(Lever.TRAINING) == ["1.0000", "5.0000", "10.0000", "20.0000"]
    assert rungs(Lever.FEEDBACK) == ["88.68", "93.68", "98.68", "100.00"]
    assert rungs(Lever.EDUCATION) == ["45", "50"]
    assert rungs(Lever.CERTIFICATE) == []
    assert rungs(Lever.TEAM) == [
        "anggota.internal",
        "anggota.lintas_instansi",
        "ketua.internal",
        "ketua.lintas_instansi",
    ]


def test_a_ladder_begins_above_where_the_person_stands():
    seat = TeamAssignment("t", date(2025, 3, 4), "anggota", "lintas_instansi")
    hours = Course("c", 2025, date(2025, 3, 4), Decimal("6.5"))

    assert rungs(Lever.TEAM, team_assignments=(seat,)) == [
        "ketua.internal",
        "ketua.lintas_instansi",
    ]
    assert rungs(Lever.TRAINING, courses=(hours,)) == ["10.0000", "20.0000"]
    assert rungs(Lever.EDUCATION, education_level="50") == []


def test_what_is_not_on_record_cannot_be_surpassed():
    assert rungs(Lever.EDUCATION, education_level=None) == []
    assert rungs(Lever.CERTIFICATE, with_certificate(), assessments=()) == []


def test_a_certificate_is_one_technical_score_and_nothing_else():
    scheme = with_certificate()
    person = Person(scheme, someone(), D)
    facts = changed(person, {Lever.CERTIFICATE: Decimal("90.00")})

    assert rungs(Lever.CERTIFICATE, scheme)[0] == "77.44"
    assert facts.assessments == (
        an_assessment(),
        an_assessment(id="what-if", technical=Decimal("90.00")),
    )


@pytest.mark.parametrize(("years_ago", "open_"), [(0, True), (1, True), (2, False)])
def test_a_year_that_is_over_for_the_next_map_too_is_past(years_ago, open_):
    leaf = {"indicator": "feedback.score", "years_ago": years_ago, "missing": "zero"}
    document = SHIPPED["pu-djbk"] | {"axes": dict(SHIPPED["pu-djbk"]["axes"])}
    document["axes"]["performance"] = {
        "cutoffs": ["60", "80"],
        "components": [{"code": "umpan", "weight": "100", **leaf}],
    }

    assert bool(rungs(Lever.FEEDBACK, parse(document))) == open_


def test_five_hours_of_training_are_less_than_a_chair():
    changes, found = moved()

    assert changes == {Lever.TRAINING: "5.0000"}
    assert str(found.before.potential.score) == "75.8333"
    assert str(found.after.potential.score) == "81.8333"
    assert found.smaller_steps_tried == 2


def test_another_box_takes_another_change_and_the_highest_takes_both():
    assert moved(box=7)[0] == {Lever.TEAM: "ketua.internal"}
    assert moved(box=9)[0] == {Lever.TRAINING: "5.0000", Lever.TEAM: "ketua.internal"}


def test_a_score_is_narrowed_down_to_the_hundredth():
    seat = TeamAssignment("t", date(2025, 3, 4), "ketua", "lintas_instansi")
    scheme = replace(BKN, performance=replace(BKN.performance, cutoffs=(Decimal(60), Decimal(84))))
    person = Person(scheme, someone(team_assignments=(seat,)), D)

    found = search(person, cell_in(7))

    # 60 + 15 + 10 f / 100 >= 84 from f = 90
    assert [(c.lever, str(c.before), str(c.after)) for c in found.changes] == [
        (Lever.FEEDBACK, "83.68", "90.00")
    ]


def test_without_an_assessment_nothing_is_enough_and_that_is_said():
    outcome = search(Person(PU, someone(assessments=()), D))
    said = answer(outcome, NUMBERING, "en")

    assert isinstance(outcome, Impossible)
    assert said["impossible"]["code"] == "data-missing"
    assert said["impossible"]["reachable"]["missing"] == ["kompetensi", "potensi"]
    assert "kompetensi, potensi" in said["impossible"]["reason"]


def test_the_best_within_reach_is_told_where_it_is_not_enough():
    low = an_assessment(achieved=(1,) * 9, aspects=(1,) * 8)

    said = answer(search(Person(PU, someone(assessments=(low,)), D)), NUMBERING, "en")

    assert said["impossible"]["code"] == "out-of-reach"
    best = said["impossible"]["reachable"]
    assert best["potential"] > said["before"]["potential"]
    assert f"potential to {best['potential']}" in said["impossible"]["reason"]
    fixed = {one["code"] for one in said["fixed"]}
    assert {"kompetensi", "potensi", "keragaman"} <= fixed
    assert not {"pengembangan", "pendidikan"} & fixed
