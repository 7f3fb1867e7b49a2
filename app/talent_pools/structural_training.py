"""Names of leadership trainings (diklat struktural), read to their level. Pure.

Personnel files write one training in many ways: "PKP", "DIKLAT PIM  TK. IV", "Diklatpim IV",
"PIM IV KEL. DISKUSI 2", "ADUM". A name is read word by word against a small dictionary and counts
only when *every* word is understood and all that it says agrees. "Calon peserta PIM III" and
"PKN" (of which level?) therefore stay unread: unknown, never a guess.

Order and equivalence: PKP < PKA < PKN II < PKN I; PKN I ~ PIM I, SPATI; PKN II ~ PIM II, SPAMEN;
PKA ~ PIM III, SPAMA; PKP ~ PIM IV, SEPALA, ADUM (PermenPANRB 3/2020 practice; LAN's successive
names of the same trainings).
"""

import re
import unicodedata
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Final


class Level(IntEnum):
    """Levels of leadership training, lowest first."""

    PKP = 1
    PKA = 2
    PKN_II = 3
    PKN_I = 4

    @property
    def title(self) -> str:
        """The name in use today, as positions require it."""
        return self.name.replace("_", " ")


class Other(StrEnum):
    """Trainings that are understood but carry no leadership level."""

    BASIC = "latsar"


Reading = Level | Other | None
"""What a name says: a level, another known training, or None when it cannot be read."""

_PIM: Final = {"I": Level.PKN_I, "II": Level.PKN_II, "III": Level.PKA, "IV": Level.PKP}
_PIM.update({str(n): level for n, level in enumerate(_PIM.values(), 1)})
_PIM.update(zip(("SATU", "DUA", "TIGA", "EMPAT"), list(_PIM.values())[:4], strict=True))
_NAMED: Final = {
    "SPATI": Level.PKN_I,
    "SPAMEN": Level.PKN_II,
    "SPAMA": Level.PKA,
    "PKA": Level.PKA,
    "SEPALA": Level.PKP,
    "ADUM": Level.PKP,
    "PKP": Level.PKP,
}
_POSTS: Final = {"ADMINISTRATOR": Level.PKA, "PENGAWAS": Level.PKP}
_SCHOOLS: Final = {"TINGGI": Level.PKN_I, "MENENGAH": Level.PKN_II, "PERTAMA": Level.PKA}

_TRAINING = (
    r"(?:(?:PENDIDIKAN DAN PELATIHAN|PENDIDIKAN PELATIHAN|PELATIHAN|DIKLAT|LATIHAN) )?"
    r"(?:STRUKTURAL )?"
)
_LEADERSHIP = r"(?:DIKLAT ?PIM|DIK ?PIM|LAT ?PIM|PIM|KEPEMIMPINAN)"
_TINGKAT = r"(?:(?:TINGKAT|TKT|TK) ?)?"
_NATIONAL = r"(?:PKN|KEPEMIMPINAN NASIONAL|KEPEMIMPINAN NASIONAL PKN|PKN KEPEMIMPINAN NASIONAL)"

# A phrase with a named group says what the training is; the others say nothing about it.
_NATIONAL_TRAINING = rf"{_TRAINING}{_NATIONAL} ?{_TINGKAT}0?(?P<national>II?|[12]|SATU|DUA)"
_PIM_TRAINING = (
    rf"{_TRAINING}(?:{_LEADERSHIP} )?{_LEADERSHIP} ?{_TINGKAT}"
    r"0?(?P<pim>IV|I{1,3}|[1-4]|SATU|DUA|TIGA|EMPAT)"
)
_POST_TRAINING = rf"{_TRAINING}KEPEMIMPINAN (?P<post>ADMINISTRATOR|PENGAWAS)"
_NAMED_TRAINING = rf"{_TRAINING}(?P<named>{'|'.join(_NAMED)})"
_SCHOOL = (
    r"SEKOLAH (?:STAF DAN )?PIMPINAN ADMINISTRASI (?:TINGKAT )?"
    rf"(?P<school>{'|'.join(_SCHOOLS)})"
)
_BASIC_TRAINING = (
    rf"{_TRAINING}(?P<basic>LATSAR|(?:LATIHAN|PELATIHAN) DASAR|PRA ?JABATAN|PRAJAB)"
    r"(?: (?:C?PNS|CASN|ASN|PPPK))?(?: (?:GOLONGAN|GOL|TINGKAT|TK)(?: (?:IV|I{1,3}|[1-4]))+)?"
)
_INTAKE = (
    r"(?:ANGKATAN|ANGK|GELOMBANG|GEL|KELOMPOK|KELAS|BATCH|(?:KELOMPOK|KEL)? ?DISKUSI)"
    r"(?: (?:KE|NO|NOMOR))? ?(?:\d{1,4}|[IVXLC]{1,8})"
)
_YEAR = r"(?:(?:TAHUN|THN|TH|TA|T A)(?: ANGGARAN)? ?)?(?:19|20)\d{2}"
_REMARK = r"ADMINISTRASI UMUM|POLA (?:BARU|LAMA)"
_PHRASES: Final = (
    _NATIONAL_TRAINING,
    _PIM_TRAINING,
    _POST_TRAINING,
    _NAMED_TRAINING,
    _SCHOOL,
    _BASIC_TRAINING,
    _INTAKE,
    _YEAR,
    _REMARK,
)
_PHRASE: Final = re.compile(rf"(?:{'|'.join(_PHRASES)})(?: |$)")


def normal(name: str) -> str:
    """Return the words of a name: capitals, single spaces, no punctuation."""
    text = unicodedata.normalize("NFKC", name).upper()
    return " ".join(re.sub(r"[\W_]", " ", text).split())


@lru_cache(maxsize=4096)
def read(name: str) -> Reading:
    """Read a training's name; None means it could not be read with certainty."""
    words, place = normal(name), 0
    found: set[Level | Other] = set()
    while place < len(words):
        phrase = _PHRASE.match(words, place)
        if phrase is None:
            return None
        place = phrase.end()
        if phrase.lastgroup is not None:
            found.add(_meaning(phrase.lastgroup, phrase[phrase.lastgroup]))
    return found.pop() if len(found) == 1 else None


def _meaning(group: str, word: str) -> Level | Other:
    match group:
        case "national" | "pim":
            return _PIM[word]
        case "post":
            return _POSTS[word]
        case "school":
            return _SCHOOLS[word]
        case "named":
            return _NAMED[word]
        case _:
            return Other.BASIC
