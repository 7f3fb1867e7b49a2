"""The defects that are planted in the files, about one in a hundred rows of each kind. Pure.

Each knows its verdict: what `rules` of acceptance must say of such a row.
"""

from collections.abc import Callable
from typing import NamedTuple

from app.demo.careers import Row
from app.demo.luck import Luck

SHARE = 0.009
UNKNOWN_UNIT = "00000000-0000-4000-8000-000000000000"
ABSENT_DAY = "31-02-2020"
FAR_YEAR = "2199"
STRANGER = "199001012015051699"
"""A NIP of good form that nobody has: serials of the province start higher."""


class Defect(NamedTuple):
    """What is wrong with a row, and what becomes of it."""

    code: str
    spoil: Callable[[Luck, Row], None]
    finding: bool = False


class Planted(NamedTuple):
    """A defect in a file: the line as an editor counts it."""

    file: str
    line: int
    code: str
    verdict: str


def setting(**cells: str) -> Callable[[Luck, Row], None]:
    """Spoil a row by writing these cells."""
    return lambda _luck, row: row.update(cells)


def _malformed_nip(luck: Luck, row: Row) -> None:
    nip = row["nip_baru"]
    row["nip_baru"] = luck.pick((nip[:17], f"{nip[:12]}13{nip[14:]}", f"{nip[:8]}X{nip[9:]}"))


def _other_birthday(_luck: Luck, row: Row) -> None:
    from_nip = row["nip_baru"]
    year = int(from_nip[:4]) - 1
    row["tanggal_lahir"] = f"01-{from_nip[4:6]}-{year}"


def _other_sex(_luck: Luck, row: Row) -> None:
    row["jenis_kelamin"] = "F" if row["jenis_kelamin"] == "M" else "M"


def _contradiction(luck: Luck, row: Row) -> None:
    others = [quadrant for quadrant in "12345" if quadrant != row["KuadranKinerjaNilai"]]
    row["KuadranKinerjaNilai"] = luck.pick(others)


def _stranger(luck: Luck, row: Row) -> None:
    for name in ("nipBaru", "nip"):
        if name in row:
            row[name] = STRANGER
    for name in ("idPns", "pnsDinilaiId", "pnsOrangId"):
        if name in row:
            row[name] = luck.identifier()


DEFECTS: dict[str, tuple[Defect, ...]] = {
    "pegawai": (
        Defect("nip-invalid", _malformed_nip),
        Defect("date-invalid", setting(tanggal_lahir=ABSENT_DAY)),
        Defect("name-missing", setting(nama="  ")),
        Defect("unit-unknown", setting(unor_id=UNKNOWN_UNIT)),
        Defect("nip-birth-mismatch", _other_birthday, finding=True),
        Defect("nip-sex-mismatch", _other_sex, finding=True),
    ),
    "rw_skp22": (
        Defect("employee-unknown", _stranger),
        Defect("out-of-scale", setting(hasilKinerjaNilai="6")),
        Defect("year-future", setting(tahun=FAR_YEAR)),
        Defect("predicate-contradiction", _contradiction),
    ),
    "asesmen": (
        Defect("employee-unknown", _stranger),
        Defect("date-invalid", setting(tanggal=ABSENT_DAY)),
        Defect("value-missing", setting(komunikasi="")),
        Defect("out-of-scale", setting(intelektual="8")),
    ),
    "rw_jabatan": (Defect("date-invalid", setting(tmtJabatan=ABSENT_DAY)),),
    "rw_kursus": (Defect("out-of-scale", setting(jumlahJam="-8")),),
    "umpan_balik": (Defect("out-of-scale", setting(nilai="188.5")),),
    "tim_kerja": (Defect("date-invalid", setting(tanggal_sk=ABSENT_DAY)),),
}
