"""What is in somebody's own power, indicator by indicator: a closed table. Pure.

A counterfactual moves levers alone. Never age or sex, which no scheme reads; never the unit; never
the past: not predicates that were given, not years that are over, not posts held or punishments
served. Levers stand in the order of ease, the easiest first.
"""

from enum import StrEnum

from app.core.words import Words
from app.scoring_schemes.indicators import Indicator
from app.scoring_schemes.scheme import Leaf

LATEST_YEARS_AGO = 1
"""A map a year on reads, for `years_ago` of 1, the year of this map's date; for 2 one that was over
by then."""


class Lever(StrEnum):
    """What a person can move."""

    TRAINING = "training"
    FEEDBACK = "feedback"
    TEAM = "team"
    CERTIFICATE = "certificate"
    EDUCATION = "education"


OF_INDICATOR: dict[Indicator, Lever] = {
    Indicator.TRAINING_HOURS: Lever.TRAINING,
    Indicator.FEEDBACK_SCORE: Lever.FEEDBACK,
    Indicator.TEAM_ROLE: Lever.TEAM,
    Indicator.COMPETENCY_TECHNICAL: Lever.CERTIFICATE,
    Indicator.EDUCATION_LEVEL: Lever.EDUCATION,
}
MEANINGS: dict[Lever, Words] = {
    Lever.TRAINING: Words(
        "Jam pelatihan bersertifikat dalam tahun yang dihitung",
        "Hours of training with a certificate, in the year that counts",
    ),
    Lever.FEEDBACK: Words(
        "Nilai umpan balik 360 dalam tahun yang dihitung",
        "The 360-degree feedback score of the year that counts",
    ),
    Lever.TEAM: Words(
        "Peran dan lingkup dalam tim kerja dengan surat keputusan",
        "Role and scope in a team, by decree",
    ),
    Lever.CERTIFICATE: Words(
        "Nilai kompetensi teknis menurut uji kompetensi yang baru",
        "The technical score, certified by a new test of competence",
    ),
    Lever.EDUCATION: Words(
        "Tingkat pendidikan formal yang lebih tinggi", "A higher level of formal education"
    ),
}
FIXED: dict[Indicator, Words] = {
    Indicator.PREDICATE: Words(
        "Predikat yang sudah diberikan tidak berubah lagi; predikat berikutnya ditetapkan atasan.",
        "A predicate that was given stays; the next one is the superior's to give.",
    ),
    Indicator.WORK_RESULT: Words(
        "Hasil kerja yang sudah dinilai tidak berubah lagi; yang berikutnya dinilai atasan.",
        "A result that was appraised stays; the next one is the superior's to appraise.",
    ),
    Indicator.AWARD_SCALE: Words(
        "Penghargaan diberikan oleh orang lain.", "An award is for others to give."
    ),
    Indicator.COMPETENCY_JPM: Words(
        "Kompetensi diukur oleh asesor; kesenjangannya dikerjakan dalam rencana pengembangan, dan"
        " hasil asesmen berikutnya tidak dapat dijanjikan.",
        "Competence is measured by assessors; its gaps are for the development plan, and what the"
        " next assessment finds cannot be promised.",
    ),
    Indicator.POTENTIAL_ASPECTS: Words(
        "Potensi diukur oleh asesor; hasil asesmen berikutnya tidak dapat dijanjikan.",
        "Potential is measured by assessors; what the next assessment finds cannot be promised.",
    ),
    Indicator.TENURE_YEARS: Words(
        "Lama jabatan bertambah dengan waktu saja.", "Only time adds to tenure."
    ),
    Indicator.DIVERSITY: Words(
        "Penempatan ditetapkan oleh pejabat yang berwenang.", "Postings are decided by others."
    ),
    Indicator.ACTING: Words(
        "Penugasan plt dan plh ditetapkan oleh pejabat yang berwenang.",
        "Acting assignments are decided by others.",
    ),
    Indicator.EDUCATION_RELEVANCE: Words(
        "Kesesuaian bidang ilmu bergantung pada jabatan, yang ditetapkan oleh orang lain.",
        "How relevant a field is depends on the post, which others decide.",
    ),
    Indicator.DISCIPLINE_RECORD: Words(
        "Hukuman disiplin adalah masa lalu.", "Punishments are the past."
    ),
}
"""Why the other indicators are no levers; together with the levers these are all there are."""
YEAR_OVER = Words(
    "Tahun yang dihitung sudah berakhir juga bagi peta berikutnya.",
    "The year that counts is over for the next map, too.",
)


def lever_of(leaf: Leaf) -> Lever | None:
    """What moves a leaf; None when nothing in one's own power does."""
    return OF_INDICATOR.get(leaf.indicator) if leaf.years_ago <= LATEST_YEARS_AGO else None


def why_fixed(leaf: Leaf) -> Words:
    """Why nothing in one's own power moves a leaf."""
    return FIXED.get(leaf.indicator, YEAR_OVER)
