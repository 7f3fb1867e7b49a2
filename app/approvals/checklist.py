"""The readiness checklist of a body that asks for *persetujuan penerapan*. Pure.

No statute lists the documents; the items follow Permenhan 10/2023 (infrastructure), the steps of
published approvals and aspect 2 of the merit-system worksheet 2026.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any


class Item(StrEnum):
    """A document or result that BKN examines."""

    REGULATION = "regulation"
    TEAM_DECREE = "team_decree"
    POSITION_MAP = "position_map"
    COMPETENCY_STANDARD = "competency_standard"
    SCORING_SCHEME = "scoring_scheme"
    ASSESSMENT_COVERAGE = "assessment_coverage"
    MAPPING_RESULT = "mapping_result"
    POOL_DRAFT = "pool_draft"
    SUCCESSION_PLAN = "succession_plan"
    DEVELOPMENT_PROGRAMME = "development_programme"
    INTEGRATION_EVIDENCE = "integration_evidence"
    DATA_QUALITY_REPORT = "data_quality_report"
    MERIT_SELF_ASSESSMENT = "merit_self_assessment"
    COMMITMENT_LETTER = "commitment_letter"


TITLES: Mapping[Item, tuple[str, str]] = {
    Item.REGULATION: (
        "Peraturan kepala daerah tentang manajemen talenta",
        "Regulation on talent management",
    ),
    Item.TEAM_DECREE: (
        "Keputusan pembentukan Komite Talenta Instansi",
        "Decree on the talent committee",
    ),
    Item.POSITION_MAP: (
        "Peta jabatan dan jabatan kritikal",
        "Map of positions, critical ones marked",
    ),
    Item.COMPETENCY_STANDARD: ("Standar kompetensi jabatan", "Competency standards of positions"),
    Item.SCORING_SCHEME: (
        "Kamus dan skema penilaian dengan bobot",
        "Scoring scheme with its weights",
    ),
    Item.ASSESSMENT_COVERAGE: (
        "Cakupan penilaian kompetensi dan potensi",
        "Coverage of assessments",
    ),
    Item.MAPPING_RESULT: ("Hasil pemetaan talenta per jenjang", "Nine-box results per level"),
    Item.POOL_DRAFT: ("Rancangan kelompok rencana suksesi", "Draft of the succession pools"),
    Item.SUCCESSION_PLAN: ("Rencana suksesi", "Succession plan"),
    Item.DEVELOPMENT_PROGRAMME: (
        "Program pengembangan dan retensi talenta",
        "Development and retention programme",
    ),
    Item.INTEGRATION_EVIDENCE: (
        "Sistem informasi dan bukti integrasi",
        "Information system and evidence of integration",
    ),
    Item.DATA_QUALITY_REPORT: ("Laporan kualitas data", "Data-quality report"),
    Item.MERIT_SELF_ASSESSMENT: (
        "Penilaian mandiri sistem merit",
        "Self-assessment of the merit system",
    ),
    Item.COMMITMENT_LETTER: ("Surat komitmen pimpinan", "Letter of commitment of the head"),
}
"""Indonesian and English name of each item."""


class Readiness(StrEnum):
    """How far an item is."""

    MISSING = "missing"
    IN_PROGRESS = "in_progress"
    READY = "ready"


def filled(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The whole checklist in its fixed order: what was given, `missing` for what was not."""
    given = {entry["code"]: entry for entry in entries}
    empty = {"status": Readiness.MISSING.value, "note": None, "attachment_sha256": None}
    return [{**empty, **given.get(item.value, {}), "code": item.value} for item in Item]


def unready(entries: Iterable[Mapping[str, Any]]) -> list[Item]:
    """The items that keep a checklist from being submitted."""
    return [Item(entry["code"]) for entry in filled(entries) if entry["status"] != Readiness.READY]
