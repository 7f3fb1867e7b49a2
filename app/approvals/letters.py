"""The letter of an approved request: a page of PDF in the style of an Indonesian official letter.

The same `Letter` gives the same bytes: the clock and the system's fonts play no part.
"""

import asyncio
import io
import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Literal, NamedTuple

import segno
import typst

TEMPLATE = Path(__file__).with_name("letter.typ")

# Western Indonesian time: what a letter's date and hours are written in.
WIB = timezone(timedelta(hours=7), "WIB")

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class Approval(NamedTuple):
    """One approval as the letter lists it."""

    stage: int
    name: str
    role: str
    decision: str
    decided_at: str


class Letter(NamedTuple):
    """Every word on the page."""

    office_above: str | None
    office: str
    heading: tuple[tuple[str, str], ...]
    date: str
    subject: str
    addressee: str
    place: str
    opening: tuple[str, ...]
    basis: tuple[str, ...]
    decision: str
    facts: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]
    approvals: tuple[Approval, ...]
    signed_as: str
    signed_by: str
    signed_at: str
    copies: tuple[str, ...]
    content_sha256: str
    code: str
    verify_url: str
    verify_short: str
    footer: str


def long_date(day: date) -> str:
    """A date as letters write it: 4 Oktober 2025."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def local_time(instant: datetime) -> str:
    """An instant as letters write it: 4 Oktober 2025 pukul 09.30 WIB."""
    there = instant.astimezone(WIB)
    return f"{long_date(there.date())} pukul {there:%H.%M} WIB"


def number(serial: int, kind: str, agency_code: str, day: date) -> str:
    """A letter's number: serial within the agency, kind and year / kind / agency / month / year."""
    return f"{serial:03d}/{kind}/{agency_code}/{ROMAN[day.month - 1]}/{day.year}"


async def pdf(letter: Letter) -> bytes:
    """The letter as PDF. The typesetter blocks for some 20 ms, so it has a thread of its own."""
    return await asyncio.to_thread(typeset, letter)


def typeset(letter: Letter, kind: Literal["pdf", "png"] = "pdf") -> bytes:
    """The page as PDF, or as a picture to look at.

    Tagged PDF costs half as much again and is worth it: a screen reader can read it aloud.
    """
    page = typst.compile(
        str(TEMPLATE),
        format=kind,
        ppi=110,
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(_plain(letter)), "qr": _qr(letter.verify_url)},
        pdf_tags=True,
    )
    if not isinstance(page, bytes):
        raise TypeError("a letter has one page")
    return page


def _plain(letter: Letter) -> dict[str, object]:
    return {**letter._asdict(), "approvals": [approval._asdict() for approval in letter.approvals]}


def _qr(url: str) -> str:
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False, scale=4)
    return out.getvalue().decode()
