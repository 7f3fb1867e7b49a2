"""What follows from the numbers: closed rules, each naming the number that it rests on. Pure.

A rule speaks only where its numbers are known.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from app.core.words import Words

Numbers = Mapping[str, int | None]
A_YEAR = 365


class Rule(NamedTuple):
    """When to recommend something, and on which number that rests."""

    words: Words
    figure: str
    holds: Callable[[dict[str, int]], bool]
    needs: tuple[str, ...]


def _rule(
    id_: str, en: str, figure: str, holds: Callable[[dict[str, int]], bool], *also: str
) -> Rule:
    return Rule(Words(id_, en), figure, holds, (figure, *also))


RULES: dict[str, Rule] = {
    "draw-a-map": _rule(
        "Buat peta talenta seluruh pegawai.",
        "Map everybody.",
        "maps",
        lambda n: n["maps"] == 0,
    ),
    "map-everybody": _rule(
        "Petakan pegawai aktif yang belum ada di peta.",
        "Map the active people who are not on the map.",
        "unmapped",
        lambda n: n["unmapped"] > 0,
    ),
    "complete-data": _rule(
        "Lengkapi data pegawai yang belum berkotak.",
        "Complete the data of people without a box.",
        "without_box",
        lambda n: n["without_box"] > 0,
    ),
    "assess": _rule(
        "Asesmen pegawai yang belum mempunyai asesmen yang berlaku.",
        "Assess the people without a valid assessment.",
        "assessed",
        lambda n: n["assessed"] < n["mapped"],
        "mapped",
    ),
    "renew-the-map": _rule(
        "Perbarui peta: lebih dari setahun.",
        "Renew the map: it is more than a year old.",
        "map_days",
        lambda n: n["map_days"] > A_YEAR,
    ),
    "approve-a-pool": _rule(
        "Ajukan persetujuan kelompok rencana suksesi.",
        "Have a succession group approved.",
        "pools_approved",
        lambda n: n["pools_approved"] == 0,
    ),
    "plan-development": _rule(
        "Susun rencana pengembangan bagi orang di kotak 7, 8, 9.",
        "Make development plans for the people of boxes 7, 8, 9.",
        "talent_planned",
        lambda n: n["talent_planned"] < n["talent"],
        "talent",
    ),
    "finish-activities": _rule(
        "Selesaikan kegiatan pengembangan yang lewat tenggat.",
        "Finish the development activities that are overdue.",
        "activities_overdue",
        lambda n: n["activities_overdue"] > 0,
    ),
    "retain-every-box": _rule(
        "Laksanakan retensi di semua kotak.",
        "Carry out retention in every box.",
        "boxes_covered",
        lambda n: n["boxes_covered"] < n["boxes"],
        "boxes",
    ),
    "publish-results": _rule(
        "Umumkan hasil kepada pegawai.",
        "Publish the results to the people.",
        "published",
        lambda n: n["published"] == 0,
    ),
    "answer-objections": _rule(
        "Jawab sanggahan yang lewat tenggat.",
        "Answer the objections that are overdue.",
        "objections_overdue",
        lambda n: n["objections_overdue"] > 0,
    ),
}


def recommended(numbers: Numbers) -> list[str]:
    """The codes of what the numbers recommend, in the order of the rules."""
    found = []
    for code, rule in RULES.items():
        known = {name: number for name in rule.needs if (number := numbers[name]) is not None}
        if len(known) == len(rule.needs) and rule.holds(known):
            found.append(code)
    return found
