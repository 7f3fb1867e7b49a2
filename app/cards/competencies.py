"""The nine competencies and eight aspects by name; achieved held against required. Pure.

Names follow PermenPANRB 38/2017 (competencies) and PermenPANRB 20/2025, article 17 (aspects of
potential). A required level is that of the assessment, which follows the post's standard
(SKJ); where there is none, the level usual for the jenjang (PermenPANRB 38/2017, annex): JPT utama
and madya 5, JPT pratama 4, administrator 3, pengawas 2, pelaksana 1; ahli utama 5, madya 4, muda
3, pertama 2; penyelia 3, mahir 2, terampil and pemula 1 (of terampil's 1 or 2 the lower: no gap is
claimed without ground).
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.core.words import Words
from app.employees.levels import ASPECTS, COMPETENCIES, plain_title

HIGHEST = 5

NAMES: dict[str, Words] = {
    "integritas": Words("Integritas", "Integrity"),
    "kerjasama": Words("Kerja sama", "Cooperation"),
    "komunikasi": Words("Komunikasi", "Communication"),
    "orientasiPadaHasil": Words("Orientasi pada hasil", "Focus on results"),
    "pelayananPublik": Words("Pelayanan publik", "Public service"),
    "pengembanganDiriDanOrla": Words("Pengembangan diri dan orang lain", "Developing people"),
    "mengelolaPerubahan": Words("Mengelola perubahan", "Managing change"),
    "pengambilanKeputusan": Words("Pengambilan keputusan", "Decision making"),
    "perekatBangsa": Words("Perekat bangsa", "Binding the nation"),
    "intelektual": Words("Kemampuan intelektual", "Intellect"),
    "interpersonal": Words("Kemampuan interpersonal", "Interpersonal skill"),
    "kesadaranDiri": Words("Kesadaran diri", "Self-awareness"),
    "berpikirKritisStrategis": Words("Berpikir kritis dan strategis", "Critical thinking"),
    "pemecahanMasalah": Words("Pemecahan masalah", "Problem solving"),
    "kecerdasanEmosional": Words("Kecerdasan emosional", "Emotional intelligence"),
    "growthMindset": Words("Pola pikir bertumbuh", "Growth mindset"),
    "motivasiKomitmen": Words("Motivasi dan komitmen", "Motivation"),
}

USUAL_LEVELS = {
    "jpt utama": 5,
    "jpt madya": 5,
    "jpt pratama": 4,
    "administrator": 3,
    "pengawas": 2,
    "pelaksana": 1,
    "ahli utama": 5,
    "ahli madya": 4,
    "ahli muda": 3,
    "ahli pertama": 2,
    "penyelia": 3,
    "mahir": 2,
    "terampil": 1,
    "pemula": 1,
}


class Comparison(NamedTuple):
    """One competency: what was achieved, what is required; None where it is not known."""

    code: str
    achieved: int | None
    required: int | None

    @property
    def gap(self) -> int | None:
        """Levels that are wanting; negative beyond what is required; None when unknown."""
        if self.achieved is None or self.required is None:
            return None
        return self.required - self.achieved


def usual_level(title: str | None) -> int | None:
    """The level that a jenjang usually asks in every competency; None for an unknown one."""
    return USUAL_LEVELS.get(plain_title(title)) if title else None


def compared(
    achieved: Sequence[int] | None, required: Sequence[int] | None
) -> tuple[Comparison, ...]:
    """The nine competencies in the order of the regulation."""
    nothing: Sequence[int | None] = [None] * len(COMPETENCIES)
    have, need = achieved or nothing, required or nothing
    return tuple(map(Comparison, COMPETENCIES, have, need))


def gaps(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """What falls short, the widest gap first."""
    short = [one for one in comparisons if (one.gap or 0) > 0]
    return sorted(short, key=lambda one: -(one.gap or 0))


def strengths(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """What goes beyond what is required, the farthest first."""
    beyond = [one for one in comparisons if (one.gap or 0) < 0]
    return sorted(beyond, key=lambda one: one.gap or 0)


def strongest_aspects(aspects: Sequence[int], most: int = 3) -> list[tuple[str, int]]:
    """The aspects of potential with the highest levels, in the order of the regulation."""
    pairs = sorted(zip(ASPECTS, aspects, strict=True), key=lambda pair: -pair[1])
    return pairs[:most]
