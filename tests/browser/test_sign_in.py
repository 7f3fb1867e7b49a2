"""People sign in at a provider of identities (npm's oidc-provider), in a real browser."""

import asyncio
from typing import Any

import httpx
import pytest

from app.access import memberships, oidc_provider, oidc_tokens
from app.access.schemas import MembershipGrant
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.browser.conftest import IdentityProvider, Served, play, serving

pytestmark = pytest.mark.committed

CLAIMS = {
    "ratna": {"roles": ["bkd-analis"], "agency": "PROV-CONTOH"},
    "dewi": {"roles": ["bkd-analis"], "agency": ["PROV-CONTOH", "KAB-CONTOH"]},
}


def settings(provider: IdentityProvider) -> dict[str, Any]:
    return {
        "oidc_issuer": provider.issuer,
        "oidc_audience": provider.audience,
        "oidc_client_id": "talenta-docs",
        "oidc_login_parameters": {"resource": provider.audience},
        "oidc_roles": {"bkd-analis": "analyst"},
        "oidc_agency_claim": "agency",
    }


@pytest.fixture(scope="module")
async def installed(provider):
    async with serving(**settings(provider)) as served:
        await provider.start(served.base_url, CLAIMS)
        yield served


async def asked(served: Served, token: str, agency: str | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    if agency is not None:
        headers["Talenta-Agency"] = agency
    async with httpx.AsyncClient(base_url=served.base_url, trust_env=False) as client:
        return await client.get("/v1/agencies", headers=headers)


def codes(answer: dict[str, Any]) -> list[str]:
    return [agency["code"] for agency in answer["body"]["items"]]


async def test_a_person_signs_in_tries_operations_and_stays_signed_in(installed, provider):
    played = await play(
        "sign_in", BASE_URL=installed.base_url, ISSUER=provider.issuer, ACCOUNT="ratna"
    )

    seen = played.result
    assert codes(seen["agencies"]) == ["PROV-CONTOH"]
    assert len(seen["units"]["body"]["items"]) == 2
    assert seen["kept"]
    assert seen["again"]["body"] == seen["agencies"]["body"]
    assert played.outside == []
    assert played.complaints == []


async def test_who_acts_in_several_agencies_names_one_in_the_dialog(installed, provider):
    played = await play(
        "sign_in",
        BASE_URL=installed.base_url,
        ISSUER=provider.issuer,
        ACCOUNT="dewi",
        AGENCY="KAB-CONTOH",
    )

    seen = played.result
    assert (seen["first"]["status"], seen["first"]["body"]["code"]) == (403, "agency-unclear")
    assert codes(seen["agencies"]) == codes(seen["again"]) == ["KAB-CONTOH"]


async def test_who_turns_back_is_told_in_the_dialog(installed, provider):
    played = await play("sign_in", BASE_URL=installed.base_url, ISSUER=provider.issuer, CANCEL=1)

    assert "access_denied" in played.result["refusal"]


async def test_clients_go_on_signing_in_beside(installed):
    client = installed.clients[Role.ANALYST]

    played = await play(
        "client_credentials",
        BASE_URL=installed.base_url,
        CLIENT_ID=client.client_id,
        CLIENT_SECRET=client.secret,
    )

    assert played.result["before"] == ""
    assert codes(played.result["agencies"]) == ["PROV-CONTOH"]


async def test_its_tokens_are_taken_only_if_they_are_for_us(installed, provider, monkeypatch):
    monkeypatch.setattr(oidc_tokens, "LEEWAY", 0)
    good = await provider.minted(account="ratna")
    bad = {
        "another audience": await provider.minted(account="ratna", audience="https://other/api"),
        "another client": await provider.minted(account="ratna", client="another-client"),
        "run out": await provider.minted(account="ratna", seconds=1),
    }
    await asyncio.sleep(1.5)

    assert (await asked(installed, good)).status_code == 200
    statuses = {why: (await asked(installed, token)).status_code for why, token in bad.items()}
    assert statuses == dict.fromkeys(bad, 401)


async def test_memberships_hold_for_its_people(installed, provider):
    token = await provider.minted(account="budi")
    assert (await asked(installed, token)).json()["code"] == "no-authority"

    grant = MembershipGrant(
        issuer=provider.issuer,
        subject="siti",
        name="Siti Aminah",
        roles=[Role.AUDITOR],
        agency_id=installed.agencies[0].id,
    )
    async with transaction(installed.sessions, SYSTEM) as session:
        await memberships.grant(session, SYSTEM, grant)

    answer = await asked(installed, await provider.minted(account="siti"))
    assert [agency["code"] for agency in answer.json()["items"]] == ["KAB-CONTOH"]


async def test_its_outage_and_its_new_key_go_unnoticed(installed, provider, monkeypatch):
    old = await provider.minted(account="ratna")
    assert (await asked(installed, old)).status_code == 200
    another = await provider.minted(account="dewi")

    await provider.stop()
    assert (await asked(installed, old)).status_code == 200
    assert (await asked(installed, another, "KAB-CONTOH")).status_code == 200

    monkeypatch.setattr(oidc_provider, "PAUSE", 0)
    await provider.start(installed.base_url, CLAIMS, kid="second")
    assert (await asked(installed, await provider.minted(account="ratna"))).status_code == 200
