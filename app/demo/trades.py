"""What people without a structural post do: jenjang, titles, schooling, by kind of work. Pure."""

from dataclasses import dataclass

from app.demo.luck import Odds

STRUCTURAL, FUNCTIONAL, GENERAL = "1", "2", "4"
"""SIASN `jenisJabatan`."""
CONTRACTED_UP_TO = 31


@dataclass(frozen=True, slots=True)
class Stage:
    """A jenjang: ages at which people stand there, least rank, what competence it asks for."""

    level: str
    kind: str
    youngest: int
    usual: int
    oldest: int
    least_rank: int
    required: int
    """Required level of competence, 1..5 (PermenPANRB 38/2017 practice)."""
    schooling: Odds[str]

    @property
    def contracted(self) -> bool:
        """Whether people on contract (PPPK) stand at this stage: only at the first ones."""
        return self.kind != STRUCTURAL and self.least_rank <= CONTRACTED_UP_TO


_SCHOOL = Odds({"15": 78.0, "17": 22.0})
_DIPLOMA = Odds({"30": 92.0, "25": 8.0})
_BACHELOR = Odds({"40": 78.0, "35": 8.0, "45": 14.0})
_SENIOR = Odds({"40": 45.0, "45": 53.0, "50": 2.0})
_CLERK = Odds({"15": 42.0, "17": 8.0, "30": 20.0, "40": 30.0})

CLERK = Stage("Pelaksana", GENERAL, 21, 38, 57, 21, 1, _CLERK)
NOVICE = Stage("Pemula", FUNCTIONAL, 20, 26, 40, 21, 1, _SCHOOL)
SKILLED = Stage("Terampil", FUNCTIONAL, 22, 31, 50, 23, 1, _DIPLOMA)
ADEPT = Stage("Mahir", FUNCTIONAL, 30, 40, 56, 31, 2, _DIPLOMA)
OVERSEER = Stage("Penyelia", FUNCTIONAL, 40, 49, 57, 33, 3, _DIPLOMA)
FIRST = Stage("Ahli Pertama", FUNCTIONAL, 24, 32, 48, 31, 2, _BACHELOR)
YOUNG = Stage("Ahli Muda", FUNCTIONAL, 32, 42, 57, 33, 3, _BACHELOR)
MIDDLE = Stage("Ahli Madya", FUNCTIONAL, 41, 50, 59, 41, 4, _SENIOR)
CHIEF = Stage("Ahli Utama", FUNCTIONAL, 50, 57, 64, 43, 5, _SENIOR)

SUPERVISOR = Stage("Pengawas", STRUCTURAL, 36, 45, 57, 33, 2, _BACHELOR)
MANAGER = Stage("Administrator", STRUCTURAL, 40, 49, 57, 34, 3, _SENIOR)
DIRECTOR = Stage("JPT Pratama", STRUCTURAL, 45, 53, 59, 42, 4, _SENIOR)
SECRETARY = Stage("JPT Madya", STRUCTURAL, 50, 56, 59, 43, 5, _SENIOR)
HEADS = {stage.level: stage for stage in (SUPERVISOR, MANAGER, DIRECTOR, SECRETARY)}

ON_CONTRACT = {"15": "V", "17": "V", "25": "VI", "30": "VII", "35": "IX", "40": "IX", "45": "X"}
"""Golongan of PPPK by schooling (Perpres 11/2024 practice)."""
AGE_LIMITS = {"JPT Madya": 60, "JPT Pratama": 60, "Ahli Utama": 65, "Ahli Madya": 60}
"""Age limit (BUP) by jenjang; all others 58 (UU 20/2023 art. 55, PP 11/2017 art. 239)."""


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of work: which stages it has, how often it is on contract, its titles."""

    stages: Odds[Stage]
    titles: tuple[str, ...]
    clerks: tuple[str, ...]
    contract: float


_EXPERTS = {FIRST: 26.0, YOUNG: 21.0, MIDDLE: 6.0}
TRADES = {
    "office": Trade(
        Odds({CLERK: 44.0, **_EXPERTS, SKILLED: 6.0, ADEPT: 4.0, OVERSEER: 2.0, CHIEF: 0.15}),
        ("Perencana", "Analis Kebijakan", "Arsiparis", "Pranata Komputer", "Analis Anggaran"),
        ("Penelaah Teknis Kebijakan", "Pengolah Data dan Informasi", "Pengadministrasi Umum"),
        0.14,
    ),
    "school": Trade(
        Odds({FIRST: 45.0, YOUNG: 31.0, MIDDLE: 9.0, CLERK: 15.0, CHIEF: 0.1}),
        ("Guru",),
        ("Operator Layanan Sekolah", "Pengadministrasi Sekolah", "Penjaga Sekolah"),
        0.34,
    ),
    "health": Trade(
        Odds({NOVICE: 1.0, SKILLED: 26.0, ADEPT: 14.0, OVERSEER: 5.0, CLERK: 14.0, **_EXPERTS}),
        ("Perawat", "Bidan", "Apoteker", "Nutrisionis", "Pranata Laboratorium Kesehatan"),
        ("Pengadministrasi Rekam Medis", "Operator Layanan Kesehatan"),
        0.24,
    ),
    "field": Trade(
        Odds({NOVICE: 3.0, SKILLED: 17.0, ADEPT: 11.0, OVERSEER: 4.0, CLERK: 40.0, **_EXPERTS}),
        ("Penyuluh", "Pengawas Mutu", "Teknik Pengairan", "Polisi Kehutanan"),
        ("Operator Alat Lapangan", "Pengelola Sarana dan Prasarana", "Penata Laksana Lapangan"),
        0.18,
    ),
}
