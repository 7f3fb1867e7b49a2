"""The readiness of a body: a file attached to its draft."""

from app.core.identity import Role
from tests.approvals.test_attached_files import PDF
from tests.authority.case import Case

FILES = "/v1/approval-requests/{request_id}/attachments"
DRAFT = {"request_id": "draft_id"}
CASES = {
    f"POST {FILES}": Case(files={"pergub.pdf": PDF.decode()}, path=DRAFT, part="file"),
    f"GET {FILES}": Case(path=DRAFT),
    f"GET {FILES}/{{sha256}}": Case(path={**DRAFT, "sha256": "file_sha256"}),
}


async def prepare(side, client_for, _save):
    analyst = client_for(Role.ANALYST, agency_id=side.agency.id)
    address = f"/v1/approval-requests/{side.ids['draft_id']}/attachments"
    name = f"{side.mark}.pdf"
    answer = await analyst.post(
        address, files={"file": (name, PDF + side.mark.encode() + b"%%EOF")}
    )
    assert answer.status_code == 201, answer.text
    side.keep(file_sha256=answer.json()["sha256"])
