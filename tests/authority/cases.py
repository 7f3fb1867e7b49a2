"""How each route is asked so that the answer tells who may, and nothing else.

`{name}` in a value is the id of that name on the side that is asked about. A route that needs more
than its path is listed here; one that is not listed is asked by its path alone.
"""

from app.scoring_schemes.examples import DOCUMENT
from tests.authority.case import Case
from tests.authority.slices import SLICES
from tests.conftest import OVERWRITE
from tests.imports.world import as_csv

ITEM = {
    "content_sha256": "{draft_sha256}",
    "checklist": [{"code": "regulation", "status": "ready", "note": "Siap"}],
}
SHA = "{content_sha256}"


UNITS = as_csv([{"Id": "UX", "InstansiId": "{agency_code}", "DiatasanId": "", "NamaUnor": "X"}])
POOL = {
    "name": "Kelompok baru",
    "map_id": "{map_id}",
    "boxes": [9],
    "legal_basis": "Keputusan Gubernur 12/2026",
    "valid_from": "2026-02-01",
    "expires_on": "2127-02-01",
}
PURPOSE = {"purpose": "Pemeriksaan inspektorat 2026"}
PERSON = {
    "unit_id": "{unit_id}",
    "nip": "199001182015092777",
    "name": "Pegawai Baru",
}

BREACH = {
    "title": "Berkas terkirim ke alamat lain",
    "description": "Berkas pegawai terkirim ke luar instansi.",
    "categories": ["nip"],
    "measures": "Penerima menghapus berkas.",
    "discovered_at": "2026-01-05T02:00:00Z",
}
CASES: dict[str, Case] = {
    "POST /v1/breaches": Case(body=BREACH),
    "POST /v1/breaches/{breach_id}/notifications": Case(
        body={"to": "authority", "at": "2026-01-06T02:00:00Z"}
    ),
    "POST /v1/correction-requests": Case(
        body={"about": "record", "claim": "Alamat surel saya sudah berganti."}
    ),
    "POST /v1/correction-requests/{correction_id}/decision": Case(
        body={"decision": "rejected", "reason": "Surel itu yang berlaku menurut SIMPEG."}
    ),
    "POST /v1/me/restriction": Case(body={"reason": "Data kinerja saya sedang saya sanggah."}),
    "PATCH /v1/retention-classes/{code}": Case(body={"years": 7}, path={"code": "retention_code"}),
    "POST /v1/employees/{employee_id}/unmasking": Case(
        body={"purpose": "verification", "reason": "Memeriksa berkas kenaikan pangkat"}
    ),
    "POST /v1/memberships": Case(
        body={
            "issuer": "https://masuk.example.go.id",
            "subject": "baru",
            "name": "Pegawai Baru",
            "roles": ["analyst"],
            "agency_id": "{agency_id}",
        }
    ),
    "POST /v1/agencies": Case(body={"code": "BARU", "name": "Instansi baru"}),
    "POST /v1/approval-requests": Case(body={"kind": "talent_pool", "subject_id": "{pool_id}"}),
    "PATCH /v1/approval-requests/{request_id}": Case(
        body=ITEM, path={"request_id": "draft_id"}, headers=OVERWRITE
    ),
    "POST /v1/approval-requests/{request_id}/submission": Case(path={"request_id": "draft_id"}),
    "POST /v1/approval-requests/{request_id}/decisions": Case(
        body={"decision": "approve", "content_sha256": SHA}, path={"request_id": "submitted_id"}
    ),
    "GET /v1/approval-requests/{request_id}/route": Case(path={"request_id": "submitted_id"}),
    "POST /v1/approval-requests/{request_id}/withdrawal": Case(path={"request_id": "submitted_id"}),
    "POST /v1/approval-decisions": Case(
        body={
            "items": [
                {"request_id": "{submitted_id}", "decision": "approve", "content_sha256": SHA}
            ]
        }
    ),
    "GET /v1/approval-routes/{kind}": Case(
        query={"agency_id": "{agency_id}"}, path={"kind": "route_kind"}
    ),
    "GET /v1/approval-requests/{request_id}": Case(path={"request_id": "submitted_id"}),
    "GET /v1/approval-requests/{request_id}/letter.pdf": Case(path={"request_id": "approved_id"}),
    "GET /v1/audit/proofs/inclusion": Case(query={"entry_id": "{entry_id}"}),
    "GET /v1/audit/proofs/consistency": Case(query={"from": "1"}),
    "POST /v1/clients/{client_id}/secrets": Case(body={"overlap_hours": 24}),
    "GET /v1/talent-maps/{map_id}/evidence.zip": Case(query=PURPOSE),
    "GET /v1/talent-pools/{pool_id}/evidence.zip": Case(
        query={**PURPOSE, "position_id": "{position_id}"}
    ),
    "GET /v1/approval-requests/{request_id}/evidence.zip": Case(
        query=PURPOSE, path={"request_id": "approved_id"}
    ),
    "POST /v1/clients": Case(
        body={"name": "Klien baru", "roles": ["simpeg"], "agency_id": "{agency_id}"}
    ),
    "POST /v1/employees": Case(body=PERSON),
    "POST /v1/employees/batch": Case(body={"items": [PERSON]}),
    "PUT /v1/employees/by-nip/{nip}": Case(
        body={"unit_id": "{unit_id}", "name": "Pegawai Sendiri"}, headers=OVERWRITE
    ),
    "GET /v1/employees/{employee_id}/histories/{kind}": Case(path={"kind": "history_kind"}),
    "POST /v1/imports": Case(files={"ref_unor.csv": UNITS.decode()}),
    "POST /v1/scoring-schemes": Case(body={**DOCUMENT, "code": "skema-baru"}),
    "POST /v1/scoring-schemes/{scheme_id}/publication": Case(path={"scheme_id": "draft_scheme_id"}),
    "POST /v1/talent-maps": Case(
        body={
            "name": "Peta baru",
            "scheme": "{scheme_code}",
            "as_of": "2026-01-01",
            "unit_id": "{unit_id}",
        }
    ),
    "POST /v1/talent-pools": Case(body=POOL),
    "POST /v1/talent-pools/{pool_id}/renewal": Case(body={"reason": "Sesudah kalibrasi"}),
    "GET /v1/talent-pools/{pool_id}/candidates": Case(query={"position_id": "{position_id}"}),
    "POST /v1/talent-pools/{pool_id}/members": Case(
        body={"employee_id": "{other_id}", "reason": "Usul komite talenta"}
    ),
    "DELETE /v1/talent-pools/{pool_id}/members/{employee_id}": Case(
        query={"reason": "Pensiun lebih awal"}
    ),
}
"""Routes that need more than their path."""
for one in SLICES:
    CASES.update(one.CASES)
