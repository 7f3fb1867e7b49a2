"""How clerks and exports write things: mixed dates, stray spaces, other capitals. Pure.

All of it is legal by the rules of acceptance, and none of it may change a value.
"""

from collections.abc import Iterable
from datetime import date

from app.demo.luck import Luck

ISO_SHARE = 0.15
SPACED_SHARE = 0.02
CAPITALS_SHARE = 0.12


def day(luck: Luck, value: date) -> str:
    """A date as `dd-mm-yyyy`, sometimes as ISO."""
    if luck.random() < ISO_SHARE:
        return value.isoformat()
    return f"{value.day:02d}-{value.month:02d}-{value.year:04d}"


def spaced(luck: Luck, text: str) -> str:
    """A text, now and then with spaces around it."""
    if luck.random() < SPACED_SHARE:
        return luck.pick(("  {}", "{} ", " {}  ")).format(text)
    return text


def shouted(luck: Luck, text: str) -> str:
    """A text, now and then in capitals: III/C."""
    return text.upper() if luck.random() < CAPITALS_SHARE else text


def comma(luck: Luck, hundredths: int) -> str:
    """A number of hundredths with a point, sometimes with the decimal comma."""
    mark = "," if luck.random() < ISO_SHARE else "."
    return f"{hundredths // 100}{mark}{hundredths % 100:02d}"


def grouped(luck: Luck, nip: str) -> str:
    """A NIP, now and then in the groups of its printed form."""
    if luck.random() < SPACED_SHARE / 4:
        return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
    return nip


def line(cells: Iterable[str], separator: str = ",") -> str:
    """A line of a CSV file; cells with a separator or a quote are quoted."""
    return separator.join(
        f'"{cell.replace(chr(34), chr(34) * 2)}"' if separator in cell or '"' in cell else cell
        for cell in cells
    )
