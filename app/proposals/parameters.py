"""Examples of what stands in an address, by the parameter's name."""

from typing import Any

from app.proposals.names import example_id

NAMED_OTHERWISE = {
    "map_id": "talent_map",
    "pool_id": "talent_pool",
    "request_id": "approval_request",
    "proposal_id": "placement_proposal",
    "plan_id": "development_plan",
    "session_id": "blind_session",
    "with": "earlier_map",
    "subject": "talent_map",
    "subject_id": "talent_pool",
    "actor": "analyst",
    "actor_id": "analyst",
    "chosen_by": "ppk",
    "parent_id": "unit",
    "client_id": "asn",
}
"""What a parameter means, where its name without `_id` does not say it."""
VALUES: dict[str, Any] = {
    "nip": "199001182015092001",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "scheme_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "assessor_key": "0123456789abcdef",
    "purpose": "Pemeriksaan contoh",
    "reason": "Pindah instansi sebelum kelompok ditetapkan.",
    "competency": "kerjasama",
    "from": "2026-01-01",
    "as_of": "2026-01-01",
    "valid_on": "2026-06-01",
    "decided_from": "2026-01-01",
    "decided_until": "2026-12-31",
    "known_at": "2026-11-01T00:00:00Z",
    "since": "2026-01-01T00:00:00Z",
    "missing": "penilaian_kompetensi",
    "entry_id": 1,
    "limit": 20,
    "years": 5,
    "year": 2027,
    "month": "2027-04",
    "cohort": 3,
    "box": 9,
    "standing_box": 9,
    "min_standing_box": 7,
    "without_box": True,
    "min_ready": 1,
    "max_ready": 0,
    "index": 0,
    "size": 1,
    "to": 2,
    "rank_code": "33",
    "legal_status": "Aktif",
    "name": "Peta",
    "agency": "PROV-SUMRAYA",
    "kanreg": "VII",
    "province": "Sumatera Selatan",
}
OF_ADDRESS: dict[tuple[str, str], Any] = {
    ("/verify/{code}", "code"): "M913-23ZY-J9JF-3ZHQ-RT74-EFC4",
    ("/v1/kanreg/{code}", "code"): "VII",
    ("/v1/retention-classes/{code}", "code"): "person_accesses",
    ("/v1/scoring-schemes", "code"): "bkn-411-2025",
    ("/v1/imports/{import_id}/rows", "code"): "nip-invalid",
    ("/v1/imports/{import_id}/rows", "kind"): "pegawai",
    ("/v1/imports/{import_id}/rejected.csv", "kind"): "pegawai",
    ("/v1/audit/entries", "kind"): "talent_map.calculated",
    ("/v1/employees", "name"): "Wulandari",
    ("/v1/audit/proofs/consistency", "from"): 1,
}
"""Where the same name means something else."""
OPAQUE = "cursor"
"""The one without an example: it is `next` of the page before, and nothing else."""


def example_of(address: str, parameter: dict[str, Any], components: dict[str, Any]) -> Any:
    """What could stand in the place of a parameter of the OpenAPI document; None: nothing."""
    name = parameter["name"]
    if (address, name) in OF_ADDRESS:
        return OF_ADDRESS[address, name]
    either = [parameter["schema"], *parameter["schema"].get("anyOf", ())]
    schemas = [
        components[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in either
    ]
    for schema in schemas:
        if schema.get("format") == "uuid":
            return example_id(NAMED_OTHERWISE.get(name, name.removesuffix("_id")))
    for schema in schemas:
        if "enum" in schema:
            return schema["enum"][0]
        if "const" in schema:
            return schema["const"]
        if schema.get("type") == "boolean":
            return True
    return VALUES.get(name)
