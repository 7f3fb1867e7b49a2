"""Eligibility for a target position: eight rules, each with the datum it was judged on. Pure.

Every rule is evaluated and answers pass, fail or unknown; unknown is never pass. Only facts dated
on or before D count. Sources: PermenPANRB 3/2020 (kelompok rencana suksesi, jabatan target),
PP 11/2017 as amended by PP 17/2020 (conditions of posts), UU 20/2023 article 55 and PP 11/2017
(age limits, BUP), PP 94/2021 (discipline). Where they leave a choice, the reading taken:

- `rank`: golongan of PNS compare in the order of the SIASN codes. The golongan of PPPK (I..XVII)
  are another scale: a PPPK fails unless the position admits PPPK, and then passes.
- `training`: a readable training of the level or a higher one passes; otherwise one unreadable
  name that may count makes the rule unknown; otherwise it fails.
- `discipline`: people without any record pass. A punishment without an end cannot be said to be
  over: unknown.
- `retirement`: the BUP of the present position wins over that of its jenjang.
"""

from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from app.core.words import Words
from app.employees.ranks import NAMES
from app.scoring_schemes.anniversaries import full_years, plus_years
from app.talent_pools.profiles import (
    EDUCATION,
    Discipline,
    Person,
    Requirement,
    Training,
    golongan,
)
from app.talent_pools.retirement import months_later, pension_date, retirement_age
from app.talent_pools.structural_training import Level, read


class Verdict(StrEnum):
    """What a rule says of a person."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"


class Judgement(NamedTuple):
    """A verdict with the datum that it rests on; the sentence is written when asked for."""

    verdict: Verdict
    template: Words
    values: dict[str, object]

    @property
    def datum(self) -> Words:
        """The datum in words, in both languages."""
        return self.template.filled(**self.values)


DISCIPLINE_YEARS = 2
"""A medium or heavy punishment bars for so many years after its end."""
HORIZON_MONTHS = 24
"""So long a person must still serve after D."""
_GRAVE = ("medium", "heavy")


def judge(
    person: Person, requirement: Requirement, boxes: frozenset[int], day: date
) -> dict[str, Judgement]:
    """Hold a person against a position at `day` (D): a judgement for each of the eight rules."""
    return {
        "box": box(person, boxes),
        "level": level(person, requirement),
        "rank": rank(person, requirement),
        "education": education(person, requirement),
        "training": training(person, requirement, day),
        "experience": experience(person, requirement, day),
        "discipline": discipline(person, day),
        "retirement": retirement(person, day),
    }


RULES = (
    "box",
    "level",
    "rank",
    "education",
    "training",
    "experience",
    "discipline",
    "retirement",
)


def eligible(judgements: dict[str, Judgement]) -> bool:
    """Whether every rule passes."""
    return all(judgement.verdict is Verdict.PASS for judgement in judgements.values())


def box(person: Person, boxes: frozenset[int]) -> Judgement:
    """Pass when the box is one of the pool's; nobody without a box is known to be in one.

    The box is the standing one; where a calibration moved the person, the datum names both.
    """
    values: dict[str, object] = {"box": person.box, "boxes": _listed(boxes)}
    if person.box is None:
        return Judgement(Verdict.UNKNOWN, Words("belum ada kotak", "no box yet"), values)
    words = Words("kotak {box}; kelompok: kotak {boxes}", "box {box}; the pool takes boxes {boxes}")
    if person.calibrated_from is not None:
        words = Words(
            "kotak {box} hasil kalibrasi (dihitung: kotak {computed}); kelompok: kotak {boxes}",
            "box {box} after calibration (computed: box {computed}); the pool takes boxes {boxes}",
        )
        values["computed"] = person.calibrated_from
    return _when(person.box in boxes, words, **values)


def level(person: Person, requirement: Requirement) -> Judgement:
    """Pass when the talent level (cohort) is the position's or one below."""
    words = Words(
        "jenjang talenta {own}; jabatan pada jenjang {asked}",
        "talent level {own}; the position is of level {asked}",
    )
    if person.cohort is None or requirement.cohort is None:
        return _unknown(words, own=person.cohort or "?", asked=requirement.cohort or "?")
    passes = person.cohort in (requirement.cohort, requirement.cohort - 1)
    return _when(passes, words, own=person.cohort, asked=requirement.cohort)


def rank(person: Person, requirement: Requirement) -> Judgement:
    """Pass when the golongan is that required or higher; PPPK only where they are admitted."""
    if person.employment == "PPPK":
        admitted = Words("PPPK; jabatan menerima PPPK", "PPPK; the position admits PPPK")
        refused = Words("PPPK; jabatan hanya untuk PNS", "PPPK; the position is for PNS only")
        if requirement.admits_pppk:
            return _pass(admitted)
        return _fail(refused)
    own, asked = golongan(person.rank_code) or golongan(person.rank_name), requirement.rank
    words = Words("golongan {own}; syarat {asked}", "golongan {own}; required {asked}")
    shown = {"own": NAMES.get(own) or person.rank_name or "?", "asked": asked or "-"}
    if not asked:
        return _pass(words, **shown)
    if not own or not golongan(asked):
        return _unknown(words, **shown)
    return _when(own >= golongan(asked), words, **shown)


def education(person: Person, requirement: Requirement) -> Judgement:
    """Pass when the education is that required or higher, in the order of the SIASN codes."""
    own, asked = person.education_level, requirement.education
    words = Words("pendidikan {own}; syarat {asked}", "education {own}; required {asked}")
    shown = {"own": EDUCATION.get(own, own or "?"), "asked": EDUCATION.get(asked, asked or "-")}
    if not asked:
        return _pass(words, **shown)
    if own not in EDUCATION or asked not in EDUCATION:
        return _unknown(words, **shown)
    return _when(own >= asked, words, **shown)


def training(person: Person, requirement: Requirement, day: date) -> Judgement:
    """Pass when a leadership training of the required level or above is dated by `day`."""
    if not requirement.training:
        return _pass(Words("tidak ada syarat diklat", "no training is required"))
    asked = read(requirement.training)
    if not isinstance(asked, Level):
        words = Words(
            "syarat diklat tidak terbaca: {asked}", "the required training is unreadable: {asked}"
        )
        return _unknown(words, asked=requirement.training)
    words = Words("diklat: {own}; syarat {asked}", "trainings: {own}; required {asked}")
    doubtful: Training | None = None
    for item in person.trainings:
        reading = read(item.name)
        held = _held_by(item, day)
        if held is False or not (reading is None or _reaches(reading, asked)):
            continue
        if held and reading is not None:
            return _pass(words, own=_training_text(item), asked=asked.title)
        doubtful = item
    if doubtful is not None:
        return _unknown(words, own=_training_text(doubtful), asked=asked.title)
    known = "; ".join(_training_text(item) for item in person.trainings) or "-"
    return _fail(words, own=known, asked=asked.title)


def experience(person: Person, requirement: Requirement, day: date) -> Judgement:
    """Pass when the full years since the present position's TMT are those required."""
    asked = requirement.experience_years
    if person.position_since is None or person.position_since > day:
        words = Words("TMT jabatan tidak diketahui", "the position's TMT is not known")
        return _unknown(words) if asked > 0 else _pass(words)
    words = Words(
        "{years} tahun penuh sejak {since}; syarat {asked} tahun",
        "{years} full years since {since}; required {asked} years",
    )
    years = full_years(person.position_since, day)
    return _when(years >= asked, words, years=years, since=person.position_since, asked=asked)


def discipline(person: Person, day: date) -> Judgement:
    """Pass when no punishment is being served and no grave one ended within two years."""
    judged = [
        (standing_of(item, day), item)
        for item in person.disciplines
        if not item.cancelled and (item.started_on is None or item.started_on <= day)
    ]
    for verdict in (Verdict.FAIL, Verdict.UNKNOWN):
        for standing, item in judged:
            if standing is verdict:
                words = Words(
                    "hukuman {kind} {start} s.d. {end}",
                    "{kind_en} punishment from {start} to {end}",
                )
                return Judgement(verdict, words, _discipline_values(item))
    return _pass(
        Words(
            "tidak ada hukuman yang menghalangi ({count} tercatat)",
            "no punishment stands in the way ({count} recorded)",
        ),
        count=len(judged),
    )


def retirement(person: Person, day: date) -> Judgement:
    """Pass when the TMT pensiun lies 24 months or more after `day`."""
    if person.retirement_age is None and not person.position_level:
        return _unknown(Words("BUP tidak diketahui", "the age limit is not known"))
    age = person.retirement_age or retirement_age(person.position_level)
    leaves = pension_date(person.birth_date, age)
    words = Words(
        "TMT pensiun {leaves} (BUP {age}); paling cepat {needed}",
        "retires on {leaves} (age limit {age}); not before {needed}",
    )
    needed = months_later(day, HORIZON_MONTHS)
    return _when(leaves >= needed, words, leaves=leaves, age=age, needed=needed)


@cache
def _listed(boxes: frozenset[int]) -> str:
    return ", ".join(str(number) for number in sorted(boxes))


def _when(passes: bool, words: Words, **values: object) -> Judgement:  # noqa: FBT001 - a verdict reads as a sentence
    return _pass(words, **values) if passes else _fail(words, **values)


def _pass(words: Words, **values: object) -> Judgement:
    return Judgement(Verdict.PASS, words, values)


def _fail(words: Words, **values: object) -> Judgement:
    return Judgement(Verdict.FAIL, words, values)


def _unknown(words: Words, **values: object) -> Judgement:
    return Judgement(Verdict.UNKNOWN, words, values)


def _reaches(reading: Level | object, asked: Level) -> bool:
    return isinstance(reading, Level) and reading >= asked


def _held_by(item: Training, day: date) -> bool | None:
    """Whether a training took place by `day`; None when its date leaves that open."""
    if item.held_on is not None:
        return item.held_on <= day
    if item.year is None or item.year == day.year:
        return None
    return item.year < day.year


def _training_text(item: Training) -> str:
    return f"{item.name} ({item.held_on or item.year or '?'})"


def standing_of(item: Discipline, day: date) -> Verdict:
    """Say what one punishment that began by `day` means at `day`."""
    if item.ended_on is None:
        return Verdict.UNKNOWN
    grave = item.level in _GRAVE and item.ended_on > plus_years(day, -DISCIPLINE_YEARS)
    if not grave and item.ended_on < day:
        return Verdict.PASS
    return Verdict.UNKNOWN if item.started_on is None else Verdict.FAIL


def _discipline_values(item: Discipline) -> dict[str, object]:
    kinds = {"light": "ringan", "medium": "sedang", "heavy": "berat"}
    return {
        "kind": kinds.get(item.level, item.level),
        "kind_en": item.level,
        "start": item.started_on or "?",
        "end": item.ended_on or "?",
    }
