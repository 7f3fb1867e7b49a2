"""A scheme as its document says it, read for computing (rules, section 2).

Written from the rules alone, and apart from the service's own reader: two that agree are worth more
than one. A published scheme has passed every check there; here only what computing needs is looked
at, and anything else is Malformed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from math import ceil
from typing import Any

import rfc8785

from app.verifier.numbers import UNITS, Malformed, exact, units, whole

AXES = ("performance", "potential")
HUNDRED = Fraction(100)
RULES = frozenset({"block", "zero", "renormalise"})
KINDS: dict[str, str] = {
    "performance.predicate": "performances",
    "performance.work_result": "performances",
    "award.scale": "awards",
    "team.role": "team_assignments",
    "feedback.score": "feedbacks",
    "competency.jpm": "assessments",
    "competency.technical": "assessments",
    "potential.aspects": "assessments",
    "training.hours": "courses",
    "position.tenure_years": "position_histories",
    "position.diversity": "position_histories",
    "position.acting": "position_histories",
    "education.level": "record",
    "education.relevance": "record",
    "discipline.record": "disciplines",
}
"""The kind of records that each indicator reads; `record` is the person's own."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator; its options are kept as numbers of the kind that its reading needs."""

    code: str
    weight: Fraction
    indicator: str
    missing: str
    points: Mapping[str, Fraction]
    worth: Mapping[str, int]
    """The points as scores, in units."""
    bands: tuple[tuple[Fraction, int], ...]
    """Where each band starts, and its score in units; the last first."""
    look_back: tuple[tuple[int, Fraction], ...]
    years_ago: int
    window_years: int
    validity_years: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that are scored together, with their weights as whole numbers."""

    code: str
    weight: Fraction
    nodes: tuple["Node", ...]
    weights: tuple[int, ...]

    def leaves(self) -> Iterator[Leaf]:
        for node in self.nodes:
            yield from node.leaves() if isinstance(node, Group) else (node,)


Node = Leaf | Group


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its tree, and where mid and high begin."""

    name: str
    tree: Group
    marks: tuple[int, int]
    """The least scores, in units, that are mid and high."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """What computing needs of a scheme."""

    name: str
    sha256: str
    numbering: str
    value: tuple[Fraction, Fraction]
    ranking: tuple[str, ...]
    axes: tuple[Axis, Axis]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of records that some leaf reads."""
        return frozenset(KINDS[leaf.indicator] for axis in self.axes for leaf in axis.tree.leaves())


def read(document: bytes) -> Scheme:
    """The scheme that a document says; its identity is the hash of its canonical form."""
    said = json.loads(document)
    try:
        return Scheme(
            name=f"{said['code']}@{said['version']}",
            sha256=sha256(rfc8785.dumps(said)).hexdigest(),
            numbering=said["numbering"],
            value=(exact(said["value"]["performance"]), exact(said["value"]["potential"])),
            ranking=_ranking(said["ranking"]),
            axes=(_axis(said, "performance"), _axis(said, "potential")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise Malformed(f"not a scheme: {error!r}") from error


def _ranking(keys: list[str]) -> tuple[str, ...]:
    if not keys or not {"value", *AXES}.issuperset(keys):
        raise Malformed(f"not keys to rank by: {keys!r}")
    return tuple(keys)


def _axis(said: Mapping[str, Any], name: str) -> Axis:
    axis = said["axes"][name]
    mid, high = map(exact, axis["cutoffs"])
    tree = _group(name, HUNDRED, axis["components"], mean=False)
    if sum(node.weight for node in tree.nodes) != HUNDRED:
        raise Malformed(f"the weights of {name} do not total 100")
    return Axis(name, tree, (ceil(mid * UNITS), ceil(high * UNITS)))


def _group(code: str, weight: Fraction, components: list[Any], *, mean: bool) -> Group:
    nodes = tuple(_node(one, mean=mean) for one in components)
    if not nodes or min(node.weight for node in nodes) <= 0:
        raise Malformed(f"{code} has nothing to weigh")
    return Group(code, weight, nodes, whole(node.weight for node in nodes))


def _node(said: Mapping[str, Any], *, mean: bool) -> Node:
    weight = Fraction(1) if mean else exact(said["weight"])
    if "components" in said:
        return _group(
            said["code"], weight, said["components"], mean=said.get("aggregate") == "mean"
        )
    indicator, missing = said["indicator"], said["missing"]
    if indicator not in KINDS or missing not in RULES:
        raise Malformed(f"{said['code']}: unknown indicator or rule: {indicator!r}, {missing!r}")
    points = {raw: exact(worth) for raw, worth in said.get("points", {}).items()}
    bands = [(exact(one["from"]), units(exact(one["points"]))) for one in said.get("bands", ())]
    return Leaf(
        code=said["code"],
        weight=weight,
        indicator=indicator,
        missing=missing,
        points=points,
        worth={raw: units(worth) for raw, worth in points.items()},
        bands=tuple(reversed(bands)),
        look_back=tuple(
            (int(one["years_ago"]), exact(one["weight"])) for one in said.get("look_back", ())
        ),
        years_ago=int(said.get("years_ago", 0)),
        window_years=int(said.get("window_years", 0)),
        validity_years=int(said.get("validity_years", 0)),
        capped=said.get("cap") == "required",
    )
