"""The words that letters of every kind share: heading, grounds, approvals, signature. Pure.

Legal grounds: UU 20/2023; PermenPANRB 3/2020 as amended by PermenPANRB 20/2025; Keputusan Kepala
BKN 411/2025. An agency's own regulation is among its documents, not known here.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from app.approvals.letters import Approval, Letter, local_time, long_date
from app.core.codes import spaced

ROLES = {
    "committee": "Komite Talenta Instansi",
    "pyb": "Pejabat yang Berwenang",
    "ppk": "Pejabat Pembina Kepegawaian",
    "kanreg": "Kantor Regional BKN",
    "bkn": "Badan Kepegawaian Negara",
}

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
    """One approval: who, in which role, at which stage, when; for whom, and whether acting."""

    stage: int
    role: str
    name: str
    decided_at: datetime
    on_behalf_of: str | None = None
    acting: str | None = None

    @property
    def office(self) -> str:
        """The office as letters write it: Plt. Pejabat yang Berwenang."""
        return (
            f"{self.acting.capitalize()}. {ROLES[self.role]}" if self.acting else ROLES[self.role]
        )

    @property
    def whole_name(self) -> str:
        """Both names, where one decided for another."""
        return f"{self.name} (a.n. {self.on_behalf_of})" if self.on_behalf_of else self.name


class Issue(NamedTuple):
    """What makes a letter, besides the words of its kind."""

    number: str
    day: date
    title: str
    content: Mapping[str, Any]
    content_sha256: str
    consents: Sequence[Consent]
    conditions: Sequence[Mapping[str, Any]]
    """What the approval asks for, each with `text` and `due_on`."""
    code: str
    public_url: str


def letter(parts: Mapping[str, Any], issue: Issue) -> Letter:
    """The whole letter of an approved request; `parts` are the words of its kind."""
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
        signed_as=last.office,
        signed_by=last.whole_name,
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
        consent.whole_name,
        consent.office,
        "Disetujui",
        local_time(consent.decided_at),
    )


def letterhead(agency: str) -> tuple[str | None, str]:
    """A government's name in two lines: PEMERINTAH PROVINSI / SUMATERA SELATAN."""
    name = agency.upper()
    for kind in ("PEMERINTAH PROVINSI ", "PEMERINTAH KABUPATEN ", "PEMERINTAH KOTA "):
        if name.startswith(kind):
            return kind.strip(), name.removeprefix(kind)
    return None, name
