"""Swagger UI with a client of the demonstration, in a real browser."""

import pytest

from app.core.identity import Role
from tests.browser.conftest import play

pytestmark = pytest.mark.committed


async def test_a_tester_signs_in_tries_operations_and_stays_signed_in(served):
    client = served.clients[Role.ANALYST]

    played = await play(
        "client_credentials",
        BASE_URL=served.base_url,
        CLIENT_ID=client.client_id,
        CLIENT_SECRET=client.secret,
    )

    seen = played.result
    assert seen["anonymous"]["status"] == 401
    assert [a["code"] for a in seen["agencies"]["body"]["items"]] == ["PROV-CONTOH"]
    assert len(seen["units"]["body"]["items"]) == 2
    assert (seen["unknown"]["status"], seen["unknown"]["body"]["code"]) == (404, "employee-unknown")
    assert seen["kept"]
    assert seen["again"]["body"] == seen["agencies"]["body"]
    assert played.outside == []
    assert played.complaints == []


async def test_a_wrong_secret_is_told_in_the_dialog(served):
    client = served.clients[Role.ANALYST]

    played = await play(
        "client_credentials",
        BASE_URL=served.base_url,
        CLIENT_ID=client.client_id,
        CLIENT_SECRET="wrong",  # noqa: S106
    )

    assert "client_secret" in played.result["refusal"]


async def test_only_the_sign_in_that_was_begun_here_comes_back(served):
    played = await play("come_back", BASE_URL=served.base_url)

    seen = played.result
    assert seen["good"] == {"code": "abc"}
    for forged in ("forged", "stateless"):
        assert set(seen[forged]) == {"error"}
        assert "wrong state" in seen[forged]["error"]
    assert seen["refused"] == {"error": "access_denied: Tidak jadi"}
    assert seen["empty"] == {"error": "The provider sent no code."}
    assert "nobody waits" in seen["alone"]
    assert played.complaints == []
