"""Eligibility for a target position (rules, section 5): the second implementation.

Written from the rules, sharing nothing with the service. Every rule gives `pass`, `fail` or
`unknown`, with the datum that it rests on. Where the rules are silent, what the product has decided
and published holds:

- A PPPK fails `rank` unless the position admits PPPK, and then passes.
- A punishment without an end cannot be said to be over: unknown. A cancelled one is none.
- A training of a year alone took place by the day if the year is past; in the day's own year, and
  without any date, that is open.
- Nobody without a box is known to be in one.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from app.verifier import trainings
from app.verifier.readings import anniversary, day_of, years_between

PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"
EDUCATIONS = {
    "05": "SD",
    "10": "SLTP",
    "12": "SLTP Kejuruan",
    "15": "SLTA",
    "17": "SLTA Kejuruan",
    "18": "SLTA Keguruan",
    "20": "D-I",
    "25": "D-II",
    "30": "D-III",
    "35": "D-IV",
    "40": "S-1",
    "42": "Profesi",
    "45": "S-2",
    "47": "Spesialis",
    "49": "Subspesialis",
    "50": "S-3",
}
ROMANS, LETTERS = ("I", "II", "III", "IV"), "abcde"
HIGHEST = (4, 5)
LEADERS = ("JPT", "PIMPINAN TINGGI", "JABATAN PIMPINAN TINGGI")
AGES = {"AHLI UTAMA": 65, "AHLI MADYA": 60}
LEADERS_AGE, OTHER_AGE = 60, 58
BARS_FOR, STILL_SERVES = 2, 2
"""Years: after a grave punishment, and until the pension."""
KINDS = {"light": "ringan", "medium": "sedang", "heavy": "berat"}
MONTHS = 12


class Judged(NamedTuple):
    """What a rule says, and the datum it says it on."""

    result: str
    datum: dict[str, object]


class Candidate(NamedTuple):
    """A person as the rules look at them."""

    box: int | None
    """The box that stands."""
    computed: int | None
    """The computed box, where a calibration moved the person out of it."""
    facts: Mapping[str, Any]


class Target(NamedTuple):
    """A position, the boxes of the pool, and the day."""

    position: Mapping[str, Any]
    boxes: frozenset[int]
    day: date


def judge(candidate: Candidate, target: Target) -> dict[str, Judged]:
    """All rules, in the order of the rules."""
    return {name: rule(candidate, target) for name, rule in RULES.items()}


def _when(passes: bool, datum: dict[str, object]) -> Judged:  # noqa: FBT001 - a verdict reads as a sentence
    return Judged(PASS if passes else FAIL, datum)


def _box(candidate: Candidate, target: Target) -> Judged:
    datum: dict[str, object] = {
        "box": candidate.box,
        "boxes": ", ".join(map(str, sorted(target.boxes))),
    }
    if candidate.box is None:
        return Judged(UNKNOWN, datum)
    if candidate.computed is not None:
        datum["computed"] = candidate.computed
    return _when(candidate.box in target.boxes, datum)


def _level(candidate: Candidate, target: Target) -> Judged:
    own, asked = candidate.facts["cohort"], target.position["cohort"]
    if own is None or asked is None:
        return Judged(UNKNOWN, {"own": own or "?", "asked": asked or "?"})
    return _when(asked - 1 <= own <= asked, {"own": own, "asked": asked})


def golongan(written: str) -> tuple[int, int] | None:
    """Number and letter of a golongan of PNS, by its code or its name; None for anything else."""
    text = written.strip()
    if len(text) == len(HIGHEST) and text.isascii() and text.isdigit():
        found = int(text[0]), int(text[1])
    else:
        letter, rest = text[-1:].lower(), text[:-1].rstrip()
        roman = (rest[:-1] if rest[-1:] in ("/", ".", "-") else rest).rstrip().upper()
        if not letter or letter not in LETTERS or roman not in ROMANS:
            return None
        found = ROMANS.index(roman) + 1, LETTERS.index(letter) + 1
    number, place = found
    highest = HIGHEST[1] if number == HIGHEST[0] else HIGHEST[1] - 1
    return found if 1 <= number <= HIGHEST[0] and 1 <= place <= highest else None


def _rank(candidate: Candidate, target: Target) -> Judged:
    facts, asked = candidate.facts, target.position["required_rank"]
    if facts["employment"] == "PPPK":
        return _when(target.position["admits_pppk"] is True, {})
    own = golongan(facts["rank_code"]) or golongan(facts["rank_name"])
    name = f"{ROMANS[own[0] - 1]}/{LETTERS[own[1] - 1]}" if own else facts["rank_name"] or "?"
    datum: dict[str, object] = {"own": name, "asked": asked or "-"}
    if not asked:
        return Judged(PASS, datum)
    needed = golongan(asked)
    if own is None or needed is None:
        return Judged(UNKNOWN, datum)
    return _when(own >= needed, datum)


def _education(candidate: Candidate, target: Target) -> Judged:
    own, asked = candidate.facts["education_level"], target.position["required_education"]
    datum: dict[str, object] = {
        "own": EDUCATIONS.get(own, own or "?"),
        "asked": EDUCATIONS.get(asked, asked or "-"),
    }
    if not asked:
        return Judged(PASS, datum)
    order = list(EDUCATIONS)
    if own not in order or asked not in order:
        return Judged(UNKNOWN, datum)
    return _when(order.index(own) >= order.index(asked), datum)


def _training(candidate: Candidate, target: Target) -> Judged:
    required = target.position["required_training"]
    if not required:
        return Judged(PASS, {})
    asked = trainings.level_of(required)
    if not asked:  # unreadable, or a basic training, which is no level that could be asked
        return Judged(UNKNOWN, {"asked": required})
    doubtful, listed = None, []
    for one in candidate.facts["trainings"]:
        level, held = trainings.level_of(one["name"]), _held(one, target.day)
        text = f"{one['name']} ({one['held_on'] or one['year'] or '?'})"
        listed.append(text)
        if held is False or (level is not None and level < asked):
            continue
        if held is True and level is not None:
            return Judged(PASS, {"own": text, "asked": trainings.TITLES[asked]})
        doubtful = text
    if doubtful is not None:
        return Judged(UNKNOWN, {"own": doubtful, "asked": trainings.TITLES[asked]})
    return Judged(FAIL, {"own": "; ".join(listed) or "-", "asked": trainings.TITLES[asked]})


def _held(one: Mapping[str, Any], day: date) -> bool | None:
    """Whether a training took place by the day; None where that is open."""
    held_on, year = day_of(one["held_on"]), one["year"]
    if held_on is not None:
        return held_on <= day
    return None if year is None or year == day.year else bool(year < day.year)


def _experience(candidate: Candidate, target: Target) -> Judged:
    since = day_of(candidate.facts["position_since"])
    asked = target.position["required_experience_years"]
    if since is None or since > target.day:
        return Judged(UNKNOWN if asked > 0 else PASS, {})
    years = years_between(since, target.day)
    return _when(years >= asked, {"years": years, "since": since.isoformat(), "asked": asked})


def _discipline(candidate: Candidate, target: Target) -> Judged:
    counted = [
        one
        for one in candidate.facts["disciplines"]
        if not one["cancelled"] and (one["started_on"] is None or _by(one, target.day))
    ]
    judged = [(_punished(one, target.day), one) for one in counted]
    for result in (FAIL, UNKNOWN):
        for said, one in judged:
            if said == result:
                return Judged(result, dict(_punishment(one)))
    return Judged(PASS, {"count": len(counted)})


def _by(one: Mapping[str, Any], day: date) -> bool:
    return date.fromisoformat(one["started_on"]) <= day


def _punished(one: Mapping[str, Any], day: date) -> str:
    """What one punishment means at the day."""
    ended_on = day_of(one["ended_on"])
    if ended_on is None:
        return UNKNOWN
    grave = one["level"] in ("medium", "heavy")
    over = ended_on <= anniversary(day, -BARS_FOR) if grave else ended_on < day
    if over:
        return PASS
    return UNKNOWN if one["started_on"] is None else FAIL


def _punishment(one: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "kind", KINDS.get(one["level"], one["level"])
    yield "kind_en", one["level"]
    yield "start", one["started_on"] or "?"
    yield "end", one["ended_on"] or "?"


def _retirement(candidate: Candidate, target: Target) -> Judged:
    facts, day = candidate.facts, target.day
    if facts["retirement_age"] is None and not facts["position_level"]:
        return Judged(UNKNOWN, {})
    age = facts["retirement_age"] or _age_of(facts["position_level"])
    year, month = map(int, facts["birth_month"].split("-"))
    # The first day of the month after the one in which the age is reached.
    years, month_before = divmod(month, MONTHS)
    leaves = date(year + age + years, month_before + 1, 1)
    needed = anniversary(day, STILL_SERVES)
    datum = {"leaves": leaves.isoformat(), "age": age, "needed": needed.isoformat()}
    return _when(leaves >= needed, datum)


def _age_of(jenjang: str) -> int:
    """The age limit of a jenjang in years."""
    words = " ".join(jenjang.upper().split())
    if words.startswith(LEADERS):
        return LEADERS_AGE
    return AGES.get(words.removeprefix("JF "), OTHER_AGE)


RULES: dict[str, Callable[[Candidate, Target], Judged]] = {
    "box": _box,
    "level": _level,
    "rank": _rank,
    "education": _education,
    "training": _training,
    "experience": _experience,
    "discipline": _discipline,
    "retirement": _retirement,
}
