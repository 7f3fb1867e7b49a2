"""Every kind of file that can be imported, and how a file's name tells its kind. Pure."""

import re
from enum import StrEnum
from pathlib import PurePath

from app.core.words import Words
from app.employees.levels import ASPECTS, COMPETENCIES
from app.imports import histories as rules
from app.imports.histories import PERSON, WHO
from app.imports.masters import EMPLOYEES, POSITIONS, UNITS
from app.imports.rows import Kind

ID = {"id": ("id",)}
HISTORIES = (
    Kind(
        name="rw_skp22",
        title=Words("Kinerja (SKP)", "Performance"),
        fields={
            **PERSON,
            "year": ("tahun",),
            "result": ("hasilKinerjaNilai",),
            "conduct": ("PerilakuKerjaNilai",),
            "quadrant": ("KuadranKinerjaNilai",),
        },
        needed=("year", "result", "conduct", "quadrant"),
        identity=WHO,
        judge=rules.performance,
    ),
    Kind(
        name="rw_jabatan",
        title=Words("Riwayat jabatan", "Positions held"),
        fields={
            **PERSON,
            **ID,
            "started_on": ("tmtJabatan",),
            "ended_on": ("tmtSelesai",),
            "kind": ("jenisJabatan",),
            "unit": ("unorId",),
            "unit_name": ("unorNama", "namaUnor"),
            "agency_code": ("instansiKerjaId",),
            "agency_name": ("instansiKerjaNama",),
            "name": ("namaJabatan",),
            "echelon": ("eselon",),
            "assignment": ("jenisPenugasanId",),
            "decree_no": ("nomorSk",),
            "decree_on": ("tanggalSk",),
        },
        needed=("started_on",),
        identity=WHO,
        judge=rules.position_history,
    ),
    Kind(
        name="rw_golongan",
        title=Words("Riwayat golongan", "Ranks"),
        fields={
            **PERSON,
            **ID,
            "since": ("tmtGolongan",),
            "rank_code": ("golonganId",),
            "rank_name": ("golongan",),
            "decree_no": ("skNomor",),
            "decree_on": ("skTanggal",),
            "service_years": ("masaKerjaGolonganTahun",),
            "service_months": ("masaKerjaGolonganBulan",),
        },
        needed=("since",),
        identity=WHO,
        judge=rules.rank_history,
    ),
    Kind(
        name="rw_pendidikan",
        title=Words("Riwayat pendidikan", "Educations"),
        fields={
            **PERSON,
            **ID,
            "graduated_on": ("tglLulus",),
            "graduation_year": ("tahunLulus",),
            "level": ("tkPendidikanId",),
            "level_name": ("tkPendidikanNama",),
            "field": ("pendidikanNama",),
            "school": ("namaSekolah",),
            "diploma_no": ("nomorIjasah",),
        },
        needed=("level",),
        identity=WHO,
        judge=rules.education_history,
    ),
    Kind(
        name="rw_kursus",
        title=Words("Riwayat kursus", "Courses"),
        fields={
            **PERSON,
            **ID,
            "held_on": ("tanggalKursus",),
            "year": ("tahunKursus",),
            "name": ("namaKursus",),
            "hours": ("jumlahJam",),
            "certificate_no": ("noSertipikat", "noSertifikat"),
            "institution": ("institusiPenyelenggara",),
        },
        needed=("hours",),
        identity=WHO,
        judge=rules.course,
    ),
    Kind(
        name="rw_diklat",
        title=Words("Riwayat diklat struktural", "Leadership trainings"),
        fields={
            **PERSON,
            **ID,
            "held_on": ("tanggal",),
            "year": ("tahun",),
            "name": ("latihanStrukturalNama",),
            "number": ("nomor",),
            "hours": ("jumlahJam",),
        },
        needed=("held_on", "name"),
        identity=WHO,
        judge=rules.structural_training,
    ),
    Kind(
        name="rw_penghargaan",
        title=Words("Riwayat penghargaan", "Awards"),
        fields={
            **PERSON,
            **ID,
            "awarded_on": ("skDate", "skTanggal"),
            "year": ("tahun",),
            "name": ("hargaNama",),
            "scale": ("skalaHarga",),
            "decree_no": ("skNomor",),
        },
        needed=("awarded_on",),
        identity=WHO,
        judge=rules.award,
    ),
    Kind(
        name="rw_hukdis",
        title=Words("Riwayat hukuman disiplin", "Disciplinary punishments"),
        fields={
            **PERSON,
            **ID,
            "started_on": ("hukumanTanggal",),
            "ended_on": ("akhirHukumTanggal", "akhirHukumanTanggal"),
            "years": ("masaTahun",),
            "months": ("masaBulan",),
            "level": ("jenisTingkatHukumanId",),
            "kind_name": ("jenisHukumanNama",),
            "decree_no": ("skNomor",),
            "decree_on": ("skTanggal",),
            "cancelled": ("skPembatalanNomor",),
        },
        needed=("started_on", "level"),
        identity=WHO,
        judge=rules.discipline,
    ),
    Kind(
        name="umpan_balik",
        title=Words("Umpan balik 360", "360-degree feedback"),
        fields={
            **PERSON,
            "year": ("tahun",),
            "score": ("nilai",),
            "raters": ("jumlah_penilai",),
        },
        needed=("year", "score"),
        identity=WHO,
        judge=rules.feedback,
    ),
    Kind(
        name="tim_kerja",
        title=Words("Tim kerja", "Teams"),
        fields={
            **PERSON,
            "decree_no": ("nomor_sk",),
            "decree_on": ("tanggal_sk",),
            "role": ("peran",),
            "scope": ("lingkup",),
            "team_name": ("nama_tim",),
        },
        needed=("decree_no", "decree_on", "role", "scope"),
        identity=WHO,
        judge=rules.team_assignment,
    ),
    Kind(
        name="asesmen",
        title=Words("Asesmen", "Assessments"),
        fields={
            **PERSON,
            "assessed_on": ("tanggal",),
            "purpose": ("tujuan",),
            "institution": ("lembaga",),
            "assessor": ("asesor",),
            "technical": ("jpm_teknis",),
            **{field: (field,) for field in (*COMPETENCIES, *ASPECTS)},
            **{f"{field}_syarat": (f"{field}_syarat",) for field in COMPETENCIES},
        },
        needed=("assessed_on", *COMPETENCIES, *ASPECTS),
        identity=WHO,
        judge=rules.assessment,
    ),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in (UNITS, POSITIONS, EMPLOYEES, *HISTORIES)}
"""All kinds, in the order in which they are applied: masters first."""


class KindName(StrEnum):
    """The kinds by the names that files have."""

    REF_UNOR = "ref_unor"
    JABATAN = "jabatan"
    PEGAWAI = "pegawai"
    RW_SKP22 = "rw_skp22"
    RW_JABATAN = "rw_jabatan"
    RW_GOLONGAN = "rw_golongan"
    RW_PENDIDIKAN = "rw_pendidikan"
    RW_KURSUS = "rw_kursus"
    RW_DIKLAT = "rw_diklat"
    RW_PENGHARGAAN = "rw_penghargaan"
    RW_HUKDIS = "rw_hukdis"
    UMPAN_BALIK = "umpan_balik"
    TIM_KERJA = "tim_kerja"
    ASESMEN = "asesmen"


COPY_MARK = re.compile(r"[^a-z]")


def kind_of(filename: str) -> str | None:
    """The kind that a file's name begins with: `pegawai.csv`, `rw-skp22 (2).ndjson`."""
    stem = PurePath(filename).name.lower().replace("-", "_")
    for name in sorted(KINDS, key=len, reverse=True):
        if stem.startswith(name) and COPY_MARK.match(stem[len(name) :] or "."):
            return name
    return None
