"""A civil servant restricts the use of their data, and lifts that again."""

import pytest

from app.core.identity import Role
from app.privacy.schemas import RestrictionRead

URL = "/v1/me/restriction"
WHY = {"reason": "Data kinerja saya sedang saya sanggah."}


async def test_a_restriction_holds_at_once_until_it_is_lifted(ratna):
    imposed = await ratna.client.post(URL, json=WHY)
    again = await ratna.client.post(URL, json=WHY)
    meanwhile = (await ratna.client.get("/v1/me")).json()["restricted_since"]
    lifted = await ratna.client.delete(URL)
    twice = await ratna.client.delete(URL)
    anew = await ratna.client.post(URL, json=WHY)

    RestrictionRead.model_validate_json(imposed.content)
    assert (imposed.status_code, imposed.json()["lifted_at"]) == (201, None)
    assert (again.status_code, again.json()["code"]) == (409, "already-restricted")
    assert meanwhile is not None
    assert lifted.status_code == 204
    assert (twice.status_code, twice.json()["code"]) == (404, "not-restricted")
    assert anew.status_code == 201


async def test_analysts_and_auditors_see_whom_new_maps_leave_out(client_for, ratna, budi):
    await ratna.client.post(URL, json=WHY)
    await budi.client.post(URL, json=WHY)
    await budi.client.delete(URL)

    async def listed(role, live=""):
        answer = await client_for(role).get(f"/v1/restrictions{live}")
        return [row["employee_id"] for row in answer.json().get("items", ())]

    assert await listed(Role.ANALYST, "?live=true") == [str(ratna.id)]
    assert await listed(Role.AUDITOR, "?live=false") == [str(budi.id)]
    assert len(await listed(Role.ANALYST)) == 2


@pytest.mark.parametrize("role", list(Role))
async def test_nobody_restricts_but_the_person(client_for, role):
    client = client_for(role)

    assert (await client.post(URL, json=WHY)).status_code == 403
    assert (await client.delete(URL)).status_code == 403
    seen = (await client.get("/v1/restrictions")).status_code
    assert seen == (200 if role in {Role.ANALYST, Role.AUDITOR} else 403)


async def test_both_are_in_the_log(ratna, fetched):
    await ratna.client.post(URL, json=WHY)
    await ratna.client.delete(URL)

    events = await fetched("select kind, subject_id from audit_events order by id")
    assert [tuple(event.values()) for event in events] == [
        ("restriction.imposed", ratna.id),
        ("restriction.lifted", ratna.id),
    ]
