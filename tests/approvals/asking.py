"""A subject that is asked about, and decided on by everybody on its route."""

import io

import pypdf

from app.core.identity import Role
from tests.approvals.conftest import URL, decide


async def drafted(client_for, kind, subject_id, **values):
    """What drafting a request for a subject answers."""
    body = {"kind": kind, "subject_id": str(subject_id), **values}
    return await client_for(Role.ANALYST).post(URL, json=body)


async def sent(client_for, kind, subject_id, **values):
    """A request that an analyst drafted and submitted."""
    draft = await drafted(client_for, kind, subject_id, **values)
    assert draft.status_code == 201, draft.text
    answer = await client_for(Role.ANALYST).post(f"{URL}/{draft.json()['id']}/submission")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def approved(client_for, request):
    """The request after everybody on its route has approved."""
    for stage in request["route"]:
        answer = await decide(client_for(Role(stage["role"])), request)
        assert answer.status_code == 201, answer.text
    return answer.json()


async def seen(client_for, request, role=Role.PPK):
    """The request as it stands."""
    return (await client_for(role).get(f"{URL}/{request['id']}")).json()


async def words_of(client_for, request):
    """What the letter of a request says, in one line."""
    letter = await client_for(Role.PPK).get(f"{URL}/{request['id']}/letter.pdf")
    assert letter.status_code == 200, letter.text
    pages = pypdf.PdfReader(io.BytesIO(letter.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
