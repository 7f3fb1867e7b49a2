"""A problem's own members are not overwritten by those that a kind of problem adds."""

from app import main  # noqa: F401 - with it every kind of problem is known
from app.core.errors import Problem
from app.core.openapi import ProblemRead


def kinds(of=Problem):
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_no_kind_of_problem_shows_a_member_that_every_problem_has():
    taken = ProblemRead.model_fields.keys()

    assert {
        kind.__name__: set(kind.shown) & taken for kind in kinds() if set(kind.shown) & taken
    } == {}
