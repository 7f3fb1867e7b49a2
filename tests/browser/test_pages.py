"""The pages as people use them: another role by one click, and the document to read."""

import httpx
import pytest

from app.core.identity import Role
from tests.browser.conftest import play

pytestmark = pytest.mark.committed
LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg"
"""ReDoc asks for a picture of its makers; the page's policy keeps it from going anywhere."""


async def test_one_click_and_a_tester_is_another_client(served):
    played = await play("roles", BASE_URL=served.base_url)

    seen = played.result
    assert seen["roles"] == list(Role)
    assert seen["before"] == {"pressed": [], "signedIn": False}
    assert (seen["analyst"]["status"], seen["admin"]["status"]) == (403, 200)
    assert seen["kept"] == {"pressed": ["admin"], "signedIn": True}
    assert seen["again"]["status"] == 200
    assert (played.outside, played.complaints) == ([], [])


async def test_redoc_shows_every_operation_and_fetches_nothing_from_outside(served):
    played = await play("redoc", BASE_URL=served.base_url)

    async with httpx.AsyncClient(base_url=served.base_url) as http:
        document = (await http.get("/openapi.json")).json()
    operations = sum(len(path) for path in document["paths"].values())
    assert played.result["operations"] >= operations
    assert played.outside == []
    assert all(LOGO in complaint for complaint in played.complaints)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Talenta-Demo": "1", "Host": "talenta.example.go.id"},
        {"X-Talenta-Demo": "1", "Host": "169.254.169.254"},
        {"X-Talenta-Demo": "1", "Host": "[::"},
    ],
    ids=["another-page", "another-name", "another-address", "no-name"],
)
async def test_no_other_page_gets_a_token(served, headers):
    async with httpx.AsyncClient(base_url=served.base_url) as http:
        refused = await http.post("/docs/roles/admin", headers=headers)
        unknown = await http.post("/docs/roles/nobody", headers={"X-Talenta-Demo": "1"})

    assert refused.status_code == 403
    assert unknown.status_code == 422


async def test_an_installation_that_is_no_demonstration_has_no_such_door(client_for):
    answer = await client_for(None).post("/docs/roles/admin", headers={"X-Talenta-Demo": "1"})

    assert answer.status_code == 404
