"""Golongan: the rank of a civil servant by SIASN code and by name. Pure.

PNS have I/a (code 11) to IV/e (code 45); PPPK have I to XVII and no SIASN code of this kind.
Files write `III/d`, `III/D` and `III.d`; the first form is kept.
"""

import re

NAMES: dict[str, str] = {
    f"{number}{place}": f"{roman}/{letter}"
    for number, (roman, letters) in enumerate(
        (("I", "abcd"), ("II", "abcd"), ("III", "abcd"), ("IV", "abcde")), start=1
    )
    for place, letter in enumerate(letters, start=1)
}
CODES: dict[str, str] = {name: code for code, name in NAMES.items()}
WRITTEN = re.compile(r"\s*(IV|III|II|I)\s*[/.\-]?\s*([A-E])\s*", re.IGNORECASE)


def name_of(written: str) -> str:
    """The usual spelling of a golongan's name; what is not one is only trimmed."""
    match = WRITTEN.fullmatch(written)
    if match:
        return f"{match[1].upper()}/{match[2].lower()}"
    text = written.strip()
    return text.upper() if re.fullmatch(r"[IVXivx]+", text) else text


def rank(code: str | None, name: str | None) -> tuple[str | None, str | None]:
    """Code and name of a golongan, each found from the other where only one is given."""
    spelled = name_of(name) if name else NAMES.get(code or "")
    return code or CODES.get(spelled or ""), spelled
