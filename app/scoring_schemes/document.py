"""From a JSON document to a Scheme, or to every fault in it at once. Pure.

Ranges: intervals are half-open and written by their lower bounds, so that they can neither gap nor
overlap. Where a document writes pairs `[low, high]` instead, both ends are meant to belong to the
range; then neighbours that touch share a point and neighbours that do not touch leave a gap, so
each such list is refused, with the gap or the overlap it has.

A group inside a mean has no weight of its own; its weighted children total 100.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from app.core.errors import Fault
from app.scoring_schemes.indicators import KINDS, Indicator
from app.scoring_schemes.leaf_options import read_options
from app.scoring_schemes.reader import Place, Reader
from app.scoring_schemes.scheme import (
    Aggregate,
    Axis,
    Group,
    Leaf,
    Missing,
    Node,
    Numbering,
    Refused,
    Scheme,
    identity,
)

HUNDRED = Decimal(100)
MOST_COMPONENTS = 100
MOST_CODES = 30
"""Groups and leaves of an axis: the set-based scores keep a bit for each leaf of both axes."""
DEEPEST = 8
FIELDS = (
    *("code", "version", "title", "numbering", "value", "ranking", "axes"),
    "legal_basis",
)
OPTIONAL_FIELDS = frozenset({"legal_basis"})
AXES = ("performance", "potential")
KEYS = ("value", "performance", "potential")
MOST_VERSIONS = 1_000_000


class Start(NamedTuple):
    """What every node begins with; a node without a title is called by its code."""

    code: str
    title: str
    weight: Decimal


def parse(document: Any) -> Scheme:
    """The scheme that a document says.

    Raises Refused with every fault of the document.
    """
    reader = Reader()
    root = Place(document)
    if not reader.clean(root) or not reader.is_object(root):
        raise Refused(reader.faults)
    parts = _read(reader, root)
    if reader.faults:
        raise Refused(reader.faults)
    return Scheme(**parts, sha256=identity(document))


def faults_of(document: Any) -> list[Fault]:
    """Every fault of a document; none when it is a scheme."""
    try:
        parse(document)
    except Refused as refused:
        return refused.faults
    return []


def _read(reader: Reader, root: Place) -> dict[str, Any]:
    reader.fields(root, FIELDS, OPTIONAL_FIELDS)
    axes = root.at("axes")
    if reader.is_object(axes):
        reader.fields(axes, AXES)
    _read_legal_basis(reader, root.at("legal_basis"))
    return {
        "code": reader.code(root.at("code")),
        "version": reader.whole(root.at("version"), 1, MOST_VERSIONS),
        "title": reader.text(root.at("title")),
        "numbering": reader.member(root.at("numbering"), Numbering, "numbering-unknown"),
        "value": _read_value(reader, root.at("value")),
        "ranking": _read_ranking(reader, root.at("ranking")),
        "performance": _read_axis(reader, axes.at("performance"), "performance"),
        "potential": _read_axis(reader, axes.at("potential"), "potential"),
    }


def _read_legal_basis(reader: Reader, place: Place) -> None:
    """Instruments and notes are for people; only their shape is checked."""
    for entry in reader.items(place):
        if reader.is_object(entry):
            reader.fields(entry, ("instrument", "note"), frozenset({"note"}))
            reader.text(entry.at("instrument"))
            reader.text(entry.at("note"))


def _read_value(reader: Reader, place: Place) -> tuple[Decimal | None, Decimal | None]:
    if not reader.is_object(place):
        return (None, None)
    reader.fields(place, AXES)
    weights = [reader.decimal(place.at(axis)) for axis in AXES]
    _check_total(reader, place, weights, HUNDRED)
    return (weights[0], weights[1])


def _read_ranking(reader: Reader, place: Place) -> tuple[str, ...]:
    keys: list[str] = []
    for item in reader.items(place, least=1):
        if item.value not in KEYS:
            reader.fault(item, "ranking-unknown")
        elif item.value in keys:
            reader.fault(item, "ranking-duplicate", name=item.value)
        else:
            keys.append(item.value)
    return tuple(keys)


def _read_axis(reader: Reader, place: Place, name: str) -> Axis | None:
    if not reader.is_object(place):
        return None
    reader.fields(place, ("cutoffs", "components"))
    cutoffs = _read_cutoffs(reader, place.at("cutoffs"))
    codes: set[str] = set()
    components = _read_components(reader, place.at("components"), HUNDRED, codes, 1)
    if len(codes) > MOST_CODES:
        reader.fault(place.at("components"), "components-too-many", most=MOST_CODES)
    return Axis(name, cutoffs, components) if cutoffs else None


def _read_cutoffs(reader: Reader, place: Place) -> tuple[Decimal, Decimal] | None:
    if reader.has_pairs(place):
        return None
    numbers = [reader.decimal(item) for item in reader.items(place)]
    if place.is_list and len(numbers) != 2:  # noqa: PLR2004 - where mid begins, where high begins
        reader.fault(place, "cutoffs-count")
        return None
    if None in numbers or not numbers:
        return None
    mid, high = numbers
    if mid is None or high is None:
        return None
    if mid >= high:
        reader.fault(place.at(1), "cutoffs-not-rising", before=mid, after=high)
    return (mid, high)


def _read_components(
    reader: Reader, place: Place, total: Decimal | None, codes: set[str], depth: int
) -> tuple[Node, ...]:
    """The nodes of a list; `total` is what their weights must total, None inside a mean."""
    if depth > DEEPEST:
        reader.fault(place, "nesting-too-deep", most=DEEPEST)
        return ()
    items = reader.items(place)
    if place.is_list and not items:
        reader.fault(place, "components-empty")
    if len(items) > MOST_COMPONENTS:
        reader.fault(place, "components-too-many", most=MOST_COMPONENTS)
        return ()
    weights = [_read_weight(reader, item, weighed=total is not None) for item in items]
    nodes = [
        _read_node(reader, item, weight, codes, depth)
        for item, weight in zip(items, weights, strict=True)
    ]
    if total is not None and items:
        _check_total(reader, place, weights, total)
    return tuple(node for node in nodes if node is not None)


def _read_weight(reader: Reader, node: Place, *, weighed: bool) -> Decimal | None:
    place = node.at("weight")
    if not weighed:
        if place.given:
            reader.fault(place, "weight-unused")
        return Decimal(1)
    if node.is_object and not place.given:
        reader.fault(place, "weight-missing")
    weight = reader.decimal(place)
    if weight == 0:
        reader.fault(place, "weight-not-positive")
    return weight


def _check_total(
    reader: Reader, place: Place, weights: list[Decimal | None], expected: Decimal
) -> None:
    known = [weight for weight in weights if weight is not None]
    if len(known) == len(weights) and sum(known) != expected:
        reader.fault(place, "weights-total", total=sum(known), expected=expected)


def _read_node(
    reader: Reader, place: Place, weight: Decimal | None, codes: set[str], depth: int
) -> Node | None:
    if not reader.is_object(place):
        return None
    code = reader.code(place.at("code"))
    if code in codes:
        reader.fault(place.at("code"), "code-duplicate", code=code)
    elif code:
        codes.add(code)
    start = Start(code, reader.text(place.at("title")) or code, weight or HUNDRED)
    if place.at("components").given:
        return _read_group(reader, place, start, codes, depth)
    return _read_leaf(reader, place, start)


def _read_group(reader: Reader, place: Place, start: Start, codes: set[str], depth: int) -> Group:
    reader.fields(
        place,
        ("code", "title", "weight", "aggregate", "components"),
        frozenset({"title", "weight", "aggregate"}),
    )
    given = place.at("aggregate")
    aggregate = (
        reader.member(given, Aggregate, "aggregate-unknown") if given.given else Aggregate.WEIGHTED
    )
    own = start.weight if place.at("weight").given else HUNDRED
    total = None if aggregate is Aggregate.MEAN else own
    components = _read_components(reader, place.at("components"), total, codes, depth + 1)
    return Group(*start, aggregate or Aggregate.WEIGHTED, components)


def _read_leaf(reader: Reader, place: Place, start: Start) -> Leaf | None:
    indicator = reader.member(place.at("indicator"), Indicator, "indicator-unknown", required=True)
    missing = reader.member(place.at("missing"), Missing, "missing-unknown", required=True)
    if indicator is None:
        return None
    kind = KINDS[indicator]
    known = {"code", "title", "weight", "indicator", "missing", *kind.required, *kind.optional}
    for name in place.keys:
        if name not in known:
            reader.fault(place.at(name), "option-unknown", indicator=indicator, name=name)
    for name in sorted(kind.required):
        if not place.at(name).given:
            reader.fault(place.at(name), "option-missing", indicator=indicator, name=name)
    options: Mapping[str, Any] = read_options(reader, place, indicator)
    return Leaf(*start, indicator, missing or Missing.BLOCK, **options)
