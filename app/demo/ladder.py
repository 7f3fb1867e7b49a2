"""Ranks (golongan) and how people climb them; names of schooling. Pure."""

from datetime import date

from app.demo.luck import Luck

LADDER = (21, 22, 23, 24, 31, 32, 33, 34, 41, 42, 43, 44)
ROMAN = {2: "II", 3: "III", 4: "IV"}
ENTRY = {"15": 21, "17": 21, "25": 22, "30": 23, "35": 31, "40": 31, "45": 32, "50": 33}
CEILING = {"15": 32, "17": 32, "25": 33, "30": 34, "35": 41, "40": 41, "45": 42, "50": 44}
"""Where regular promotion ends, by schooling; a post or a stage can lift somebody above it."""
SCHOOLING = {
    "15": "SLTA",
    "17": "SLTA Kejuruan",
    "25": "Diploma II",
    "30": "Diploma III/Sarjana Muda",
    "35": "Diploma IV",
    "40": "S-1/Sarjana",
    "45": "S-2",
    "50": "S-3/Doktor",
}
TITLES_AFTER = {"30": "A.Md.", "35": "S.Tr.", "40": "S.A.P.", "45": "M.A.P."}
YEARS_OF_STUDY = {"15": 18, "17": 18, "25": 20, "30": 21, "35": 22, "40": 23, "45": 26, "50": 32}
"""Usual age at graduation."""


def rank_name(code: int) -> str:
    """33 is III/c."""
    return f"{ROMAN[code // 10]}/{'abcde'[code % 10 - 1]}"


def climb(
    luck: Luck, schooling: str, joined: date, today: date, least: int
) -> list[tuple[int, date]]:
    """Ranks held with their dates, first to last: a step every four years, as promotions go.

    The last rank is at least `least`; who got there early skipped years, not steps.
    """
    place = LADDER.index(ENTRY[schooling])
    years = today.year - joined.year
    regular = place + years // 4
    top = max(min(regular, LADDER.index(CEILING[schooling])), LADDER.index(least))
    steps = top - place
    if steps <= 0:
        return [(LADDER[place], joined)]
    pace = max(1, years // (steps + 1))
    month = luck.pick((4, 10))
    ranks = [(LADDER[place], joined)]
    for step in range(1, steps + 1):
        since = date(min(joined.year + step * pace, today.year - 1), month, 1)
        ranks.append((LADDER[place + step], max(since, ranks[-1][1])))
    return ranks
