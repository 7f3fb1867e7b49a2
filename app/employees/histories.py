"""The history tables by the names of their files: columns and types, for set-based SQL. Pure.

Every table has the columns of a fact besides its own (`history_models.FactColumns`); a test holds
these specifications against the models.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class History:
    """One history table: its own columns with their SQL types, in the order of a row's values."""

    table: str
    columns: Mapping[str, str]


PERSON: Mapping[str, str] = {
    "nip": "text",
    "pns_id": "text",
    "old_nip": "text",
    "name": "text",
    "front_title": "text",
    "back_title": "text",
    "birth_date": "date",
    "sex": "text",
    "phone": "text",
    "email": "text",
    "employment": "text",
    "legal_status": "text",
    "appointed_on": "date",
    "rank_code": "text",
    "rank_name": "text",
    "rank_since": "date",
    "position_kind": "text",
    "position_code": "text",
    "position_name": "text",
    "position_level": "text",
    "position_since": "date",
    "cohort": "integer",
    "echelon": "text",
    "education_level": "text",
    "education_name": "text",
    "education_field": "text",
    "education_relevance": "text",
    "graduation_year": "integer",
}
"""What is known of a person, besides the unit."""

HISTORIES: Mapping[str, History] = {
    "rw_skp22": History(
        "performances",
        {
            "year": "smallint",
            "result": "smallint",
            "conduct": "smallint",
            "quadrant": "smallint",
            "predicate": "text",
        },
    ),
    "rw_jabatan": History(
        "position_histories",
        {
            "started_on": "date",
            "ended_on": "date",
            "kind": "text",
            "unit_siasn_id": "text",
            "unit_name": "text",
            "agency_name": "text",
            "other_agency": "boolean",
            "name": "text",
            "echelon": "text",
            "assignment": "text",
            "decree_no": "text",
            "decree_on": "date",
        },
    ),
    "rw_golongan": History(
        "rank_histories",
        {
            "since": "date",
            "rank_code": "text",
            "rank_name": "text",
            "decree_no": "text",
            "decree_on": "date",
            "service_years": "integer",
            "service_months": "integer",
        },
    ),
    "rw_pendidikan": History(
        "education_histories",
        {
            "graduated_on": "date",
            "graduation_year": "integer",
            "level": "text",
            "level_name": "text",
            "field": "text",
            "school": "text",
            "diploma_no": "text",
        },
    ),
    "rw_kursus": History(
        "courses",
        {
            "held_on": "date",
            "year": "integer",
            "name": "text",
            "hours": "numeric",
            "certificate_no": "text",
            "institution": "text",
        },
    ),
    "rw_diklat": History(
        "structural_trainings",
        {
            "held_on": "date",
            "year": "integer",
            "name": "text",
            "number": "text",
            "hours": "numeric",
        },
    ),
    "rw_penghargaan": History(
        "awards",
        {
            "awarded_on": "date",
            "year": "integer",
            "name": "text",
            "scale": "text",
            "decree_no": "text",
        },
    ),
    "rw_hukdis": History(
        "disciplines",
        {
            "started_on": "date",
            "ended_on": "date",
            "level": "text",
            "kind_name": "text",
            "decree_no": "text",
            "decree_on": "date",
            "cancelled": "boolean",
        },
    ),
    "umpan_balik": History(
        "feedbacks", {"year": "integer", "score": "numeric", "raters": "integer"}
    ),
    "tim_kerja": History(
        "team_assignments",
        {
            "decree_on": "date",
            "decree_no": "text",
            "role": "text",
            "scope": "text",
            "team_name": "text",
        },
    ),
    "asesmen": History(
        "assessments",
        {
            "assessed_on": "date",
            "purpose": "text",
            "institution": "text",
            "assessor": "text",
            "achieved": "smallint[]",
            "required": "smallint[]",
            "aspects": "smallint[]",
            "technical": "numeric",
        },
    ),
}
