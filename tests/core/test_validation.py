"""Pointers lead to what was sent, and name what was not."""

import pytest

from app.core.identity import Role

STEPS = "/v1/approval-requests/0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b/steps"


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"note": "x"}, {("/step", "missing")}),
        ({"step": "naik"}, {("/step", "literal-error")}),
        (
            {"step": "plenary", "held_on": "kemarin"},
            {("/held_on", "date-parsing"), ("/result", "missing")},
        ),
    ],
    ids=["no form", "unknown form", "a form's own members"],
)
async def test_a_body_of_several_forms_is_pointed_into_as_it_was_sent(client_for, body, faults):
    answer = await client_for(Role.KANREG).post(STEPS, json=body)

    assert answer.status_code == 422
    assert {(one["pointer"], one["code"]) for one in answer.json()["errors"]} == faults
    assert all("union" not in one["detail"].lower() for one in answer.json()["errors"])
