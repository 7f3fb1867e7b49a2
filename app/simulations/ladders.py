"""The steps that a lever has for one person under a scheme, the smallest first. Pure.

A *rung* is where a lever would stand: hours, a score, `role.scope`, a level of education. Only
rungs that raise some leaf and lower none, held against the rung below, are on a ladder; so whoever
climbs never loses. Scores have rungs of five points, which a search then narrows down to
hundredths.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from app.scoring_schemes.facts import Assessment, Course, Facts, Feedback, TeamAssignment
from app.scoring_schemes.indicators import EDUCATION_LEVELS, ROLES, SCOPES
from app.scoring_schemes.readings import read
from app.scoring_schemes.scheme import FOUR_PLACES, Leaf, Missing, Scheme, quantised
from app.simulations.levers import Lever, lever_of

Rung = Decimal | str
HUNDRED = Decimal(100)
COARSE = Decimal(5)
FINE = Decimal("0.01")
SCORES = (Lever.FEEDBACK, Lever.CERTIFICATE)
"""Levers whose rungs can be narrowed down."""
TEAM_ROLES = tuple(f"{role}.{scope}" for role in reversed(ROLES) for scope in reversed(SCOPES))
"""From member within the body to head across bodies."""


class Person(NamedTuple):
    """Whose levers: facts, read by a scheme at a date."""

    scheme: Scheme
    facts: Facts
    as_of: date

    def leaves(self, lever: Lever) -> list[Leaf]:
        """The leaves that a lever moves."""
        every = (leaf for axis in self.scheme.axes for leaf in axis.leaves())
        return [leaf for leaf in every if lever_of(leaf) is lever]

    def years(self, lever: Lever) -> list[int]:
        """The years whose facts a lever changes, where its leaves read years."""
        if lever not in (Lever.TRAINING, Lever.FEEDBACK):
            return []
        return sorted({self.as_of.year - leaf.years_ago for leaf in self.leaves(lever)})


def changed(person: Person, rungs: Mapping[Lever, Rung]) -> Facts:
    """The person's facts with every lever on its rung."""
    facts = person.facts
    for lever, rung in rungs.items():
        facts = _CHANGES[lever](person, facts, rung)
    return facts


def stands_at(person: Person, lever: Lever) -> Rung | None:
    """Where a lever stands: of several years at the lowest; None when nothing is known."""
    match lever:
        case Lever.TRAINING:
            return min((_hours(person, year) for year in person.years(lever)), default=None)
        case Lever.FEEDBACK:
            scores = [_feedback(person, year) for year in person.years(lever)]
            known = [score for score in scores if score is not None]
            return min(known) if len(known) == len(scores) and known else None
        case Lever.CERTIFICATE:
            tested = [one.technical for one in _latest(person) if one.technical is not None]
            return max(tested, default=None)
        case Lever.EDUCATION:
            return person.facts.education_level
        case Lever.TEAM:
            raws = [read(leaf, person.facts, person.as_of).raw for leaf in person.leaves(lever)]
            return raws[0] if raws else None


def ladder(person: Person, lever: Lever) -> list[Rung]:
    """The rungs above where the lever stands, the smallest first; empty when none helps."""
    leaves = person.leaves(lever)
    kept: list[Rung] = []
    last = _worth(leaves, person.facts, person.as_of)
    for rung in _candidates(person, lever):
        worth = _worth(leaves, changed(person, {lever: rung}), person.as_of)
        if worth != last and all(new >= old for new, old in zip(worth, last, strict=True)):
            kept.append(rung)
            last = worth
    return kept


def _worth(leaves: list[Leaf], facts: Facts, as_of: date) -> list[Decimal]:
    """What each leaf scores; less than nothing when it is missing and that does not count as 0."""
    scores = [(leaf, read(leaf, facts, as_of).score) for leaf in leaves]
    return [
        score if score is not None else Decimal(0 if leaf.missing is Missing.ZERO else -1)
        for leaf, score in scores
    ]


def _candidates(person: Person, lever: Lever) -> list[Rung]:
    match lever:
        case Lever.TRAINING:
            return list(_band_starts(person))
        case Lever.FEEDBACK:
            return list(_scores_above(stands_at(person, lever))) if person.years(lever) else []
        case Lever.CERTIFICATE:
            return list(_scores_above(stands_at(person, lever))) if _latest(person) else []
        case Lever.TEAM:
            return list(TEAM_ROLES) if person.leaves(lever) else []
        case Lever.EDUCATION:
            level = person.facts.education_level
            if level not in EDUCATION_LEVELS or not person.leaves(lever):
                return []  # what is not known cannot be surpassed
            return list(EDUCATION_LEVELS[EDUCATION_LEVELS.index(level) + 1 :])


def _band_starts(person: Person) -> list[Decimal]:
    """The hours at which bands begin, above those of the leaf's year."""
    starts = {
        band.start.quantize(FOUR_PLACES, ROUND_CEILING)
        for leaf in person.leaves(Lever.TRAINING)
        for band in leaf.bands
        if band.start > _hours(person, person.as_of.year - leaf.years_ago)
    }
    return sorted(starts)


def _scores_above(score: Rung | None) -> list[Decimal]:
    """Every five points above a score, up to a hundred."""
    start = Decimal(0) if score is None else Decimal(score)
    steps = int(((HUNDRED - start) / COARSE).to_integral(ROUND_CEILING))
    above = (min(start + n * COARSE, HUNDRED) for n in range(1, steps + 1))
    return [one.quantize(FINE, ROUND_CEILING) for one in above]


def _hours(person: Person, year: int) -> Decimal:
    """The hours of a year's courses that count."""
    lengths = (
        quantised(course.hours)
        for course in person.facts.courses
        if course.hours is not None
        and course.year == year
        and (course.held_on is None or course.held_on <= person.as_of)
    )
    return sum(lengths, Decimal(0))


def _feedback(person: Person, year: int) -> Decimal | None:
    scores = (one.score for one in person.facts.feedbacks if one.year == year)
    return max(scores, default=None)


def _latest(person: Person) -> list[Assessment]:
    """The assessments of the latest day."""
    dated = [one for one in person.facts.assessments if one.assessed_on <= person.as_of]
    latest = max((one.assessed_on for one in dated), default=None)
    return [one for one in dated if one.assessed_on == latest]


def _with_training(person: Person, facts: Facts, rung: Rung) -> Facts:
    """Courses that bring every year up to so many hours."""
    lacking = {year: Decimal(rung) - _hours(person, year) for year in person.years(Lever.TRAINING)}
    courses = tuple(
        Course(f"what-if-{year}", year, min(person.as_of, date(year, 12, 31)), hours)
        for year, hours in lacking.items()
        if hours > 0
    )
    return replace(facts, courses=facts.courses + courses)


def _with_feedback(person: Person, facts: Facts, rung: Rung) -> Facts:
    scores = tuple(
        Feedback(f"what-if-{year}", year, Decimal(rung)) for year in person.years(Lever.FEEDBACK)
    )
    return replace(facts, feedbacks=facts.feedbacks + scores)


def _with_team(person: Person, facts: Facts, rung: Rung) -> Facts:
    """A seat by decree of the very day: within every window."""
    role, _, scope = str(rung).partition(".")
    seat = TeamAssignment("what-if", person.as_of, role, scope)
    return replace(facts, team_assignments=(*facts.team_assignments, seat))


def _with_certificate(person: Person, facts: Facts, rung: Rung) -> Facts:
    """The latest assessment once more, with another technical score: nothing else is new."""
    again = _latest(person)[0]._replace(id="what-if", technical=Decimal(rung))
    return replace(facts, assessments=(*facts.assessments, again))


def _with_education(_: Person, facts: Facts, rung: Rung) -> Facts:
    return replace(facts, education_level=str(rung))


_CHANGES = {
    Lever.TRAINING: _with_training,
    Lever.FEEDBACK: _with_feedback,
    Lever.TEAM: _with_team,
    Lever.CERTIFICATE: _with_certificate,
    Lever.EDUCATION: _with_education,
}
