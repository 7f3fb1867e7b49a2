"""The nine-box: where the levels of performance and potential meet, and what each box means. Pure.

What is stored is the *cell*, 3 x performance level + potential level; its number comes from a
numbering profile. Names of boxes and recommended actions follow the annex of PermenPANRB 3/2020 in
the numbering of that regulation, and belong to the cell, whatever number another profile prints on
it.
"""

from dataclasses import dataclass
from typing import NamedTuple

from app.core.words import Words
from app.scoring_schemes.scheme import Level, Numbering

CELLS = 9


@dataclass(frozen=True, slots=True)
class Cell:
    """A place on the grid."""

    performance: Level
    potential: Level

    @property
    def index(self) -> int:
        """0 (low, low) to 8 (high, high), by rows of performance."""
        return 3 * self.performance + self.potential

    @property
    def name(self) -> str:
        """As written in files: performance, then potential, for example `high/mid`."""
        return f"{self.performance.name.lower()}/{self.potential.name.lower()}"


def cell_of(index: int) -> Cell:
    """The cell with this index."""
    return Cell(Level(index // 3), Level(index % 3))


NUMBERS: dict[Numbering, tuple[int, ...]] = {
    Numbering.PERMENPANRB_3_2020: (1, 3, 6, 2, 5, 8, 4, 7, 9),
    Numbering.KEMENKEU: (1, 2, 3, 4, 6, 7, 5, 8, 9),
}
"""The number on each cell, by the cell's index."""


def box(cell: Cell, numbering: Numbering = Numbering.PERMENPANRB_3_2020) -> int:
    """The number that a profile prints on a cell, 1 to 9."""
    return NUMBERS[numbering][cell.index]


def cell_in(number: int, numbering: Numbering = Numbering.PERMENPANRB_3_2020) -> Cell:
    """The cell that carries a number in a profile."""
    return cell_of(NUMBERS[numbering].index(number))


class Meaning(NamedTuple):
    """What a cell says of a person, and what the regulation recommends."""

    category: Words
    actions: tuple[Words, ...]


_PERFORMANCE = (
    Words("Kinerja di bawah ekspektasi", "Performance below expectation"),
    Words("Kinerja sesuai ekspektasi", "Performance as expected"),
    Words("Kinerja di atas ekspektasi", "Performance above expectation"),
)
_POTENTIAL = (
    Words("potensial rendah", "low potential"),
    Words("potensial menengah", "middle potential"),
    Words("potensial tinggi", "high potential"),
)

KEPT = Words("Dipertahankan", "To be kept")
PROMOTED = Words("Dipromosikan dan dipertahankan", "To be promoted and kept")
NATIONAL_POOL = Words(
    "Masuk Kelompok Rencana Suksesi Instansi/Nasional",
    "Joins the succession group of the body or the nation",
)
POOL = Words("Masuk Kelompok Rencana Suksesi Instansi", "Joins the succession group of the body")
REWARD = Words("Penghargaan", "Award")
WIDER = Words("Rotasi/Perluasan jabatan", "Rotation or a wider position")
RICHER = Words("Rotasi/Pengayaan jabatan", "Rotation or an enriched position")
ROTATION = Words("Rotasi", "Rotation")
GUIDANCE = Words("Bimbingan kinerja", "Performance guidance")
COUNSELLING = Words("Konseling kinerja", "Performance counselling")
DEVELOPMENT = Words("Pengembangan kompetensi", "Competence development")
STUDY = Words("Tugas belajar", "Study assignment")
FITTING = Words("Penempatan yang sesuai", "A fitting placement")
BY_LAW = Words(
    "Diproses sesuai ketentuan peraturan perundangan", "To be handled as the law provides"
)

ACTIONS: tuple[tuple[Words, ...], ...] = (
    (BY_LAW,),
    (GUIDANCE, COUNSELLING, DEVELOPMENT, FITTING),
    (FITTING, GUIDANCE, COUNSELLING),
    (GUIDANCE, DEVELOPMENT, FITTING),
    (FITTING, GUIDANCE, DEVELOPMENT),
    (KEPT, POOL, WIDER, GUIDANCE),
    (ROTATION, DEVELOPMENT),
    (KEPT, POOL, RICHER, DEVELOPMENT, STUDY),
    (PROMOTED, NATIONAL_POOL, REWARD),
)
"""Recommended actions by the cell's index."""


def meaning(cell: Cell) -> Meaning:
    """The category and the recommendations of a cell."""
    performance, potential = _PERFORMANCE[cell.performance], _POTENTIAL[cell.potential]
    category = Words(f"{performance.id}, {potential.id}", f"{performance.en}, {potential.en}")
    return Meaning(category, ACTIONS[cell.index])
