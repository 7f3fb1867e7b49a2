"""What holds answers to the document can find them wanting."""

import httpx
import pytest

from tests.contract.promised import Promised

ROUTE = "GET /v1/employees/{employee_id}"
URL = "http://test/v1/employees/0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("status", "media_type", "body", "said"),
    [
        (200, "application/json", "{}", "required property"),
        (200, "text/plain", "x", "Content-Type"),
        (402, PROBLEM, "{}", "402"),
        (404, PROBLEM, "{}", "required property"),
        (500, PROBLEM, "{}", "Server error"),
    ],
)
def test_an_answer_that_the_document_does_not_tell_of_is_found(app, status, media_type, body, said):
    answer = httpx.Response(
        status, headers={"content-type": media_type}, text=body, request=httpx.Request("GET", URL)
    )

    assert said in Promised(app.openapi()).broken_by(ROUTE, answer)
