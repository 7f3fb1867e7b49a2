"""The readiness of a body: a file attached to its draft, steps of an approved one, its region."""

from app.core.identity import Role
from tests.approvals.test_attached_files import PDF
from tests.authority.case import Case
from tests.conftest import OVERWRITE

FILES = "/v1/approval-requests/{request_id}/attachments"
DRAFT = {"request_id": "draft_id"}
OFFICE = {"number": 7, "city": "Palembang", "provinces": ["Sumatera Selatan"]}
APPROVED = {"request_id": "approved_id"}
DECREE = {"step": "in_force", "number": "412/KEP/2026", "decree_date": "2026-03-01"}
CASES = {
    "GET /v1/register": Case(query={"limit": "5"}),
    "POST /v1/approval-requests/{request_id}/steps": Case(body=DECREE, path=APPROVED),
    "GET /v1/approval-requests/{request_id}/examination": Case(path=APPROVED),
    "PATCH /v1/agencies/{agency_id}": Case(
        body={"kanreg": "VII", "province": "Sumatera Selatan"}, headers=OVERWRITE
    ),
    "PUT /v1/kanreg/{code}": Case(body=OFFICE, path={"code": "kanreg_code"}),
    f"POST {FILES}": Case(files={"pergub.pdf": PDF.decode()}, path=DRAFT, part="file"),
    f"GET {FILES}": Case(path=DRAFT),
    f"GET {FILES}/{{sha256}}": Case(path={**DRAFT, "sha256": "file_sha256"}),
}


async def prepare(side, client_for, _save):
    analyst = client_for(Role.ANALYST, agency_id=side.agency.id)
    address = f"/v1/approval-requests/{side.ids['draft_id']}/attachments"
    name, content = f"{side.mark}.pdf", PDF + side.mark.encode() + b"%%EOF"
    answer = await analyst.post(address, files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    side.keep(kanreg_code="VII", file_sha256=answer.json()["sha256"])
