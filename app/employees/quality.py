"""How complete and sound an agency's records of its active people are: one figure, rule by rule.

The figure is the share of checks that hold, over all active people and all rules, in percent. It is
ours: BKN's own *indeks kualitas data* weighs other things, and is not computed here.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

RULES = {
    "birth_date_as_in_nip": "to_char(birth_date, 'YYYYMMDD') = left(nip, 8)",
    "sex_known": "sex is not null",
    "appointment_known": "appointed_on is not null",
    "rank_known": "rank_name is not null and rank_since is not null",
    "position_known": "position_name is not null and position_since is not null",
    "education_known": "education_level is not null and graduation_year is not null",
    "reachable": "email is not null or phone is not null",
}
"""What is checked of each person, as SQL."""
BROKEN = ", ".join(
    f'count(*) filter (where ({rule}) is not true) as "{code}"' for code, rule in RULES.items()
)
COUNTED = text(
    f"select count(*) as people, {BROKEN} from employees"
    " where agency_id = :agency_id and lower(legal_status) = 'aktif'"
)


async def of_agency(session: AsyncSession, agency_id: UUID) -> dict[str, Any]:
    """The figure, over how many people, and how many break each rule; from the data as they are."""
    row = (await session.execute(COUNTED, {"agency_id": agency_id})).mappings().one()
    broken = {code: row[code] for code in RULES}
    return {"percent": percent(row["people"], broken), "people": row["people"], "broken": broken}


def percent(people: int, broken: dict[str, int]) -> str | None:
    """The share of checks that hold, two decimals, rounded down: it never says more than is so."""
    checks = people * len(broken)
    if not checks:
        return None
    hundredths = (checks - sum(broken.values())) * 10_000 // checks
    return f"{hundredths // 100}.{hundredths % 100:02d}"
