"""NIP: the number of a civil servant, and what it says about its owner. Pure.

18 digits once spaces and dots are removed (Perka BKN 22/2007 and 43/2007 for PNS, the NI of PPPK
alike): birth date `YYYYMMDD`, year of appointment `YYYY`, two digits, sex, serial `001`..`999`.
The two digits are the month of appointment (01..12) of a PNS or the kind of contract (21..29) of a
PPPK. A NIP carries birth date and sex: it is personal data.
"""

from datetime import date
from typing import Literal, NamedTuple

LENGTH = 18
PNS_MONTHS = frozenset(f"{month:02d}" for month in range(1, 13))
PPPK_CONTRACTS = frozenset(str(contract) for contract in range(21, 30))

Sex = Literal["M", "F"]
Employment = Literal["PNS", "PPPK"]


class Nip(NamedTuple):
    """A well-formed NIP and the facts in it."""

    digits: str
    birth_date: date
    year: int
    """Year of appointment (PNS) or of the first contract (PPPK)."""
    employment: Employment
    sex: Sex
    serial: int


def normalised(text: str) -> str:
    """The number without the spaces and dots of its printed form."""
    return "".join(text.replace(".", " ").split())


def read(text: str) -> Nip | None:
    """The NIP in a text, or None when it is not well-formed."""
    digits = normalised(text)
    if len(digits) != LENGTH or not digits.isascii() or not digits.isdigit():
        return None
    employment: Employment
    if digits[12:14] in PNS_MONTHS:
        employment = "PNS"
    elif digits[12:14] in PPPK_CONTRACTS:
        employment = "PPPK"
    else:
        return None
    if digits[14] not in "12" or digits[15:] == "000":
        return None
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    sex: Sex = "M" if digits[14] == "1" else "F"
    return Nip(digits, born, int(digits[8:12]), employment, sex, int(digits[15:]))
