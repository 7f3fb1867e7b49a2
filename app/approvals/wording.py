"""The words of a letter, by kind of request: who writes to whom, on which grounds. Pure.

Legal grounds: UU 20/2023; PermenPANRB 3/2020 as amended by PermenPANRB 20/2025; Keputusan Kepala
BKN 411/2025. An agency's own regulation is among its documents, not known here.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from app.approvals.letters import Approval, Letter, local_time, long_date
from app.approvals.workflow import Kind
from app.core.codes import spaced

ROLES = {
    "committee": "Komite Talenta Instansi",
    "pyb": "Pejabat yang Berwenang",
    "ppk": "Pejabat Pembina Kepegawaian",
    "kanreg": "Kantor Regional BKN",
    "bkn": "Badan Kepegawaian Negara",
}
KIND_CODES = {Kind.TALENT_POOL: "KRS", Kind.IMPLEMENTATION: "PMT"}

GROUNDS = (
    "Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara;",
    (
        "Peraturan Menteri PANRB Nomor 3 Tahun 2020 tentang Manajemen Talenta Aparatur Sipil "
        "Negara, sebagaimana diubah dengan Peraturan Menteri PANRB Nomor 20 Tahun 2025;"
    ),
    (
        "Keputusan Kepala BKN Nomor 411 Tahun 2025 tentang Percepatan Pembangunan dan Penerapan "
        "Manajemen Talenta ASN Instansi Pemerintah;"
    ),
)
FOOTER = (
    "Surat ini diterbitkan secara elektronik oleh Manajemen Talenta ASN, dan berlaku selama "
    "halaman pemeriksaannya menyatakan demikian."
)
BOUND = (
    "Persetujuan ini mengikat pada isi permohonan yang dikenali dari SHA-256 di kaki surat; "
    "perubahan isi sesudahnya membatalkan persetujuan beserta surat ini."
)


class Consent(NamedTuple):
    """One approval: who, in which role, at which stage, when."""

    stage: int
    role: str
    name: str
    decided_at: datetime


class Issue(NamedTuple):
    """What makes a letter, besides the words of its kind."""

    number: str
    day: date
    title: str
    content: Mapping[str, Any]
    content_sha256: str
    consents: Sequence[Consent]
    code: str
    public_url: str


def letter(kind: Kind, issue: Issue) -> Letter:
    """The whole letter of an approved request."""
    parts = _pool(issue) if kind is Kind.TALENT_POOL else _implementation(issue)
    last = issue.consents[-1]
    url = f"{issue.public_url.rstrip('/')}/verify"
    return Letter(
        heading=(
            ("Nomor", issue.number),
            ("Sifat", "Biasa"),
            ("Lampiran", "-"),
            ("Hal", parts["subject"]),
        ),
        date=long_date(issue.day),
        place="Tempat",
        opening=("Berdasarkan:",),
        approvals=tuple(_row(consent) for consent in issue.consents),
        signed_as=ROLES[last.role],
        signed_by=last.name,
        signed_at=local_time(last.decided_at),
        content_sha256=issue.content_sha256,
        code=spaced(issue.code),
        verify_url=f"{url}/{issue.code}",
        verify_short=url.partition("://")[2],
        footer=FOOTER,
        **parts,
    )


def _row(consent: Consent) -> Approval:
    return Approval(
        consent.stage,
        consent.name,
        ROLES[consent.role],
        "Disetujui",
        local_time(consent.decided_at),
    )


def _pool(issue: Issue) -> dict[str, Any]:
    pool = issue.content["pool"]
    agency = issue.content["agency"]["name"]
    above, office = _letterhead(agency)
    return {
        "office_above": above,
        "office": office,
        "subject": f"Penetapan {issue.title}",
        "addressee": f"Tim Manajemen Talenta {agency}",
        "basis": (*GROUNDS, "hasil pemetaan talenta dan telaah Komite Talenta Instansi,"),
        "decision": "dengan ini ditetapkan kelompok rencana suksesi sebagai berikut:",
        "facts": tuple(_pool_facts(pool)),
        "closing": (BOUND, "Demikian untuk dilaksanakan sebagaimana mestinya."),
        "copies": ("Kepala Badan Kepegawaian Negara;", "Inspektorat."),
    }


def _pool_facts(pool: Mapping[str, Any]) -> list[tuple[str, str]]:
    members, used = pool["members"], pool["map"]
    per_box = Counter(member["box"] for member in members)
    boxes = ", ".join(f"kotak {box}: {per_box[box]}" for box in sorted(per_box, reverse=True))
    return [
        ("Kelompok", pool["name"]),
        ("Dasar pembentukan", pool["legal_basis"]),
        ("Berlaku", f"{_day(pool['valid_from'])} s.d. {_day(pool['expires_on'])}"),
        ("Peta talenta", f"{used['name']}, keadaan {_day(used['as_of'])}"),
        ("Skema penilaian", f"{used['scheme']} (SHA-256 {used['scheme_sha256'][:16]}…)"),
        ("Anggota", f"{len(members)} orang" + (f" ({boxes})" if boxes else "")),
    ]


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso))


def _implementation(issue: Issue) -> dict[str, Any]:
    agency = issue.content["agency"]["name"]
    checklist = issue.content["checklist"]
    attached = sum(entry["attachment_sha256"] is not None for entry in checklist)
    return {
        "office_above": None,
        "office": "BADAN KEPEGAWAIAN NEGARA",
        "subject": f"Persetujuan {issue.title}",
        "addressee": f"Pejabat Pembina Kepegawaian {agency}",
        "basis": (*GROUNDS, "hasil verifikasi Kantor Regional BKN atas kesiapan instansi,"),
        "decision": "dengan ini disetujui penerapan manajemen talenta pada:",
        "facts": (
            ("Instansi", agency),
            (
                "Daftar kesiapan",
                f"{len(checklist)} butir siap, {attached} di antaranya berlampiran",
            ),
        ),
        "closing": (
            (
                "Hasil manajemen talenta dapat digunakan dalam pengisian jabatan sesuai ketentuan "
                "peraturan perundang-undangan."
            ),
            BOUND,
        ),
        "copies": ("Menteri PANRB;", "Kepala Kantor Regional BKN."),
    }


def _letterhead(agency: str) -> tuple[str | None, str]:
    """A government's name in two lines: PEMERINTAH PROVINSI / SUMATERA SELATAN."""
    name = agency.upper()
    for kind in ("PEMERINTAH PROVINSI ", "PEMERINTAH KABUPATEN ", "PEMERINTAH KOTA "):
        if name.startswith(kind):
            return kind.strip(), name.removeprefix(kind)
    return None, name
