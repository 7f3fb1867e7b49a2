"""The options of a leaf: points, bands, look-back, windows. Pure."""

from decimal import Decimal
from types import MappingProxyType
from typing import Any

from app.scoring_schemes.indicators import KINDS, Indicator
from app.scoring_schemes.reader import Place, Reader
from app.scoring_schemes.scheme import Band, YearWeight

MOST_YEARS = 100
LONGEST_LOOK_BACK = 10
MOST_BANDS = 100
HIGHEST_BAND = Decimal(100_000)
"""More hours than a year has, and more years than a life."""
HUNDRED = Decimal(100)


def read_options(reader: Reader, leaf: Place, indicator: Indicator) -> dict[str, Any]:
    """What the indicator's options say, by Leaf's attributes; faults go to the reader."""
    kind = KINDS[indicator]
    options: dict[str, Any] = {}
    for name in (*sorted(kind.required), *sorted(kind.optional)):
        place = leaf.at(name)
        if not place.given:
            continue
        match name:
            case "points":
                options["points"] = _read_points(reader, place, indicator)
            case "bands":
                options["bands"] = _read_bands(reader, place)
            case "look_back":
                options["look_back"] = _read_look_back(reader, place)
            case "cap":
                if place.value != "required":
                    reader.fault(place, "cap-unknown")
                options["cap_required"] = True
            case "years_ago":
                options["years_ago"] = reader.whole(place, 0, MOST_YEARS)
            case _:
                options[name] = reader.whole(place, 1, MOST_YEARS)
    return options


def _read_points(reader: Reader, place: Place, indicator: Indicator) -> MappingProxyType[str, Any]:
    points: dict[str, Decimal | None] = {}
    if reader.is_object(place):
        if not place.keys:
            reader.fault(place, "points-empty")
        for name in place.keys:
            if name not in KINDS[indicator].values:
                reader.fault(place.at(name), "raw-value-unknown", indicator=indicator, name=name)
            points[name] = reader.decimal(place.at(name))
    return MappingProxyType(points)


def _read_bands(reader: Reader, place: Place) -> tuple[Band, ...]:
    if reader.has_pairs(place):
        return ()
    bands: list[Band] = []
    for item in reader.items(place, least=1, most=MOST_BANDS):
        if not reader.is_object(item):
            continue
        reader.fields(item, ("from", "points"))
        start = reader.decimal(item.at("from"), HIGHEST_BAND)
        points = reader.decimal(item.at("points"))
        if start is None or points is None:
            continue
        if not bands and item.name == "0" and start != 0:
            reader.fault(item.at("from"), "bands-start")
        if bands and start <= bands[-1].start:
            reader.fault(item.at("from"), "bands-not-rising", before=bands[-1].start, after=start)
        bands.append(Band(start, points))
    return tuple(bands)


def _read_look_back(reader: Reader, place: Place) -> tuple[YearWeight, ...]:
    years: list[YearWeight] = []
    items = reader.items(place, least=1, most=LONGEST_LOOK_BACK)
    for item in items:
        if not reader.is_object(item):
            continue
        reader.fields(item, ("years_ago", "weight"))
        ago = reader.whole(item.at("years_ago"), 0, MOST_YEARS)
        weight = reader.decimal(item.at("weight"))
        if weight == 0:
            reader.fault(item.at("weight"), "weight-not-positive")
        if ago is None or weight is None:
            continue
        if any(year.years_ago == ago for year in years):
            reader.fault(item.at("years_ago"), "years-ago-duplicate", years_ago=ago)
        years.append(YearWeight(ago, weight))
    if items and len(years) == len(items):
        total = sum((year.weight for year in years), Decimal(0))
        if total != HUNDRED:
            reader.fault(place, "weights-total", total=total, expected=HUNDRED)
    return tuple(years)
