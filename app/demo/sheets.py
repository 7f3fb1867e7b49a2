"""The files themselves: rows in, bytes out, and a note of every defect that was planted. Pure."""

from pathlib import Path

import orjson

from app.demo.careers import Row
from app.demo.defects import DEFECTS, SHARE, Defect, Planted
from app.demo.luck import Luck
from app.demo.spelling import line

BOM = b"\xef\xbb\xbf"


class Sheet:
    """One file in the making. The header of a CSV file is its line 1."""

    def __init__(self, kind: str, form: str, luck: Luck) -> None:
        self.name = f"{kind}.{form}"
        self.luck = luck
        self.planted: list[Planted] = []
        self.rows = 0
        self._defects = DEFECTS.get(kind, ())
        self._header: list[str] | None = None
        self._csv = form == "csv"
        self._separator = ";" if kind == "tim_kerja" else ","
        self._bom = kind in ("pegawai", "umpan_balik")
        self._lines: list[bytes] = []

    def add(self, row: Row) -> Defect | None:
        """Write a row, by bad luck with a defect; tell which."""
        defect = None
        if self._defects and self.luck.random() < SHARE:
            defect = self.luck.pick(self._defects)
            defect.spoil(self.luck, row)
        if self._csv and self._header is None:
            self._header = list(row)
            self._lines.append(line(row, self._separator).encode())
        if defect is not None:
            self.note(defect.code, "finding" if defect.finding else "rejected")
        self.add_again(row)
        return defect

    def add_again(self, row: Row) -> None:
        """Write a row as it is."""
        self.rows += 1
        if self._csv:
            self._lines.append(line(row.values(), self._separator).encode())
        else:
            self._lines.append(orjson.dumps(row))

    def note(self, code: str, verdict: str) -> None:
        """Remember a defect of the row that comes next."""
        self.planted.append(Planted(self.name, len(self._lines) + 1, code, verdict))

    def write(self, folder: Path) -> None:
        """Write the file; some systems end their lines as Windows does."""
        ending = b"\r\n" if self._bom else b"\n"
        content = (BOM if self._bom else b"") + ending.join([*self._lines, b""])
        (folder / self.name).write_bytes(content)


def write_array(folder: Path, name: str, rows: list[Row]) -> None:
    """Write rows as one JSON array, a line for each."""
    body = b",\n".join(orjson.dumps(row) for row in rows)
    (folder / name).write_bytes(b"[\n" + body + b"\n]\n")
