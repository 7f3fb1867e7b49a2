"""Names of leadership trainings, read to their level: the second implementation.

The grammar of names, written without regular expressions: a phrase is a row of words that may
stand there, and all places are followed that they lead to. A name is read when every word of it
belongs to a phrase and all phrases that name a training name the same one; else it is unknown.

Levels are 4 (PKN I, PIM I, SPATI), 3 (PKN II, PIM II, SPAMEN), 2 (PKA, PIM III, SPAMA) and 1 (PKP,
PIM IV, SEPALA, ADUM). A basic training is read, and of level 0.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter

from app.verifier.numbers import Malformed

TITLES = {4: "PKN I", 3: "PKN II", 2: "PKA", 1: "PKP"}
BASIC = 0
LONGEST = 1000
"""Characters of a name; a longer one was not written by the service."""
FIRST_YEARS = ("19", "20")

Options = Sequence[str]
Phrase = Sequence[Options]
"""Pieces one after the other: of each, one of the options."""

_OPEN: Phrase = (
    (
        *("PENDIDIKAN DAN PELATIHAN ", "PENDIDIKAN PELATIHAN ", "PELATIHAN ", "DIKLAT "),
        *("LATIHAN ", ""),
    ),
    ("STRUKTURAL ", ""),
)
_GAP: Options = (" ", "")
_TINGKAT: Phrase = (
    _GAP,
    [f"{word}{gap}" for word in ("TINGKAT", "TKT", "TK") for gap in _GAP] + [""],
    ("0", ""),
)
_NUMBERS: dict[int, Options] = {
    1: ("I", "1", "SATU"),
    2: ("II", "2", "DUA"),
    3: ("III", "3", "TIGA"),
    4: ("IV", "4", "EMPAT"),
}
_PLAIN = [number for spelled in _NUMBERS.values() for number in spelled[:2]]
_LEADERSHIP = ["KEPEMIMPINAN", "PIM"] + [
    f"{word}{gap}PIM" for word in ("DIKLAT", "DIK", "LAT") for gap in _GAP
]
_NATIONAL: Options = (
    *("PKN", "KEPEMIMPINAN NASIONAL", "KEPEMIMPINAN NASIONAL PKN"),
    "PKN KEPEMIMPINAN NASIONAL",
)
_PIM: Phrase = ([f"{one} " for one in _LEADERSHIP] + [""], _LEADERSHIP)
_TRAININGS: list[tuple[int, Phrase]] = [
    *((level, (_NATIONAL, *_TINGKAT, _NUMBERS[5 - level])) for level in (4, 3)),
    *((level, (*_PIM, *_TINGKAT, _NUMBERS[5 - level])) for level in (4, 3, 2, 1)),
    (4, (("SPATI",),)),
    (3, (("SPAMEN",),)),
    (2, (("SPAMA", "PKA", "KEPEMIMPINAN ADMINISTRATOR"),)),
    (1, (("SEPALA", "ADUM", "PKP", "KEPEMIMPINAN PENGAWAS"),)),
]
"""Behind the words that any training may open with."""
_SCHOOL: Phrase = (
    ("SEKOLAH PIMPINAN ADMINISTRASI ", "SEKOLAH STAF DAN PIMPINAN ADMINISTRASI "),
    ("TINGKAT ", ""),
)
_SCHOOLS: dict[int, Options] = {4: ("TINGGI",), 3: ("MENENGAH",), 2: ("PERTAMA",)}
_BASICS: Phrase = (
    (
        *("LATSAR", "LATIHAN DASAR", "PELATIHAN DASAR"),
        *("PRA JABATAN", "PRAJABATAN", "PRAJAB"),
    ),
    (" CPNS", " PNS", " CASN", " ASN", " PPPK", ""),
)
_GRADES: Options = (" GOLONGAN", " GOL", " TINGKAT", " TK")
_INTAKE: Phrase = (
    (
        *("ANGKATAN", "ANGK", "GELOMBANG", "GEL", "KELOMPOK", "KELAS", "BATCH"),
        *(f"{one}{gap}DISKUSI" for one in ("KELOMPOK", "KEL") for gap in _GAP),
        "DISKUSI",
    ),
    (" KE", " NO", " NOMOR", ""),
    _GAP,
)
_ROMAN, _LONGEST_ROMAN, _LONGEST_NUMBER = "IVXLC", 8, 4
_YEAR: Phrase = (
    [
        f"{word}{budget}{gap}"
        for word in ("TAHUN", "THN", "TH", "TA", "T A")
        for budget in (" ANGGARAN", "")
        for gap in _GAP
    ]
    + [""],
    FIRST_YEARS,
)
_REMARKS: Phrase = (("ADMINISTRASI UMUM", "POLA BARU", "POLA LAMA"),)


def words_of(name: str) -> str:
    """Capital letters and digits, the rest taken for single spaces."""
    capital = unicodedata.normalize("NFKC", name).upper()
    return " ".join("".join(one if one.isalnum() else " " for one in capital).split())


@lru_cache(maxsize=4096)
def level_of(name: str) -> int | None:
    """The level that a name says; None when it cannot be read with certainty."""
    if len(name) > LONGEST:
        raise Malformed(f"a training's name of {len(name)} characters")
    text, place = words_of(name), 0
    said: set[int] = set()
    while place < len(text):
        end, meaning = max(_phrases(text, place), key=itemgetter(0), default=(place, None))
        if end == place:
            return None
        place = end + 1
        if meaning is not None:
            said.add(meaning)
    return said.pop() if len(said) == 1 else None


def _phrases(text: str, place: int) -> Iterable[tuple[int, int | None]]:
    """Where the phrases that begin here may end, each at the end of a word, and what they say."""
    opened = _along(text, {place}, _OPEN)
    for level, phrase in _TRAININGS:
        yield from ((end, level) for end in _whole(text, _along(text, opened, phrase)))
    schools = _along(text, {place}, _SCHOOL)
    for level, school in _SCHOOLS.items():
        yield from ((end, level) for end in _whole(text, _along(text, schools, (school,))))
    yield from ((end, BASIC) for end in _whole(text, _basic(text, opened)))
    remarks = _along(text, {place}, _REMARKS)
    for ends in (remarks, _intake(text, place), _year(text, place)):
        yield from ((end, None) for end in _whole(text, ends))


def _along(text: str, places: set[int], phrase: Phrase) -> set[int]:
    """Where one gets from some places along the pieces of a phrase."""
    for options in phrase:
        places = {
            place + len(option)
            for place in places
            for option in options
            if text.startswith(option, place)
        }
    return places


def _whole(text: str, ends: set[int]) -> set[int]:
    """The ends at which a word ends too."""
    return {end for end in ends if end == len(text) or text[end] == " "}


def _basic(text: str, opened: set[int]) -> set[int]:
    """A basic training, perhaps for some grades: `GOL II III`."""
    named = _along(text, opened, _BASICS)
    reached, further = set(named), _along(text, named, (_GRADES,))
    while further := _whole(text, _along(text, further, ((" ",), _PLAIN))):
        reached |= further
    return reached


def _intake(text: str, place: int) -> set[int]:
    """Which intake it was, as a number or in Roman numerals."""
    ends: set[int] = set()
    for start in _along(text, {place}, _INTAKE):
        word = text[start:].partition(" ")[0]
        roman = len(word) <= _LONGEST_ROMAN and all(one in _ROMAN for one in word)
        number = len(word) <= _LONGEST_NUMBER and word.isdecimal()
        if word and (roman or number):
            ends.add(start + len(word))
    return ends


def _year(text: str, place: int) -> set[int]:
    """Which year it was."""
    starts = _along(text, {place}, _YEAR)
    return {start + 2 for start in starts if text[start : start + 2].isdecimal()}
