"""Talent levels (cohorts): the groups within which people are compared. Pure.

Level 1 is pelaksana, JF keterampilan and JF ahli pertama; 2 pengawas and JF ahli muda; 3
administrator and JF ahli madya; 4 JPT pratama and JF ahli utama (BKN's internal talent levels, SE
Kepala BKN 4/2023). JPT madya and utama are above these levels and have none.
"""

import re
from typing import Literal

Cohort = Literal[1, 2, 3, 4]

STRUCTURAL, FUNCTIONAL, GENERAL = "1", "2", "4"
"""SIASN `jenisJabatan`: struktural, fungsional, pelaksana (fungsional umum)."""

COMPETENCIES = (
    "integritas",
    "kerjasama",
    "komunikasi",
    "orientasiPadaHasil",
    "pelayananPublik",
    "pengembanganDiriDanOrla",
    "mengelolaPerubahan",
    "pengambilanKeputusan",
    "perekatBangsa",
)
"""The nine competencies (PermenPANRB 38/2017), in the order in which levels are kept."""

ASPECTS = (
    "intelektual",
    "interpersonal",
    "kesadaranDiri",
    "berpikirKritisStrategis",
    "pemecahanMasalah",
    "kecerdasanEmosional",
    "growthMindset",
    "motivasiKomitmen",
)
"""The eight aspects of potential (PermenPANRB 20/2025, article 17), in the order they are kept."""

BY_TITLE: dict[str, Cohort | None] = {
    "pelaksana": 1,
    "pemula": 1,
    "terampil": 1,
    "mahir": 1,
    "penyelia": 1,
    "ahli pertama": 1,
    "pengawas": 2,
    "ahli muda": 2,
    "administrator": 3,
    "ahli madya": 3,
    "jpt pratama": 4,
    "ahli utama": 4,
    "jpt madya": None,
    "jpt utama": None,
}
BY_ECHELON: dict[str, Cohort] = {"II": 4, "III": 3, "IV": 2}
ABBREVIATIONS = {"jabatan pimpinan tinggi": "jpt", "pimpinan tinggi": "jpt"}
PREFIX = re.compile(r"^(jf|jabatan|fungsional|keahlian|keterampilan)\s+")


def cohort(kind: str | None, title: str | None, echelon: str | None = None) -> Cohort | None:
    """The talent level of a position from its `jenjang`, its kind and its eselon, or None.

    The jenjang decides. Without one, a pelaksana (kind 4) is in level 1 and the eselon of a
    structural position says which it is (II pratama, III administrator, IV pengawas).
    """
    if title:
        name = plain_title(title)
        if name in BY_TITLE:
            return BY_TITLE[name]
    if kind == GENERAL:
        return 1
    if kind != FUNCTIONAL and echelon:
        return BY_ECHELON.get(echelon.upper().split(".")[0].strip())
    return None


def plain_title(title: str) -> str:
    """A jenjang in lower case, without the words that say only what group it is of."""
    name = " ".join(re.sub(r"[^a-z]+", " ", title.lower()).split())
    for long, short in ABBREVIATIONS.items():
        name = name.replace(long, short)
    while (shorter := PREFIX.sub("", name)) != name:
        name = shorter
    return name
