"""The kinds of master files: units, positions, employees. Pure."""

import re
from typing import Any

from app.core.words import Words
from app.employees import nip
from app.employees.levels import cohort
from app.employees.ranks import name_of, rank
from app.imports.rows import Kind, Refused, Row

SEXES = {
    "m": "M", "l": "M", "1": "M", "laki-laki": "M", "pria": "M",
    "f": "F", "p": "F", "2": "F", "perempuan": "F", "wanita": "F",
}  # fmt: skip
YES = frozenset({"y", "ya", "yes", "true", "1"})
RELEVANCE = {"sangat": "very", "cukup": "fairly", "kurang": "not", "tidak": "not"}
EDUCATION_CODE = 2
"""Characters of SIASN's `tkPendidikanId`; a spreadsheet may have dropped the leading zero."""
DUPLICATE = "nip-duplicate"
BEFORE_UNIT = frozenset({"nip-invalid", "date-invalid", "name-missing"})


def education_code(text: str | None) -> str | None:
    """A code of the level of education with its leading zero."""
    return text.zfill(EDUCATION_CODE) if text is not None and text.isdigit() else text


def relevance(text: str | None) -> str | None:
    """How far the field of study fits: very, fairly or not (sangat, cukup, tidak relevan)."""
    return RELEVANCE.get(text.lower().split()[0]) if text else None


def unit(row: Row) -> tuple[Any, ...]:
    return (
        row.needed("id", 64),
        row.key("parent"),
        row.needed("name", 300),
        row.text("head_title", 300),
        row.text("code", 64),
    )


def position(row: Row) -> tuple[Any, ...]:
    code, name = row.needed("code", 64), row.needed("name", 300)
    kind, level = row.text("kind", 8), row.text("level", 64)
    echelon, required_rank = row.text("echelon", 16), row.text("required_rank", 16)
    return (
        code,
        name,
        kind,
        level,
        cohort(kind, level, echelon),
        row.text("echelon_id", 8),
        echelon,
        row.lenient_integer("grade", 0, 99),
        (row.text("critical") or "").lower() in YES,
        row.lenient_integer("retirement_age", 40, 99),
        name_of(required_rank) if required_rank else None,
        education_code(row.text("required_education", 8)),
        row.text("required_training", 64),
        row.lenient_integer("required_experience_years", 0, 99),
        (row.text("admits_pppk") or "").lower() in YES,
    )


def employee(row: Row) -> tuple[Any, ...]:
    number = nip.read(row.key("nip") or "")
    if number is None:
        raise Refused("nip-invalid", "nip")
    repeated = number.digits in row.seen
    row.seen.add(number.digits)
    born, appointed_on = row.day("birth_date"), row.day("appointed_on")
    rank_since, position_since = row.day("rank_since"), row.day("position_since")
    name = row.needed("name", 200, code="name-missing")
    if repeated:
        raise Refused(DUPLICATE, "nip")
    sex = SEXES.get((row.text("sex") or "").lower())
    if born is not None and born != number.birth_date:
        row.finding("nip-birth-mismatch", "birth_date")
    if sex is not None and sex != number.sex:
        row.finding("nip-sex-mismatch", "sex")
    kind, level = row.text("position_kind", 8), row.text("position_level", 64)
    echelon = row.text("echelon", 16)
    rank_code, rank_name = rank(row.text("rank_code", 8), row.text("rank_name", 16))
    return (
        number.digits,
        row.key("pns_id"),
        row.text("old_nip", 18),
        name,
        row.text("front_title", 60),
        row.text("back_title", 60),
        born or number.birth_date,
        sex or number.sex,
        row.text("phone", 32),
        row.text("email", 200),
        employment(row.text("employment")) or number.employment,
        row.text("legal_status", 64),
        appointed_on,
        rank_code,
        rank_name,
        rank_since,
        kind,
        row.text("position_code", 64),
        row.text("position_name", 300),
        level,
        position_since,
        cohort(kind, level, echelon),
        echelon,
        education_code(row.text("education_level", 8)),
        row.text("education_name", 100),
        row.text("education_field", 200),
        relevance(row.text("education_relevance")),
        row.lenient_integer("graduation_year", 1900, 2200),
    )


def employment(text: str | None) -> str | None:
    """PNS or PPPK from the words of a file; a CPNS is a PNS on probation."""
    found = re.search(r"pppk|p3k|pns", (text or "").lower())
    return None if found is None else "PNS" if found[0] == "pns" else "PPPK"


UNITS = Kind(
    name="ref_unor",
    title=Words("Unit organisasi", "Units"),
    fields={
        "id": ("Id", "unor_id"),
        "agency": ("InstansiId",),
        "parent": ("DiatasanId", "atasan_id"),
        "name": ("NamaUnor", "unor_nama", "nama"),
        "head_title": ("NamaJabatan",),
        "code": ("CepatKode",),
    },
    needed=("id", "parent", "name"),
    identity=("parent",),
    judge=unit,
)

POSITIONS = Kind(
    name="jabatan",
    title=Words("Jabatan", "Positions"),
    fields={
        "code": ("kode", "jabatan_id"),
        "name": ("nama", "nama_jabatan"),
        "unit": ("unor_id",),
        "kind": ("jenis_jabatan", "jenis_jabatan_id"),
        "level": ("jenjang",),
        "echelon_id": ("eselon_id",),
        "echelon": ("eselon",),
        "grade": ("kelas_jabatan",),
        "critical": ("kritikal",),
        "retirement_age": ("bup",),
        "required_rank": ("syarat_golongan",),
        "required_education": ("syarat_pendidikan",),
        "required_training": ("syarat_diklat",),
        "required_experience_years": ("syarat_pengalaman_tahun",),
        "admits_pppk": ("terbuka_pppk", "pppk"),
    },
    needed=("code", "name", "unit"),
    identity=("unit",),
    judge=position,
)

EMPLOYEES = Kind(
    name="pegawai",
    title=Words("Pegawai", "Employees"),
    fields={
        "nip": ("nip_baru", "nip"),
        "pns_id": ("pns_id", "id_pns", "pns_orang_id", "id"),
        "old_nip": ("nip_lama",),
        "name": ("nama",),
        "front_title": ("gelar_depan",),
        "back_title": ("gelar_belakang",),
        "birth_date": ("tanggal_lahir", "tgl_lahir"),
        "sex": ("jenis_kelamin",),
        "phone": ("nomor_hp", "no_hp"),
        "email": ("email", "email_gov"),
        "employment": ("jenis_pegawai_nama",),
        "legal_status": ("kedudukan_hukum_nama", "kedudukan_pns_nama"),
        "appointed_on": ("tmt_cpns",),
        "rank_code": ("gol_akhir_id", "gol_ruang_akhir_id"),
        "rank_name": ("gol_akhir_nama", "gol_ruang_akhir"),
        "rank_since": ("tmt_golongan", "tmt_gol_akhir"),
        "position_kind": ("jenis_jabatan_id",),
        "position_code": ("jabatan_id",),
        "position_name": ("jabatan_nama",),
        "position_level": ("jenjang", "asn_jenjang_jabatan"),
        "position_since": ("tmt_jabatan",),
        "echelon": ("eselon",),
        "education_level": ("tingkat_pendidikan_id", "tk_pendidikan_terakhir_id"),
        "education_name": ("tingkat_pendidikan_nama", "tk_pendidikan_terakhir"),
        "education_field": ("pendidikan_nama", "pendidikan_terakhir_nama"),
        "education_relevance": ("kesesuaian_bidang_ilmu",),
        "graduation_year": ("tahun_lulus",),
        "unit": ("unor_id",),
    },
    needed=("nip", "name", "birth_date", "unit"),
    identity=("unit",),
    judge=employee,
    before=BEFORE_UNIT,
)
