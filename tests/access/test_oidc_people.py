"""People through the door: tokens of the provider, memberships and claims, one agency at a time."""

import time
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from app.access import authority, people
from app.access.memberships import person_id
from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.main import create_app
from tests.access.identity_provider import ISSUER, SETTINGS, FakeProvider, claims, signed
from tests.conftest import an_actor
from tests.factories import a_unit, an_agency, an_employee

NIP = "199001182015092001"


@pytest.fixture
def provider():
    return FakeProvider()


@pytest.fixture
def oidc_app(settings, app, provider):
    """The application of an installation with a provider of identities."""
    given = Settings(talenta_home=settings.talenta_home, log_level="ERROR", **SETTINGS)
    oidc_app = create_app(given)
    oidc_app.state.sessions, oidc_app.state.reads = app.state.sessions, app.state.reads
    oidc_app.state.people.tokens.provider = provider.provider()
    return oidc_app


@pytest.fixture
async def ask(oidc_app):
    """GET with a token."""
    transport = httpx.ASGITransport(app=oidc_app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:

        async def asked(path, token, agency=None):
            headers = {"Authorization": f"Bearer {token}"}
            if agency is not None:
                headers["Talenta-Agency"] = agency
            return await client.get(path, headers=headers)

        yield asked


@pytest.fixture
def grant(client_for):
    """Give the person of the test a membership."""

    async def granted(agency, *roles, **values):
        body = {
            "issuer": ISSUER,
            "subject": "ratna",
            "name": "Ratna Wulandari, S.Kom.",
            "roles": list(roles),
            "agency_id": None if agency is None else str(agency.id),
            **values,
        }
        answer = await client_for(Role.ADMIN, agency_id=None).post("/v1/memberships", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    return granted


@pytest.fixture
async def other(save):
    agency = an_agency(code="KAB-UJI")
    await save(agency)
    return agency


@pytest.mark.usefixtures("other")
async def test_claims_become_roles_in_the_agency_that_they_name(ask, agency):
    token = signed(claims(roles=["bkd-analis"], agency=agency.code))

    agencies = await ask("/v1/agencies", token)

    assert [each["code"] for each in agencies.json()["items"]] == [agency.code]


async def test_who_has_no_role_is_told_who_they_are_and_whom_to_ask(ask):
    answer = await ask("/v1/agencies", signed(claims()))

    assert answer.status_code == 403
    assert answer.json()["code"] == "no-authority"
    assert (answer.json()["issuer"], answer.json()["subject"]) == (ISSUER, "ratna")


async def test_roles_that_are_claimed_nowhere_hold_nowhere(ask, agency):
    for place in (None, "UNKNOWN", "*", ["*"], {"code": agency.code}):
        token = signed(claims(roles=["bkd-analis"], agency=place))
        assert (await ask("/v1/agencies", token)).json()["code"] == "no-authority"


async def test_a_membership_gives_its_roles_under_the_name_that_the_administrator_wrote(
    ask, agency, grant
):
    await grant(agency, "auditor")

    answer = await ask("/v1/clients", signed(claims()))

    assert answer.status_code == 200


async def test_a_membership_wins_over_claims(ask, agency, grant):
    await grant(agency, "committee")
    token = signed(claims(roles=["inspektorat"], agency=agency.code))

    assert (await ask("/v1/clients", token)).status_code == 403


async def test_with_several_agencies_one_is_named(ask, agency, other, grant):
    await grant(agency, "analyst")
    token = signed(claims(roles=["bkd-analis"], agency=[agency.code, other.code]))

    unclear = await ask("/v1/agencies", token)
    first = await ask("/v1/agencies", token, agency.code)
    second = await ask("/v1/agencies", token, f" {other.code} ")
    foreign = await ask("/v1/agencies", token, "ELSEWHERE")
    everywhere = await ask("/v1/agencies", token, "*")

    assert (unclear.status_code, unclear.json()["code"]) == (403, "agency-unclear")
    assert unclear.json()["agencies"] == sorted([agency.code, other.code])
    assert [each["code"] for each in first.json()["items"]] == [agency.code]
    assert [each["code"] for each in second.json()["items"]] == [other.code]
    for refused in (foreign, everywhere):
        assert (refused.status_code, refused.json()["code"]) == (403, "agency-refused")


async def test_every_agency_may_be_narrowed_to_one(ask, agency, other, grant):
    await grant(None, "auditor")
    token = signed(claims())

    whole = await ask("/v1/agencies", token)
    one = await ask("/v1/agencies", token, other.code)
    none = await ask("/v1/agencies", token, "ELSEWHERE")
    endless = await ask("/v1/agencies", token, "A" * 5000)

    assert {each["code"] for each in whole.json()["items"]} == {agency.code, other.code}
    assert [each["code"] for each in one.json()["items"]] == [other.code]
    assert none.json()["code"] == endless.json()["code"] == "agency-refused"


async def test_units_of_a_membership_hold(ask, agency, grant, save):
    inside, outside = a_unit(agency), a_unit(agency)
    people_in = an_employee(inside), an_employee(outside)
    await save(inside, outside, *people_in)
    await grant(agency, "analyst", units=[str(inside.id)])

    seen = await ask("/v1/employees", signed(claims()))

    assert [each["id"] for each in seen.json()["items"]] == [str(people_in[0].id)]


async def test_a_nip_makes_a_civil_servant_who_sees_no_colleague(ask, agency, save):
    unit = a_unit(agency)
    own, colleague = an_employee(unit, nip=NIP), an_employee(unit)
    await save(unit, own, colleague)
    token = signed(claims(nip=NIP))

    other_person = await ask(f"/v1/employees/{colleague.id}", token)
    everybody = await ask("/v1/employees", token)

    assert other_person.status_code in (403, 404)
    assert everybody.status_code == 403
    assert (await ask("/v1/agencies", token)).status_code == 200


async def test_a_nip_of_nobody_gives_nothing(ask):
    for nip in (NIP, "1", "", "%", NIP[:-1] + "x", [NIP]):
        assert (await ask("/v1/agencies", signed(claims(nip=nip)))).json()["code"] == "no-authority"


async def test_what_is_taken_back_ends_soon(ask, agency, grant, client_for, monkeypatch):
    membership = await grant(agency, "auditor")
    token = signed(claims())
    assert (await ask("/v1/clients", token)).status_code == 200

    await client_for(Role.ADMIN, agency_id=None).delete(f"/v1/memberships/{membership}")
    now = time.monotonic()
    monkeypatch.setattr(people.time, "monotonic", lambda: now + people.SCOPES_SECONDS + 1)

    assert (await ask("/v1/clients", token)).json()["code"] == "no-authority"


async def test_a_membership_of_another_day_gives_nothing_today(ask, agency, grant):
    tomorrow = authority.today() + timedelta(days=1)
    await grant(agency, "auditor", valid_from=tomorrow.isoformat())

    assert (await ask("/v1/clients", signed(claims()))).json()["code"] == "no-authority"


async def test_a_membership_of_the_same_subject_elsewhere_gives_nothing(ask, agency, client_for):
    body = {"issuer": "https://other.example", "subject": "ratna", "name": "Ratna"}
    await client_for(Role.ADMIN, agency_id=None).post(
        "/v1/memberships", json={**body, "roles": ["auditor"], "agency_id": str(agency.id)}
    )

    assert (await ask("/v1/clients", signed(claims()))).json()["code"] == "no-authority"


async def test_a_token_ends_even_when_it_is_remembered(ask, agency, grant, monkeypatch):
    await grant(agency, "auditor")
    token = signed(claims())
    assert (await ask("/v1/clients", token)).status_code == 200

    now = time.time()
    monkeypatch.setattr("app.access.oidc_tokens.time.time", lambda: now + 331)

    assert (await ask("/v1/clients", token)).status_code == 401


async def test_a_bad_token_is_401_and_a_provider_out_of_reach_503(oidc_app, ask, provider):
    provider.down = True
    ours = oidc_app.state.tokens.issue(SYSTEM, until=0)
    out_of_reach = await ask("/v1/agencies", signed(claims()))
    bad = await ask("/v1/agencies", "a.b.c")
    ran_out = await ask("/v1/agencies", ours)

    assert out_of_reach.status_code == 503
    assert out_of_reach.json()["code"] == "identity-provider-unavailable"
    assert out_of_reach.headers["retry-after"]
    assert (bad.status_code, bad.json()["code"]) == (401, "unauthenticated")
    assert ran_out.status_code == 401


async def test_open_routes_do_not_mind_a_token(ask, provider):
    token = signed(claims())
    assert (await ask("/health/live", token)).status_code == 200
    provider.down = True
    assert (await ask("/health/live", signed(claims(sub="x"), kid="new"))).status_code == 200


async def test_tokens_of_our_own_go_on_and_ask_nobody(oidc_app, ask, provider, agency):
    token = oidc_app.state.tokens.issue(an_actor(Role.ANALYST, agency.id))

    assert (await ask("/v1/agencies", token)).status_code == 200
    assert provider.asked == []


async def test_what_a_person_does_is_recorded_in_their_name(oidc_app, grant, sessions):
    await grant(None, "admin")
    transport = httpx.ASGITransport(app=oidc_app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {signed(claims())}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        body = {"code": "BARU", "name": "Pemerintah Kabupaten Baru"}
        made = await client.post("/v1/agencies", json=body, headers=headers)

    assert made.status_code == 201, made.text
    async with transaction(sessions, SYSTEM) as session:
        row = (
            await session.execute(
                text("select actor_id, actor_name from audit_events order by id desc limit 1")
            )
        ).one()
    assert row.actor_id == person_id(ISSUER, "ratna")
    assert row.actor_name == "Ratna Wulandari, S.Kom."


async def test_only_so_many_tokens_are_remembered(oidc_app, ask, agency, grant, monkeypatch):
    await grant(agency, "auditor")
    monkeypatch.setattr(people, "REMEMBERED", 3)

    for number in range(5):
        answer = await ask("/v1/clients", signed(claims(jti=str(number))))
        assert answer.status_code == 200

    assert len(oidc_app.state.people._known) == 3  # noqa: SLF001


async def test_a_person_who_is_found_by_nip_reads_their_own_record(ask, agency, save):
    unit = a_unit(agency)
    own = an_employee(unit, nip=NIP)
    await save(unit, own)

    answer = await ask("/v1/me", signed(claims(nip=NIP)))

    me = answer.json()
    assert (me["name"], me["roles"]) == ("Ratna Wulandari", ["asn"])
    assert (me["employee"]["id"], me["employee"]["nip"]) == (str(own.id), NIP)


async def test_an_analyst_who_is_a_civil_servant_reads_both(ask, agency, save, grant):
    unit = a_unit(agency)
    own, colleague = an_employee(unit, nip=NIP), an_employee(unit)
    await save(unit, own, colleague)
    await grant(agency, "analyst")
    token = signed(claims(nip=NIP))

    assert (await ask("/v1/me", token)).json()["employee"]["id"] == str(own.id)
    assert len((await ask("/v1/employees", token)).json()["items"]) == 2
