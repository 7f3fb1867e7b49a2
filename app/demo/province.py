"""Writes the invented province's personnel files, in the shapes that SIASN and SIMPEG give them.

Equal seed and size give equal bytes. Histories are written of the people whose own row is good, so
`planted` names every row that an import must refuse or report, and no other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.demo import careers, merits
from app.demo.careers import Row
from app.demo.defects import Planted
from app.demo.ladder import SCHOOLING, rank_name
from app.demo.luck import Luck, Odds, luck_of
from app.demo.organisation import AGENCY_CODE, PROVINCE, Organisation, organisation
from app.demo.people import FILES, TREE, Person, people
from app.demo.sheets import Sheet, write_array
from app.demo.spelling import day, grouped, shouted, spaced

SEED = 2026
EMPLOYEES = 20_000
TODAY = date(2026, 1, 1)
"""The day on which the files were drawn; maps of the demonstration are as of this day."""
KINDS = {
    "pegawai": "csv",
    "rw_skp22": "ndjson",
    "asesmen": "csv",
    "rw_jabatan": "ndjson",
    "rw_golongan": "ndjson",
    "rw_pendidikan": "ndjson",
    "rw_kursus": "ndjson",
    "rw_diklat": "ndjson",
    "rw_penghargaan": "ndjson",
    "rw_hukdis": "ndjson",
    "umpan_balik": "csv",
    "tim_kerja": "csv",
}
RELEVANCE = Odds({"sangat relevan": 62.0, "cukup relevan": 28.0, "tidak relevan": 10.0})
STATUS = Odds({"Aktif": 98.4, "CLTN": 0.9, "Tugas Belajar": 0.7})
TWICE = 0.001
"""Share of people whose row stands twice in the file."""


@dataclass(slots=True)
class Province:
    """What was written: rows by file, the defects among them, and posts that nobody holds."""

    folder: Path
    rows: dict[str, int] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    vacancies: list[str] = field(default_factory=list)
    """Codes of vacant posts, the most senior first."""


def write_province(
    folder: Path, *, seed: int = SEED, employees: int = EMPLOYEES, today: date = TODAY
) -> Province:
    """Write all files of a province with so many people into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = organisation(luck_of(seed, TREE), employees)
    sheets = {
        kind: Sheet(kind, form, luck_of(seed, FILES, number))
        for number, (kind, form) in enumerate(KINDS.items())
    }
    vacant = {post.code: post for post in made.posts}
    for person in people(seed, made, employees, today):
        if person.post:
            del vacant[person.post.code]
        _write_person(sheets, person, made, today)
    for sheet in sheets.values():
        sheet.write(folder)
    write_array(folder, "ref_unor.json", list(_units(made)))
    posts = Sheet("jabatan", "csv", luck_of(seed, FILES, len(KINDS)))
    for row in _posts(made):
        posts.add(row)
    posts.write(folder)
    sheets["jabatan"] = posts
    senior = sorted(vacant.values(), key=lambda post: (-post.grade.position_class, post.code))
    return Province(
        folder,
        {"ref_unor.json": len(made.units)} | {s.name: s.rows for s in sheets.values()},
        [planted for sheet in sheets.values() for planted in sheet.planted],
        [post.code for post in senior],
    )


def _write_person(
    sheets: dict[str, Sheet], person: Person, made: Organisation, today: date
) -> None:
    """A person's own row and, when that is good, the rows of the histories."""
    since = careers.standing_since(person, today)
    row = _employee(person, since, today)
    employees = sheets["pegawai"]
    defect = employees.add(dict(row))
    if defect is not None and not defect.finding:
        return
    if defect is None and employees.luck.chance(TWICE):
        employees.note("nip-duplicate", "rejected")
        employees.add_again(row)
    for kind, found in (
        ("rw_skp22", merits.appraisals(person, today)),
        ("rw_jabatan", careers.positions(person, since, made.units)),
        ("rw_golongan", careers.ranks(person, today)),
        ("rw_pendidikan", careers.schooling(person)),
        ("rw_kursus", careers.courses(person, today)),
        ("rw_diklat", careers.leadership(person, today)),
        ("rw_penghargaan", merits.awards(person, today)),
        ("tim_kerja", merits.teams(person, today)),
    ):
        sheet = sheets[kind]
        for history in found:
            sheet.add(history)
    for kind, single in (
        ("asesmen", merits.assessment(person, today)),
        ("umpan_balik", merits.feedback(person, today)),
        ("rw_hukdis", merits.punishment(person, today)),
    ):
        if single is not None:
            sheets[kind].add(single)


def _employee(person: Person, since: date, today: date) -> Row:
    luck = person.luck
    code, rank, rank_since = "", person.contract_rank if person.on_contract else "", person.joined
    if person.ranks:
        number, rank_since = person.ranks[-1]
        code, rank = str(number), rank_name(number)
    return {
        "pns_id": person.pns_id,
        "nip_baru": grouped(luck, person.nip),
        "nip_lama": _old_nip(luck, person),
        "nama": spaced(luck, shouted(luck, person.name)),
        "gelar_depan": "Dr." if person.schooling == "50" else "",
        "gelar_belakang": person.degree,
        "tempat_lahir_nama": person.birthplace,
        "tanggal_lahir": day(luck, person.born),
        "jenis_kelamin": person.sex,
        "nomor_hp": f"0810{luck.below(10**8):08d}",
        "email": f"{person.nip}@sumateraraya.example",
        "jenis_pegawai_nama": person.employment,
        "kedudukan_hukum_nama": luck.draw(STATUS),
        "status_cpns_pns": "P",
        "tmt_cpns": day(luck, person.joined),
        "gol_akhir_id": code,
        "gol_akhir_nama": shouted(luck, rank),
        "tmt_golongan": day(luck, rank_since),
        "jenis_jabatan_id": person.stage.kind,
        "jabatan_id": person.post.code if person.post else "",
        "jabatan_nama": spaced(luck, person.title),
        "jenjang": person.stage.level,
        "tmt_jabatan": "" if luck.chance(0.01) else day(luck, since),
        "eselon": person.post.grade.echelon if person.post else "",
        "tingkat_pendidikan_id": person.schooling,
        "tingkat_pendidikan_nama": SCHOOLING[person.schooling],
        "pendidikan_nama": person.field_of_study,
        "tahun_lulus": str(min(person.graduated, today.year)),
        "kesesuaian_bidang_ilmu": luck.draw(RELEVANCE),
        "unor_id": person.unit.id,
        "unor_nama": person.unit.name,
        "instansi_kerja_nama": PROVINCE,
    }


def _old_nip(luck: Luck, person: Person) -> str:
    """The nine digits of those who came before the present numbering of 2009."""
    before = person.joined.year <= 2008  # noqa: PLR2004 - the last year of the old numbers
    return f"9{luck.below(10**8):08d}" if before else ""


def _units(made: Organisation) -> Iterator[Row]:
    for unit in made.units:
        yield {
            "Id": unit.id,
            "InstansiId": AGENCY_CODE,
            "DiatasanId": unit.parent,
            "EselonId": "",
            "NamaUnor": unit.name,
            "NamaJabatan": unit.head,
            "CepatKode": unit.code,
            "IndukUnorId": "",
            "PemimpinPnsId": "",
            "JenisUnorId": "" if unit.parent else "INDUK",
        }


def _posts(made: Organisation) -> Iterator[Row]:
    for post in made.posts:
        yield {
            "kode": post.code,
            "nama": post.name,
            "unor_id": post.unit.id,
            "jenis_jabatan": "1",
            "jenjang": post.grade.level,
            "eselon_id": post.grade.echelon_id,
            "eselon": post.grade.echelon,
            "kelas_jabatan": str(post.grade.position_class),
            "kritikal": "Y" if post.critical else "T",
            "bup": str(post.grade.retirement_age),
            "syarat_golongan": post.grade.rank,
            "syarat_pendidikan": post.grade.education,
            "syarat_diklat": post.grade.training,
            "syarat_pengalaman_tahun": str(post.grade.experience),
        }
