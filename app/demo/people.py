"""The people of the invented province: who they are, and how they came where they stand. Pure.

Each person has a hidden talent, a number around 0, from which appraisals, assessments, teams and
awards follow with their own noise: so the boxes of the nine-box fill as they do in life.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from app.demo.ladder import TITLES_AFTER, YEARS_OF_STUDY, climb
from app.demo.luck import Luck, luck_of
from app.demo.names import FAMILIES, FIELDS, MEN, TOWNS, WOMEN
from app.demo.organisation import Organisation, Post, Unit
from app.demo.trades import (
    AGE_LIMITS,
    CLERK,
    HEADS,
    ON_CONTRACT,
    TRADES,
    Stage,
)

FIRST_SERIAL = 701
"""Serials start here; the real numbering starts at 001 and hardly passes a dozen."""
VACANT = 0.09
PEOPLE, TREE, FILES = 1, 2, 3
"""Topics of luck."""


@dataclass(slots=True)
class Person:
    """One invented civil servant."""

    number: int
    luck: Luck
    talent: float
    pns_id: str
    sex: str
    name: str
    birthplace: str
    born: date
    joined: date
    employment: str
    stage: Stage
    title: str
    unit: Unit
    post: Post | None
    schooling: str
    field_of_study: str
    graduated: int
    ranks: list[tuple[int, date]] = field(default_factory=list)
    nip: str = ""

    @property
    def on_contract(self) -> bool:
        """Whether the person is PPPK: no PNS ranks, no career before the contract."""
        return self.employment == "PPPK"

    @property
    def degree(self) -> str:
        """The title behind the name."""
        return TITLES_AFTER.get(self.schooling, "")

    @property
    def contract_rank(self) -> str:
        """Golongan of a PPPK."""
        return ON_CONTRACT[self.schooling]


def people(seed: int, made: Organisation, count: int, today: date) -> Iterator[Person]:
    """So many people, those with posts first; every NIP occurs once."""
    order = luck_of(seed, TREE, 1)
    filled = [post for post in made.posts if not order.chance(VACANT)][: count * 2 // 5]
    staffed = [unit for unit in made.units if unit.pull > 0]
    steps = list(accumulate(unit.pull for unit in staffed))
    serials: Counter[str] = Counter()
    for number in range(1, count + 1):
        luck = luck_of(seed, PEOPLE, number)
        if number <= len(filled):
            post = filled[number - 1]
            person = _person(luck, number, today, post.unit, HEADS[post.grade.level], post)
        else:
            unit = luck.choices(staffed, cum_weights=steps)[0]
            person = _person(luck, number, today, unit, luck.draw(TRADES[unit.trade].stages), None)
        stem = _stem(person)
        person.nip = f"{stem}{FIRST_SERIAL + serials[stem]:03d}"
        serials[stem] += 1
        yield person


def _person(
    luck: Luck, number: int, today: date, unit: Unit, stage: Stage, post: Post | None
) -> Person:
    sex = "M" if luck.chance(0.44 if unit.trade in ("school", "health") else 0.55) else "F"
    schooling = luck.draw(stage.schooling)
    contract = post is None and stage.contracted and luck.chance(TRADES[unit.trade].contract * 1.5)
    born = _birth(luck, stage, today)
    study = YEARS_OF_STUDY[schooling]
    graduated = born.year + study + luck.below(3)
    joined = _joining(luck, born, min(graduated, born.year + 24), today, contract=contract)
    person = Person(
        number=number,
        luck=luck,
        talent=luck.gauss(0.45 if post else 0.0, 1.0),
        pns_id=luck.identifier(),
        sex=sex,
        name=_name(luck, sex),
        birthplace=luck.pick(TOWNS),
        born=born,
        joined=joined,
        employment="PPPK" if contract else "PNS",
        stage=stage,
        title=post.name if post else _title(luck, unit, stage),
        unit=unit,
        post=post,
        schooling=schooling,
        field_of_study=luck.pick(FIELDS),
        graduated=min(graduated, today.year - 1),
    )
    if not contract:
        person.ranks = climb(luck, schooling, joined, today, stage.least_rank)
    return person


def _birth(luck: Luck, stage: Stage, today: date) -> date:
    """A birthday that leaves at least some months before the age limit."""
    age = luck.triangular(stage.youngest, stage.oldest, stage.usual)
    limit = AGE_LIMITS.get(stage.level, 58)
    oldest = date(today.year - limit, today.month, 1) + timedelta(days=60)
    return max(today - timedelta(days=int(age * 365.25)), oldest)


def _joining(luck: Luck, born: date, graduated: int, today: date, *, contract: bool) -> date:
    """First of a month; contracts exist since 2019 only."""
    if contract:
        return date(luck.between(2019, today.year - 2), luck.between(1, 12), 1)
    first = max(graduated + 1, born.year + 19)
    last = max(first, min(born.year + 33, today.year - 2))
    year = int(luck.triangular(first, last + 1, first))
    return date(min(year, today.year - 2), luck.between(1, 12), 1)


def _name(luck: Luck, sex: str) -> str:
    given = luck.pick(MEN if sex == "M" else WOMEN)
    if luck.chance(0.35):
        given = f"{given} {luck.pick(MEN if sex == 'M' else WOMEN)}"
    return f"{given} {luck.pick(FAMILIES)}"


def _title(luck: Luck, unit: Unit, stage: Stage) -> str:
    trade = TRADES[unit.trade]
    if stage is CLERK:
        return luck.pick(trade.clerks)
    return f"{luck.pick(trade.titles)} {stage.level}"


def _stem(person: Person) -> str:
    """The fifteen digits of a NIP that say something about its owner."""
    month = "21" if person.on_contract else f"{person.joined.month:02d}"
    sex = "1" if person.sex == "M" else "2"
    return f"{person.born:%Y%m%d}{person.joined.year}{month}{sex}"
