"""How a person's histories are worded, one class a kind."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import RootModel

from app.core.schemas import Read


class FactRead(Read):
    """What every record of a history has."""

    id: UUID
    """Its id; traces of scores name it."""
    source_id: str
    """Its key where it comes from: SIASN's id, or the year, decree or date it is about."""
    import_id: UUID | None
    """The import that brought it."""
    recorded_at: datetime
    """Since when this is known."""
    superseded_at: datetime | None
    """Since when something else is known instead; null for what is known now."""
    corrected_by: UUID | None
    """The approved request that corrected the record; null where it is as its source has it."""


class PerformanceRead(FactRead):
    """A year's appraisal (SKP)."""

    year: int
    """The year appraised."""
    result: Literal[1, 2, 3]
    """Hasil kerja: 1 above, 2 as expected, 3 below expectation."""
    conduct: Literal[1, 2, 3]
    """Perilaku kerja, on the same scale."""
    quadrant: int
    """Kuadran kinerja, 1 to 5."""
    predicate: Literal["sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"]
    """The predicate that the quadrant stands for."""


class PositionHistoryRead(FactRead):
    """A position held."""

    started_on: date
    """TMT jabatan."""
    ended_on: date | None
    """Its last day."""
    kind: str | None
    """SIASN jenis jabatan."""
    unit_siasn_id: str | None
    """SIASN id of the unit."""
    unit_name: str | None
    """Name of the unit."""
    agency_name: str | None
    """Name of the agency."""
    other_agency: bool
    """Whether that was in another agency."""
    name: str | None
    """Name of the position."""
    echelon: str | None
    """Eselon."""
    assignment: str | None
    """Kind of acting assignment (Plt, Plh); null for a definitive position."""
    decree_no: str | None
    """Nomor SK."""
    decree_on: date | None
    """Tanggal SK."""


class RankHistoryRead(FactRead):
    """A rank held since a date."""

    since: date
    """TMT golongan."""
    rank_code: str | None
    """SIASN code of the golongan."""
    rank_name: str | None
    """Golongan."""
    decree_no: str | None
    """Nomor SK."""
    decree_on: date | None
    """Tanggal SK."""
    service_years: int | None
    """Masa kerja golongan, years."""
    service_months: int | None
    """Masa kerja golongan, months beyond the years."""


class EducationHistoryRead(FactRead):
    """A formal education finished."""

    graduated_on: date | None
    """Date of graduation."""
    graduation_year: int | None
    """Year of graduation."""
    level: str | None
    """SIASN code of the level."""
    level_name: str | None
    """Name of the level."""
    field: str | None
    """Field of study."""
    school: str | None
    """The school."""
    diploma_no: str | None
    """Nomor ijazah."""


class CourseRead(FactRead):
    """A course or training."""

    held_on: date | None
    """When."""
    year: int
    """The year that it counts for."""
    name: str | None
    """Its name."""
    hours: float | None
    """Lesson hours (jam pelajaran)."""
    certificate_no: str | None
    """Nomor sertifikat."""
    institution: str | None
    """Who held it."""


class StructuralTrainingRead(FactRead):
    """A leadership training (diklat struktural)."""

    held_on: date
    """When."""
    year: int | None
    """The year."""
    name: str
    """Its name, as its certificate has it."""
    number: str | None
    """Nomor sertifikat."""
    hours: float | None
    """Lesson hours."""


class AwardRead(FactRead):
    """An award (penghargaan)."""

    awarded_on: date
    """When."""
    year: int | None
    """The year."""
    name: str | None
    """Its name."""
    scale: str | None
    """Its scale, such as `nasional`."""
    decree_no: str | None
    """Nomor SK."""


class DisciplineRead(FactRead):
    """A disciplinary punishment (hukuman disiplin, PP 94/2021)."""

    started_on: date
    """Its first day."""
    ended_on: date | None
    """Its last day."""
    level: Literal["light", "medium", "heavy"]
    """Its weight: ringan, sedang, berat."""
    kind_name: str | None
    """Jenis hukuman."""
    decree_no: str | None
    """Nomor SK."""
    decree_on: date | None
    """Tanggal SK."""
    cancelled: bool
    """Whether it was annulled."""


class FeedbackRead(FactRead):
    """A year's 360-degree feedback."""

    year: int
    """The year."""
    score: str
    """Its score, 0 to 100, as text."""
    raters: int | None
    """How many gave it."""


class TeamAssignmentRead(FactRead):
    """A seat in a team by decree."""

    decree_on: date
    """Tanggal SK."""
    decree_no: str
    """Nomor SK."""
    role: str | None
    """`ketua` or `anggota`."""
    scope: str | None
    """`internal` or `lintas_instansi`."""
    team_name: str | None
    """Name of the team."""


class AssessmentRead(FactRead):
    """A competency assessment: levels 0 to 5."""

    assessed_on: date
    """When."""
    purpose: str | None
    """What for."""
    institution: str | None
    """Who held it."""
    assessor: str | None
    """Who assessed."""
    achieved: list[int]
    """Levels achieved in the nine competencies: integritas, kerjasama, komunikasi,
    orientasiPadaHasil, pelayananPublik, pengembanganDiriDanOrla, mengelolaPerubahan,
    pengambilanKeputusan, perekatBangsa."""
    required: list[int] | None
    """Levels that the position requires, in the same order."""
    aspects: list[int]
    """Levels of the eight aspects of potential: intelektual, interpersonal, kesadaranDiri,
    berpikirKritisStrategis, pemecahanMasalah, kecerdasanEmosional, growthMindset,
    motivasiKomitmen."""
    technical: str | None
    """JPM of technical competency, as text."""


class HistoryRead(
    RootModel[
        PerformanceRead
        | PositionHistoryRead
        | RankHistoryRead
        | EducationHistoryRead
        | CourseRead
        | StructuralTrainingRead
        | AwardRead
        | DisciplineRead
        | FeedbackRead
        | TeamAssignmentRead
        | AssessmentRead
    ]
):
    """A record of the history that the address names."""
