"""The evidence as a workbook (XLSX): questions, numbers, recommendations and what was done."""

import asyncio
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from app.core.formulas import guarded

VERDICTS = {True: "terpenuhi", False: "belum", None: "tidak dapat dihitung"}
QUESTIONS = (
    "Sub-aspek", "Judul", "Syarat", "Keadaan", "Angka", "Baris di baliknya", "Yang kurang",
    "Usul nilai", "Alasan nilai",
)  # fmt: skip
FIGURES = ("Kode", "Bagian", "Angka", "Nilai", "Baris di baliknya")
ADVICE = ("Kode", "Rekomendasi", "Angka", "Nilai", "Baris di baliknya")
DONE = ("Rekomendasi", "Tindak lanjut", "Oleh", "Tanggal")


async def xlsx(evidence: dict[str, Any], report: dict[str, Any]) -> bytes:
    """The workbook. Writing it blocks, so it has a thread of its own."""
    return await asyncio.to_thread(written, evidence, report)


def written(evidence: dict[str, Any], report: dict[str, Any]) -> bytes:
    """The workbook, row by row; texts that a spreadsheet would run are guarded."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": "Bukti merit: manajemen talenta", "author": evidence["agency"]})
    _sheet(book, "Sub-aspek", QUESTIONS, _questions(evidence))
    _sheet(
        book,
        "Angka",
        FIGURES,
        (
            (one["code"], one["section"], one["title"], _said(one["value"]), one["rows"] or "")
            for one in report["achievements"]
        ),
    )
    advised = report["recommendations"]
    _sheet(
        book,
        "Rekomendasi",
        ADVICE,
        (
            (one["code"], one["title"], one["figure"], one["value"], one["rows"] or "")
            for one in advised
        ),
    )
    _sheet(
        book,
        "Tindak lanjut",
        DONE,
        (
            (done.recommendation, done.what, done.done_by, done.done_on.isoformat())
            for one in advised
            for done in one["follow_ups"]
        ),
    )
    book.close()
    return out.getvalue()


def _questions(evidence: dict[str, Any]) -> Iterable[Sequence[Any]]:
    for question in evidence["questions"]:
        score = question["proposed_score"]
        for condition in question["conditions"]:
            figures = condition["figures"]
            yield (
                question["code"],
                question["title"],
                condition["title"],
                VERDICTS[condition["met"]],
                "; ".join(f"{one['title']}: {_said(one['value'])}" for one in figures),
                "; ".join(one["rows"] for one in figures if one["rows"]),
                condition["why"] or ("" if condition["met"] else condition["title"]),
                "-" if score is None else score,
                question["score_reason"],
            )


def _said(value: int | None) -> int | str:
    return "tidak diketahui" if value is None else value


def _sheet(book: Any, name: str, head: Sequence[str], rows: Iterable[Sequence[int | str]]) -> None:
    sheet = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(head):
        sheet.set_column(column, column, 24, wrapped)
        sheet.write_string(0, column, title, bold)
    for n, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(n, column, guarded(cell))
            else:
                sheet.write_number(n, column, cell)
