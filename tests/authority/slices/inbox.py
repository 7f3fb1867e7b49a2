"""What is said about a request that waits: a comment that names a person and calls PyB."""

from app.core.identity import Role
from tests.authority.case import Case

REQUEST = {"request_id": "submitted_id"}
COMMENTS = "/v1/approval-requests/{request_id}/comments"
CASES = {
    f"GET {COMMENTS}": Case(path=REQUEST),
    f"POST {COMMENTS}": Case(body={"body": "Mohon diperiksa.", "mentions": []}, path=REQUEST),
    "GET /v1/approval-requests/{request_id}/timeline": Case(path=REQUEST),
    "GET /v1/approval-requests/{request_id}/timeline.svg": Case(path=REQUEST),
    f"POST {COMMENTS}/seen": Case(body={"until": "{comment_id}"}, path=REQUEST),
}


async def prepare(side, client_for, _save):
    analyst = client_for(Role.ANALYST, agency_id=side.agency.id)
    said = {"body": f"Lihat nilai Pegawai {side.mark}.", "mentions": [side.ids["pyb_id"]]}
    address = f"/v1/approval-requests/{side.ids['submitted_id']}/comments"
    answer = await analyst.post(address, json=said)
    assert answer.status_code == 201, answer.text
    side.keep(comment_id=answer.json()["id"])
