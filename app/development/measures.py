"""What may be done to keep and further the people of a box: a closed list by cell. Pure.

The list is that of the annex of PermenPANRB 3/2020: the recommendations of each box. A measure is
named by a code; which codes a cell has follows from the recommendations themselves.
"""

from app.core.words import Words
from app.talent_maps import nine_box
from app.talent_maps.nine_box import ACTIONS

MEASURES: dict[str, Words] = {
    "promotion": nine_box.PROMOTED,
    "national_pool": nine_box.NATIONAL_POOL,
    "reward": nine_box.REWARD,
    "retention": nine_box.KEPT,
    "pool": nine_box.POOL,
    "wider_position": nine_box.WIDER,
    "enriched_position": nine_box.RICHER,
    "rotation": nine_box.ROTATION,
    "guidance": nine_box.GUIDANCE,
    "counselling": nine_box.COUNSELLING,
    "competence_development": nine_box.DEVELOPMENT,
    "study_assignment": nine_box.STUDY,
    "fitting_placement": nine_box.FITTING,
    "by_law": nine_box.BY_LAW,
}
"""Every measure, by its code."""
_CODES = {words: code for code, words in MEASURES.items()}


def recommended(cell: int) -> tuple[str, ...]:
    """The codes of what the regulation recommends for a cell, by the cell's index."""
    return tuple(_CODES[words] for words in ACTIONS[cell])
