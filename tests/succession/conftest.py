"""The agency of the pools' tests, on a scheme that can be computed."""

import pytest

from app.scoring_schemes.examples import DOCUMENT
from app.scoring_schemes.scheme import canonical
from tests.talent_pools.conftest import a_map, a_placement, a_scheme, body

__all__ = ["body", "by_another_scheme", "readable"]


def written(code):
    """A scheme as it is published."""
    scheme = a_scheme(code)
    scheme.canonical = canonical({**DOCUMENT, "code": code}).decode()
    return scheme


@pytest.fixture
async def readable(body, save):
    """The agency's map, drawn again by a scheme that can be read."""
    scheme = written("terbaca")
    again = a_map(body.agency, scheme, name="Peta terbaca")
    await save(scheme, again)
    await save(
        a_placement(again, body.people["nine"], 1, 1, 9, "92.25"),
        a_placement(again, body.people["eight"], 2, 2, 8, "81.5"),
    )
    body.map = again
    return body


@pytest.fixture
async def by_another_scheme(readable, save):
    """A map of the same people by another scheme."""
    scheme = written("lain")
    other = a_map(readable.agency, scheme, name="Peta lain")
    await save(scheme, other)
    await save(a_placement(other, readable.people["eight"], 1, 1, 9, "90"))
    return other
