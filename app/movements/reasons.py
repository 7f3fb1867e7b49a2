"""Why somebody stands in another cell: facts or scheme. Pure.

Both maps are mixed: the scheme from before over the facts from after, and the other way round.
When the changed facts alone would have moved the person to where they stand, it was the facts;
when the changed scheme alone would have, the scheme; when each of them would have, either; when
neither would have, it took both.
"""

from enum import StrEnum


class Why(StrEnum):
    """What moved a person."""

    FACTS = "facts"
    SCHEME = "scheme"
    EITHER = "either"
    """The facts alone would have, and so would the scheme alone."""
    BOTH = "both"
    """Neither alone would have."""


def why(after: int | None, old_scheme: int | None, new_scheme: int | None) -> Why:
    """What moved a person to the cell `after`.

    `old_scheme` is the cell by the scheme from before over the facts from after, `new_scheme` that
    by the scheme from after over the facts from before. None is without a box.
    """
    match old_scheme == after, new_scheme == after:
        case True, True:
            return Why.EITHER
        case True, False:
            return Why.FACTS
        case False, True:
            return Why.SCHEME
        case _:
            return Why.BOTH
