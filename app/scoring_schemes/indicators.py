"""The indicators that a scheme may read, with their options and the raw values they can have.

Pure.
"""

from enum import StrEnum
from typing import NamedTuple


class Indicator(StrEnum):
    """What a leaf reads of a person's facts at D."""

    PREDICATE = "performance.predicate"
    WORK_RESULT = "performance.work_result"
    AWARD_SCALE = "award.scale"
    TEAM_ROLE = "team.role"
    FEEDBACK_SCORE = "feedback.score"
    COMPETENCY_JPM = "competency.jpm"
    COMPETENCY_TECHNICAL = "competency.technical"
    POTENTIAL_ASPECTS = "potential.aspects"
    TRAINING_HOURS = "training.hours"
    TENURE_YEARS = "position.tenure_years"
    DIVERSITY = "position.diversity"
    ACTING = "position.acting"
    EDUCATION_LEVEL = "education.level"
    EDUCATION_RELEVANCE = "education.relevance"
    DISCIPLINE_RECORD = "discipline.record"


class Kind(NamedTuple):
    """The options of an indicator, and the raw values that its points may name."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    values: tuple[str, ...] = ()


NONE = "none"
"""The raw value of a person of whom there is no record."""

PREDICATES = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
WORK_RESULTS = ("above", "as_expected", "below")
"""Hasil kerja, in the order of SIASN's codes 1, 2, 3."""
SCALES = ("internasional", "nasional", "lintas_instansi", "internal")
ROLES = ("ketua", "anggota")
SCOPES = ("lintas_instansi", "internal")
DIVERSITIES = ("cross_agency", "cross_unit", "single_unit")
ACTINGS = {
    "PLT_LEBIH_TINGGI": "plt_higher",
    "PLT_SETARA": "plt_equal",
    "PLH_LEBIH_TINGGI": "plh_higher",
    "PLH_SETARA": "plh_equal",
}
"""`jenisPenugasanId` of an acting assignment to its value in a scheme."""
EDUCATION_LEVELS = (
    *("05", "10", "12", "15", "17", "18", "20", "25", "30"),
    *("35", "40", "42", "45", "47", "49", "50"),
)
"""SIASN's `tkPendidikanId`, from primary school to doctorate."""
RELEVANCES = ("very", "fairly", "not")
DISCIPLINES = ("serving", "heavy", "medium", "light")

KINDS: dict[Indicator, Kind] = {
    Indicator.PREDICATE: Kind(frozenset({"points", "look_back"}), values=PREDICATES),
    Indicator.WORK_RESULT: Kind(frozenset({"points", "look_back"}), values=WORK_RESULTS),
    Indicator.AWARD_SCALE: Kind(frozenset({"points", "window_years"}), values=(*SCALES, NONE)),
    Indicator.TEAM_ROLE: Kind(
        frozenset({"points", "window_years"}),
        values=(*(f"{role}.{scope}" for role in ROLES for scope in SCOPES), NONE),
    ),
    Indicator.FEEDBACK_SCORE: Kind(frozenset({"years_ago"})),
    Indicator.COMPETENCY_JPM: Kind(frozenset({"validity_years"}), frozenset({"cap"})),
    Indicator.COMPETENCY_TECHNICAL: Kind(frozenset({"validity_years"})),
    Indicator.POTENTIAL_ASPECTS: Kind(frozenset({"validity_years"})),
    Indicator.TRAINING_HOURS: Kind(frozenset({"bands", "years_ago"})),
    Indicator.TENURE_YEARS: Kind(frozenset({"bands"})),
    Indicator.DIVERSITY: Kind(frozenset({"points"}), values=DIVERSITIES),
    Indicator.ACTING: Kind(frozenset({"points"}), values=(*ACTINGS.values(), NONE)),
    Indicator.EDUCATION_LEVEL: Kind(frozenset({"points"}), values=EDUCATION_LEVELS),
    Indicator.EDUCATION_RELEVANCE: Kind(frozenset({"points"}), values=RELEVANCES),
    Indicator.DISCIPLINE_RECORD: Kind(frozenset({"points"}), values=(*DISCIPLINES, NONE)),
}
