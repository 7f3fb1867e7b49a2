"""The page of a bundle that people read: Indonesian with English, no scripts, nothing fetched."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.core.words import Words
from app.evidence.parts import About
from app.verifier import approval, calibration, candidates, talent_map, talent_pool
from app.verifier.archive import MANIFEST

PAGE = "index.html"
FILES: Final = {
    talent_map.MAP: Words("Apa yang diminta dan dihitung", "What was asked and counted"),
    talent_map.SCHEME: Words("Skema penilaian, bentuk kanonis", "The scoring scheme, canonical"),
    talent_map.INPUTS: Words(
        "Data mentah tiap orang yang dibaca skema",
        "Each person's records that the scheme reads",
    ),
    talent_map.RESULTS: Words(
        "Skor, kotak, dan peringkat tiap orang", "Each person's scores, box and rank"
    ),
    calibration.CALIBRATIONS: Words(
        "Sidang kalibrasi yang ditutup, sebagaimana di-hash",
        "The closed calibrations, as they were hashed",
    ),
    calibration.CALIBRATED: Words(
        "Pemindahan kotak: sebelum, sesudah, alasan, suara",
        "The moves: before, after, reasons, votes",
    ),
    talent_pool.POOL: Words("Aturan dan masa berlaku kelompok", "The pool's rule and dates"),
    talent_pool.MEMBERS: Words("Anggota kelompok menurut peringkat", "The members in rank order"),
    candidates.POSITION: Words(
        "Syarat jabatan yang ditanyakan", "What the position that was asked for requires"
    ),
    candidates.CANDIDATES: Words(
        "Kandidat: putusan tiap aturan dengan datanya",
        "The candidates: each rule's verdict with its datum",
    ),
    approval.REQUEST: Words("Usulan dan suratnya", "The request and its letter"),
    approval.CONTENT: Words("Isi usulan saat ini, kanonis", "The content as it stands, canonical"),
    approval.DECISIONS: Words("Tahap, suara, dan alasan", "Stages, votes and reasons"),
    approval.LETTER: Words("Surat sebagaimana diterbitkan", "The letter as it was issued"),
    MANIFEST: Words("Daftar berkas dengan hash-nya", "The list of files with their hashes"),
    "log/": Words(
        "Bukti penyegelan dari catatan kejadian", "Proofs of the sealing from the event log"
    ),
}
ORIGINS: Final = {"rule": "aturan / rule", "nomination": "usulan / nomination"}
ROUND: Final = Words("Isi yang diputuskan pada putaran ini", "The content decided on in this round")
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(about: About, purpose: str, names: Iterable[str], file_name: str) -> str:
    """The page about a subject; `names` are the files that the bundle has besides."""
    listed = [(name, FILES.get(name, ROUND)) for name in (*names, MANIFEST, "log/")]
    return _TEMPLATES.get_template("index.html.jinja").render(
        about=about,
        purpose=purpose,
        contents=listed,
        file_name=file_name,
        origins=ORIGINS,
        made_at=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    )
