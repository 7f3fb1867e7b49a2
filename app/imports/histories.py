"""The kinds of history files: what happened to a person, each row with a key of its own. Pure.

The first value of every row is its key: SIASN's id, or what the row is about where files have
none. Rows of the same person and key are the same fact.
"""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.employees.levels import ASPECTS, COMPETENCIES
from app.employees.ranks import rank
from app.imports.masters import education_code
from app.imports.rows import LONGEST_KEY, Refused, Row

PERSON = {
    "nip": ("nipBaru", "nip"),
    "pns_id": ("idPns", "pnsOrangId", "pnsOrang", "pnsDinilaiId", "pnsDinilaiOrang"),
}
WHO = ("nip", "pns_id")
MATRIX = {
    (1, 1): 1, (1, 2): 2, (1, 3): 4,
    (2, 1): 2, (2, 2): 2, (2, 3): 4,
    (3, 1): 3, (3, 2): 3, (3, 3): 5,
}  # fmt: skip
"""Quadrant of work result and conduct (PermenPANRB 6/2022): 1 above, 2 as expected, 3 below."""
PREDICATES = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
PUNISHMENTS = {
    "r": "light", "ringan": "light",
    "s": "medium", "sedang": "medium",
    "b": "heavy", "berat": "heavy",
}  # fmt: skip
HIGHEST_LEVEL = 5
FIRST_YEAR, LAST_YEAR = 1900, 9999
MOST_HOURS = 100_000


def key_of(row: Row, *parts: object) -> str:
    """SIASN's id of a row, or a key made of what the row is about."""
    if given := row.text("id", LONGEST_KEY):
        return given
    key = "|" + "|".join("" if part is None else str(part) for part in parts)
    return key if len(key) <= LONGEST_KEY else "|" + hashlib.sha256(key.encode()).hexdigest()


def plain(text: str | None) -> str | None:
    """A word of a list as the lists write it: lower case, underscores."""
    return None if text is None else "_".join(text.lower().replace("-", " ").split())


def year_of(row: Row, field: str, day: date | None) -> int | None:
    """A year, or that of the date."""
    year = row.integer(field, FIRST_YEAR, LAST_YEAR)
    return day.year if year is None and day is not None else year


def performance(row: Row) -> tuple[Any, ...]:
    result = row.needed_integer("result", 1, 3, code="out-of-scale")
    conduct = row.needed_integer("conduct", 1, 3, code="out-of-scale")
    year = row.needed_integer("year", FIRST_YEAR, LAST_YEAR)
    if year > row.today.year:
        raise Refused("year-future", "year")
    quadrant = MATRIX[result, conduct]
    if row.text("quadrant") not in (str(quadrant), f"{quadrant}.0"):
        raise Refused("predicate-contradiction", "quadrant")
    return (str(year), year, result, conduct, quadrant, PREDICATES[quadrant - 1])


def position_history(row: Row) -> tuple[Any, ...]:
    started_on, ended_on = row.needed_day("started_on"), row.day("ended_on")
    decree_on, name = row.day("decree_on"), row.text("name", 300)
    decree_no = row.text("decree_no", 100)
    return (
        key_of(row, started_on, decree_no, name),
        started_on,
        ended_on,
        row.text("kind", 8),
        row.text("unit", 64),
        row.text("unit_name", 300),
        row.text("agency_name", 300),
        row.text("agency_code", 64),
        name,
        row.text("echelon", 16),
        row.text("assignment", 64),
        decree_no,
        decree_on,
    )


def rank_history(row: Row) -> tuple[Any, ...]:
    since, decree_on = row.needed_day("since"), row.day("decree_on")
    decree_no = row.text("decree_no", 100)
    rank_code, rank_name = rank(row.text("rank_code", 8), row.text("rank_name", 16))
    return (
        key_of(row, since, rank_code or rank_name, decree_no),
        since,
        rank_code,
        rank_name,
        decree_no,
        decree_on,
        row.integer("service_years", 0, 99),
        row.integer("service_months", 0, 999),
    )


def education_history(row: Row) -> tuple[Any, ...]:
    graduated_on = row.day("graduated_on")
    year = year_of(row, "graduation_year", graduated_on)
    level, field = education_code(row.text("level", 8)), row.text("field", 200)
    diploma_no = row.text("diploma_no", 100)
    return (
        key_of(row, level, year, diploma_no, field),
        graduated_on,
        year,
        level,
        row.text("level_name", 100),
        field,
        row.text("school", 200),
        diploma_no,
    )


def course(row: Row) -> tuple[Any, ...]:
    held_on = row.day("held_on")
    year = year_of(row, "year", held_on)
    if year is None:
        raise Refused("value-missing", "year")
    hours = row.number("hours", 0, MOST_HOURS)
    name, certificate_no = row.text("name", 300), row.text("certificate_no", 100)
    return (
        key_of(row, held_on or year, certificate_no, name),
        held_on,
        year,
        name,
        hours,
        certificate_no,
        row.text("institution", 200),
    )


def structural_training(row: Row) -> tuple[Any, ...]:
    held_on = row.needed_day("held_on")
    year = year_of(row, "year", held_on)
    hours = row.number("hours", 0, MOST_HOURS)
    name, number = row.needed("name", 300), row.text("number", 100)
    return (key_of(row, held_on, number, name), held_on, year, name, number, hours)


def award(row: Row) -> tuple[Any, ...]:
    awarded_on = row.needed_day("awarded_on")
    year = year_of(row, "year", awarded_on)
    name, decree_no = row.text("name", 300), row.text("decree_no", 100)
    scale = plain(row.text("scale", 32))
    return (key_of(row, awarded_on, decree_no, name), awarded_on, year, name, scale, decree_no)


def discipline(row: Row) -> tuple[Any, ...]:
    started_on, ended_on = row.needed_day("started_on"), row.day("ended_on")
    decree_on, decree_no = row.day("decree_on"), row.text("decree_no", 100)
    months = 12 * (row.integer("years", 0, 99) or 0) + (row.integer("months", 0, 999) or 0)
    level = PUNISHMENTS.get(row.needed("level").lower())
    if level is None:
        raise Refused("out-of-scale", "level")
    if ended_on is None and months:
        ended_on = months_later(started_on, months)
    return (
        key_of(row, started_on, decree_no, level),
        started_on,
        ended_on,
        level,
        row.text("kind_name", 300),
        decree_no,
        decree_on,
        row.text("cancelled") is not None,
    )


def months_later(day: date, months: int) -> date:
    """The last day of a term of whole months that begins on a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last) - timedelta(days=1)
            except ValueError:
                continue
    raise AssertionError


def feedback(row: Row) -> tuple[Any, ...]:
    year = row.needed_integer("year", FIRST_YEAR, LAST_YEAR)
    score = row.number("score", 0, 100)
    if score is None:
        raise Refused("value-missing", "score")
    return (str(year), year, score, row.integer("raters", 0, 10_000))


def team_assignment(row: Row) -> tuple[Any, ...]:
    decree_on, decree_no = row.needed_day("decree_on"), row.needed("decree_no", LONGEST_KEY)
    role, scope = plain(row.text("role", 32)), plain(row.text("scope", 32))
    return (decree_no, decree_on, decree_no, role, scope, row.text("team_name", 300))


def assessment(row: Row) -> tuple[Any, ...]:
    assessed_on = row.needed_day("assessed_on")
    for field in (*COMPETENCIES, *ASPECTS):
        row.needed(field)
    achieved = [row.needed_integer(field, 0, HIGHEST_LEVEL) for field in COMPETENCIES]
    aspects = [row.needed_integer(field, 0, HIGHEST_LEVEL) for field in ASPECTS]
    required = [row.integer(f"{field}_syarat", 0, HIGHEST_LEVEL) for field in COMPETENCIES]
    technical: Decimal | None = row.number("technical", 0, 100)
    purpose = row.text("purpose", 64)
    return (
        f"{assessed_on}|{purpose or ''}",
        assessed_on,
        purpose,
        row.text("institution", 200),
        row.text("assessor", 200),
        achieved,
        None if None in required else required,
        aspects,
        technical,
    )
