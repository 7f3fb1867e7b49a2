"""The talent card as a page of PDF. The same page gives the same bytes."""

import asyncio
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from app.cards.competencies import NAMES, Comparison, gaps, strengths, strongest_aspects
from app.cards.radar import radar_svg
from app.core.codes import spaced

TEMPLATE = Path(__file__).with_name("card.typ")
WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian time: what days on a document are written in."""
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
LEVELS = {1: "1 (pelaksana)", 2: "2 (pengawas)", 3: "3 (administrator)", 4: "4 (JPT pratama)"}
AXES = {"performance": "Kinerja", "potential": "Potensial"}
MOST = 4
"""Strengths and gaps that are named."""
Page = dict[str, Any]


def page(content: Mapping[str, Any], digest: str, code: str, at: datetime, url: str) -> Page:
    """Every word on the card; all people read it, so it is in Indonesian."""
    person, placement, used = content["person"], content["placement"], content["map"]
    comparisons = [Comparison(*one) for one in content["competencies"] or ()]
    verify = f"{url.rstrip('/')}/verify/{code}"
    return {
        "agency": person["agency"],
        "name": person["name"],
        "identity": [
            ["NIP", person["nip"]],
            ["Jabatan", person["position_name"] or "-"],
            ["Unit kerja", person["unit"] or "-"],
            ["Golongan", person["rank_name"] or "-"],
            ["Jenjang talenta", LEVELS.get(placement["cohort"], "-")],
        ],
        "box": placement["box"],
        "category": content["category"],
        "actions": content["actions"],
        "scores": [
            ["Kinerja", _score(placement["performance"])],
            ["Potensial", _score(placement["potential"])],
            ["Nilai talenta", _score(placement["value"])],
            ["Peringkat", _rank(placement["rank"], used["population"])],
        ],
        "components": [
            [AXES[one["axis"]], one["title"], f"{_plain(one['weight'])} %", _score(one["score"])]
            for one in content["components"]
        ],
        "missing": content["missing"],
        "radar": radar_svg(comparisons, "id") if comparisons else None,
        "assessed_on": content["assessed_on"] and long_date(content["assessed_on"]),
        "strengths": [_named(one) for one in strengths(comparisons)[:MOST]],
        "gaps": [_named(one) for one in gaps(comparisons)[:MOST]],
        "aspects": _aspects(content["aspects"]),
        "history": [
            [long_date(one["as_of"]), one["name"], one["scheme"], one["box"] or "-"]
            for one in content["history"]
        ],
        "map": f"{used['name']}, per {long_date(used['as_of'])}",
        "scheme": used["scheme"],
        "scheme_sha256": used["scheme_sha256"],
        "issued_on": long_date(at.astimezone(WIB).date().isoformat()),
        "content_sha256": digest,
        "code": spaced(code),
        "verify_url": verify,
        "verify_short": verify.partition("://")[2],
    }


async def pdf(words: Page) -> bytes:
    """The card as PDF. The typesetter blocks for some 50 ms, so it has a thread of its own."""
    return await asyncio.to_thread(typeset, words)


def typeset(words: Page, kind: Literal["pdf", "png"] = "pdf") -> bytes:
    """The page as PDF with tags for screen readers, or as a picture to look at."""
    sheet = typst.compile(
        str(TEMPLATE),
        format=kind,
        ppi=110,
        ignore_system_fonts=True,
        sys_inputs={"card": json.dumps(words), "qr": _qr(words["verify_url"])},
        pdf_tags=True,
    )
    if not isinstance(sheet, bytes):
        raise TypeError("a card has one page")
    return sheet


def long_date(day: str) -> str:
    """A date as documents write it: 4 Oktober 2025."""
    known = date.fromisoformat(day)
    return f"{known.day} {MONTHS[known.month - 1]} {known.year}"


def _score(text: str | None) -> str:
    return "-" if text is None else text.replace(".", ",")


def _plain(weight: str) -> str:
    return weight.replace(".", ",")


def _rank(rank: int | None, population: int | None) -> str:
    return "-" if rank is None else f"{rank:,} dari {population or 0:,}".replace(",", ".")


def _named(one: Comparison) -> str:
    return f"{NAMES[one.code].id} ({one.achieved} dari {one.required})"


def _aspects(aspects: Sequence[Sequence[Any]] | None) -> list[str]:
    if aspects is None:
        return []
    strongest = strongest_aspects([level for _, level in aspects])
    return [f"{NAMES[code].id} ({level} dari 5)" for code, level in strongest]


def _qr(url: str) -> str:
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False, scale=4)
    return out.getvalue().decode()
