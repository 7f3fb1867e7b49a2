"""Two implementations of the rules, written apart, agree on everything to the last digit."""

from decimal import Decimal

import orjson
from hypothesis import given
from hypothesis import strategies as st

from app.scoring_schemes.document import parse
from app.scoring_schemes.scheme import Numbering, canonical
from app.scoring_schemes.scoring import score as service_score
from app.talent_maps.nine_box import Cell, box
from app.talent_maps.ranking import ranks as service_ranks
from app.verifier import placing, scheme, scoring
from app.verifier.numbers import written
from tests.scoring_schemes.scheme_strategies import YEARS_OF_D, documents, facts
from tests.verifier.lines import line


@given(st.data())
def test_scores_levels_cells_and_gaps_agree_on_any_scheme_and_person(data):
    document = data.draw(documents())
    day = data.draw(st.sampled_from(YEARS_OF_D))
    person = data.draw(facts(day))
    theirs = service_score(parse(document), person, day)
    said = scheme.read(orjson.dumps(document))

    ours = scoring.score(said, orjson.loads(orjson.dumps(line(person))), day)

    assert said.sha256 == parse(document).sha256
    assert written(ours.performance) == text(theirs.performance.score)
    assert written(ours.potential) == text(theirs.potential.score)
    assert written(ours.value) == text(theirs.value)
    assert ours.missing == theirs.missing
    placed = placing.place(said, ours)
    levels = theirs.performance.level, theirs.potential.level
    assert (placed.performance_level, placed.potential_level) == tuple(
        None if level is None else level.name.lower() for level in levels
    )
    if None not in levels:
        cell = Cell(*levels)
        assert (placed.cell, placed.box) == (cell.name, box(cell, Numbering(said.numbering)))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3))))
def test_ranks_agree(keys):
    assert placing.ranks(keys) == service_ranks([tuple(map(Decimal, key)) for key in keys])


@given(documents())
def test_a_scheme_is_known_by_its_canonical_form(document):
    assert scheme.read(canonical(document)) == scheme.read(orjson.dumps(document))


def text(number):
    return None if number is None else f"{number:f}"
