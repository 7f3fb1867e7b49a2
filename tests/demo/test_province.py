"""The invented province as files: always the same, of every kind, wrong only where we know it."""

import csv
import hashlib

import orjson
import pytest

from app.core.db import raw, transaction
from app.core.identity import SYSTEM
from app.demo.people import FIRST_SERIAL
from app.demo.province import write_province
from app.employees import nip
from app.imports import service as imports
from app.imports.commands import uploads_in
from app.imports.kinds import KINDS, kind_of
from app.imports.rows import date_of

PEOPLE = 1500
FINDINGS = """
select f.name, r.line, r.code, r.verdict from import_rows r
join import_files f on f.import_id = r.import_id and f.number = r.file
where r.import_id = $1 and r.code is not null"""


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    return write_province(tmp_path_factory.mktemp("province"), employees=PEOPLE, seed=7)


@pytest.fixture(scope="module")
def employees(province):
    with (province.folder / "pegawai.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder):
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.iterdir()}


def planted(province, file, *codes):
    return {p.line for p in province.planted if p.file == file and (not codes or p.code in codes)}


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    once, again, other = (tmp_path / name for name in ("once", "again", "other"))
    first = write_province(once, employees=150, seed=3)
    second = write_province(again, employees=150, seed=3)
    write_province(other, employees=150, seed=4)

    assert digests(once) == digests(again)
    assert first.planted == second.planted
    assert digests(once).keys() == digests(other).keys()
    assert not set(digests(once).values()) & set(digests(other).values())


@pytest.mark.parametrize("people", [100, 317])
def test_there_are_as_many_people_as_are_asked_for(tmp_path, people):
    made = write_province(tmp_path, employees=people)
    lines = (tmp_path / "pegawai.csv").read_bytes().decode("utf-8-sig").splitlines()
    twice = len(planted(made, "pegawai.csv", "nip-duplicate"))

    assert len(lines) - 1 == made.rows["pegawai.csv"] == people + twice


def test_every_kind_of_file_is_there_and_has_rows(province):
    files = {kind_of(file.name): file.name for file in province.folder.iterdir()}

    assert files.keys() == KINDS.keys()
    assert province.rows.keys() == set(files.values())
    assert all(province.rows.values())


def test_every_nip_is_valid_and_unique_except_where_it_was_planted(province, employees):
    invalid = planted(province, "pegawai.csv", "nip-invalid")
    twice = planted(province, "pegawai.csv", "nip-duplicate")
    known = set()
    for line, row in enumerate(employees, start=2):
        number = nip.read(row["nip_baru"])
        assert (number is None) == (line in invalid), row["nip_baru"]
        if number is not None:
            assert (number.digits in known) == (line in twice)
            known.add(number.digits)


def test_nobody_in_it_can_be_a_real_person(employees):
    for row in employees:
        assert row["email"].endswith(".example")
        if nip.read(row["nip_baru"]):
            assert int(row["nip_baru"][-3:]) >= FIRST_SERIAL


def test_the_files_have_the_quirks_of_real_exports(province, employees):
    born = [row["tanggal_lahir"] for row in employees]
    ranks = {row["gol_akhir_nama"] for row in employees}
    appraisal = orjson.loads((province.folder / "rw_skp22.ndjson").read_bytes().split(b"\n")[0])

    assert (province.folder / "pegawai.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert {day[2:3] == "-" for day in born if date_of(day)} == {True, False}
    assert any(row["nama"] != row["nama"].strip() for row in employees if row["nama"].strip())
    assert {"III/c", "III/C"} <= ranks
    assert "KuadranKinerjaNilai" in appraisal
    assert "hasilKinerjaNilai" in appraisal
    assert any(" " in row["nip_baru"].strip() for row in employees)
    assert b";" in (province.folder / "tim_kerja.csv").read_bytes().split(b"\n")[0]


def test_about_one_row_in_a_hundred_is_defective(province):
    assert 0.002 < len(province.planted) / sum(province.rows.values()) < 0.015
    assert 0.002 < len(planted(province, "pegawai.csv")) / PEOPLE < 0.02


async def test_an_import_finds_exactly_the_defects_that_were_planted(province, sessions):
    received = await imports.look(uploads_in(province.folder))
    async with transaction(sessions, SYSTEM) as session:
        there, _ = await imports.receive(
            session, SYSTEM, received, agency=None, dry_run=False, keep=False
        )
    given = {number: file.upload.content for number, file in enumerate(received)}
    await imports.run(sessions, there.id, given=given)
    async with transaction(sessions, SYSTEM) as session:
        rows = await (await raw(session)).fetch(FINDINGS, there.id)
        done = await imports.get(session, SYSTEM, there.id)

    assert {tuple(row) for row in rows} == {
        (p.file, p.line, p.code, p.verdict) for p in province.planted
    }
    assert len({p.code for p in province.planted}) > 8
    assert sum(counts["rows"] for counts in done.counts) == sum(province.rows.values())
