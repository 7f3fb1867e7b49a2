"""The six questions of the merit worksheet 2026 about talent management, and what is known. Pure.

Source: Kertas Kerja Evaluasi Sistem Merit 2026, aspect 2, sub-aspects a2q1 to a2q6, each scored 0
to 4 by evidence. Only the conditions of the highest score are public, so only that score is ever
proposed: where every condition can be computed and is met. Otherwise no score is said; the lower
steps are the assessors' to judge.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from app.core.words import Words
from app.monitoring.advice import A_YEAR

HIGHEST = 4
Known = dict[str, int]


class Condition(NamedTuple):
    """A part of what the highest score asks; `why` says why it cannot be computed."""

    title: Words
    figures: tuple[str, ...] = ()
    met: Callable[[Known], bool] | None = None
    why: Words | None = None


class Question(NamedTuple):
    """A sub-aspect of the worksheet."""

    title: Words
    conditions: dict[str, Condition]


DECREE = Words(
    "Bukti berupa dokumen; lampirkan pada permohonan kesiapan.",
    "The evidence is a document; attach it to the readiness request.",
)
OUTSIDE = Words(
    "Pengadaan ASN tidak dicatat di layanan ini.", "This service does not record recruitment."
)

QUESTIONS: dict[str, Question] = {
    "a2q1": Question(
        Words("Pemetaan talenta", "Talent mapping"),
        {
            "committee": Condition(Words("KTI dibentuk", "The committee is formed"), why=DECREE),
            "everybody": Condition(
                Words("Seluruh pegawai dipetakan", "Everybody is mapped"),
                ("mapped", "unmapped"),
                lambda n: n["mapped"] > 0 and n["unmapped"] == 0,
            ),
            "renewed": Condition(
                Words("Diperbarui berkala", "Renewed periodically"),
                ("maps", "map_days"),
                lambda n: n["maps"] > 1 and n["map_days"] <= A_YEAR,
            ),
            "instruments": Condition(
                Words("Instrumen yang sahih", "Valid instruments"),
                ("mapped", "assessed"),
                lambda n: n["assessed"] == n["mapped"] > 0,
            ),
            "used": Condition(
                Words("Hasil dipakai untuk karier", "Results are used for careers"),
                ("appointed",),
                lambda n: n["appointed"] > 0,
            ),
        },
    ),
    "a2q2": Question(
        Words("Akuisisi talenta", "Acquisition"),
        {
            "strategy": Condition(
                Words("Strategi berdasar analisis kebutuhan", "A strategy from needs"), why=DECREE
            ),
            "executed": Condition(
                Words("Kelompok suksesi disetujui dan dipakai", "Succession groups are used"),
                ("pools_approved", "appointed"),
                lambda n: n["pools_approved"] > 0 and n["appointed"] > 0,
            ),
        },
    ),
    "a2q3": Question(
        Words("Pengadaan ASN", "Recruitment"),
        {
            "by_need": Condition(
                Words("Berdasar kebutuhan talenta", "By need of talent"), why=OUTSIDE
            ),
            "in_time": Condition(
                Words("Tanpa pengangkatan tertunda", "No delayed appointments"), why=OUTSIDE
            ),
        },
    ),
    "a2q4": Question(
        Words("Pengembangan talenta", "Development"),
        {
            "programme": Condition(
                Words("Program dari hasil pemetaan", "A programme from the mapping"),
                ("plans",),
                lambda n: n["plans"] > 0,
            ),
            "executed": Condition(
                Words("Dilaksanakan tepat waktu", "Carried out in time"),
                ("plans_begun", "activities_overdue"),
                lambda n: n["plans_begun"] > 0 and n["activities_overdue"] == 0,
            ),
            "acceleration": Condition(
                Words("Mendukung akselerasi karier kotak 7, 8, 9", "Speeds careers of 7, 8, 9"),
                ("talent", "talent_planned"),
                lambda n: n["talent_planned"] == n["talent"] > 0,
            ),
        },
    ),
    "a2q5": Question(
        Words("Retensi talenta", "Retention"),
        {
            "every_group": Condition(
                Words("Dilaksanakan bagi semua kelompok", "Carried out for every group"),
                ("boxes", "boxes_covered"),
                lambda n: n["boxes_covered"] == n["boxes"] > 0,
            )
        },
    ),
    "a2q6": Question(
        Words("Pemantauan dan evaluasi", "Monitoring"),
        {
            "report": Condition(
                Words("Laporan: capaian, analisis, rekomendasi", "A report with three parts"),
                ("mapped",),
                lambda n: n["mapped"] > 0,
            ),
            "followed": Condition(
                Words("Rekomendasi ditindaklanjuti", "Recommendations are followed up"),
                ("recommended", "followed"),
                lambda n: n["followed"] == n["recommended"],
            ),
        },
    ),
}


def met(condition: Condition, numbers: Mapping[str, int | None]) -> bool | None:
    """Whether a condition is met; None where that cannot be computed."""
    known = {name: number for name in condition.figures if (number := numbers[name]) is not None}
    if condition.met is None or len(known) < len(condition.figures):
        return None
    return condition.met(known)


def proposed(verdicts: Sequence[bool | None]) -> int | None:
    """The highest score where every condition is met; no score otherwise."""
    return HIGHEST if verdicts and all(verdicts) else None
