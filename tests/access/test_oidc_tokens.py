"""Tokens of the provider of identities under attack."""

import base64
import hmac
import time

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwe, jws, jwt
from joserfc.jwk import OctKey, RSAKey

from app.access.oidc_errors import ProviderUnavailable, SignedInTooWeakly
from app.access.oidc_tokens import IdentityTokens, claim, listed
from app.core.identity import Role
from tests.access.identity_provider import (
    AUDIENCE,
    CLIENT,
    EC,
    ED,
    ISSUER,
    RSA,
    FakeProvider,
    claims,
    oidc_settings,
    signed,
)

NIP = "199001182015092001"


def verifier(**changes):
    return IdentityTokens(oidc_settings(**changes), FakeProvider().provider())


async def identity(token, **changes):
    return await verifier(**changes).identity(token)


def segment(value):
    return base64.urlsafe_b64encode(orjson.dumps(value)).rstrip(b"=").decode()


@pytest.mark.parametrize("key", [RSA, EC, ED], ids=["RS256", "ES256", "Ed25519"])
async def test_a_good_token_says_who_it_is(key):
    found = await identity(signed(claims(), key))

    assert (found.issuer, found.subject, found.name) == (ISSUER, "ratna", "Ratna Wulandari")
    assert (found.roles, found.agencies, found.nip) == (frozenset(), frozenset(), None)


async def test_claims_become_roles_agencies_and_a_nip():
    token = signed(
        claims(roles=["bkd-analis", "unknown"], agency=["PROV", "KAB"], nip="19900118 201509 2 001")
    )

    found = await identity(token)

    assert (found.roles, found.agencies) == ({Role.ANALYST}, {"PROV", "KAB"})
    assert found.nip == NIP


@pytest.mark.parametrize(
    "nip", ["", "1", f"{NIP}0", f"{NIP[:-1]}x", "a\x00b", 7, [NIP], {"a": NIP}]
)
async def test_what_is_no_nip_is_left_out(nip):
    assert (await identity(signed(claims(nip=nip)))).nip is None


async def test_a_claim_may_lie_inside_others_or_have_dots_in_its_name():
    nested = signed(claims(realm_access={"roles": ["inspektorat"]}))
    dotted = signed(claims(**{"https://prov.example/roles": "inspektorat"}))

    assert (await identity(nested, oidc_role_claim="realm_access.roles")).roles == {Role.AUDITOR}
    found = await identity(dotted, oidc_role_claim="https://prov.example/roles")
    assert found.roles == {Role.AUDITOR}


async def test_an_agency_of_the_settings_counts_when_the_token_names_none():
    assert (await identity(signed(claims()), oidc_agency="PROV")).agencies == {"PROV"}
    named = signed(claims(agency="KAB"))
    assert (await identity(named, oidc_agency="PROV")).agencies == {"KAB"}


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "https://other.example/api"},
        {"aud": [CLIENT]},
        {"aud": None},
        {"aud": {"a": AUDIENCE}},
        {"iss": "https://elsewhere.example"},
        {"iss": f"{ISSUER}/"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "tomorrow"},
        {"nbf": 4102444800},
        {"iat": 4102444800},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "a" * 256},
        {"sub": "a\nb"},
        {"client_id": "another-client"},
        {"client_id": None},
        {"azp": "another-client"},
        {"sub": CLIENT},
        {"nonce": "of an ID token"},
        {"at_hash": "of an ID token"},
        {"typ": "ID"},
        {"typ": "Refresh"},
        {"cnf": {"jkt": "bound to a key"}},
    ],
    ids=str,
)
async def test_the_providers_own_signature_under_wrong_claims_is_refused(change):
    assert await identity(signed(claims(**change))) is None


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"typ": None},
        {"typ": "dpop+jwt"},
        {"kid": "unknown"},
        {"kid": "ec-1"},
        {"kid": ["rsa-1"]},
        {"crit": ["exp"], "exp": 1},
        {"alg": "PS256"},
        {"alg": "RS512"},
    ],
    ids=str,
)
async def test_a_wrong_header_is_refused(header):
    given = {"alg": "RS256", "typ": "at+jwt", "kid": "rsa-1", **header}
    given = {name: value for name, value in given.items() if value is not None}
    if "crit" in given or not isinstance(given["kid"], str):  # no library would sign these
        body = f"{segment(given)}.{segment(claims())}"
        signature = jws.JWSRegistry.algorithms["RS256"].sign(body.encode(), RSA)
        token = f"{body}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"
    else:
        unbound = RSAKey.import_key(RSA.as_pem(private=True))
        token = jwt.encode(given, claims(), unbound, algorithms=[given["alg"]], default_type=None)

    assert await identity(token) is None


async def test_an_unsigned_token_is_refused_and_the_provider_not_troubled():
    fake = FakeProvider()
    for algorithm in ("none", "None", "NONE", "", "HS256", None, ["RS256"]):
        header = {"alg": algorithm, "typ": "at+jwt", "kid": "rsa-1"}
        token = f"{segment(header)}.{segment(claims())}."
        assert await IdentityTokens(oidc_settings(), fake.provider()).identity(token) is None
    assert fake.asked == []


async def test_the_public_key_as_a_shared_secret_is_refused():
    secrets = [RSA.as_pem(private=False), RSA.as_der(private=False), RSA.as_dict()["n"].encode()]
    for secret in secrets:
        header = {"alg": "HS256", "typ": "at+jwt", "kid": "rsa-1"}
        body = f"{segment(header)}.{segment(claims())}"
        mac = base64.urlsafe_b64encode(hmac.digest(secret, body.encode(), "sha256"))
        assert await identity(f"{body}.{mac.rstrip(b'=').decode()}") is None


async def test_a_key_that_the_token_brings_or_points_to_is_not_looked_at():
    own = RSAKey.generate_key(2048, {"kid": "own"})
    fake = FakeProvider()
    for header in ({"jwk": own.as_dict(private=False)}, {"jku": "https://evil.example/jwks"}):
        token = signed(claims(), own, **header)
        assert await IdentityTokens(oidc_settings(), fake.provider()).identity(token) is None
    assert set(fake.asked) == {"/.well-known/openid-configuration", "/jwks"}


async def test_another_key_under_a_known_name_is_refused():
    own = RSAKey.generate_key(2048, {"kid": "rsa-1"})

    assert await identity(signed(claims(), own)) is None


async def test_an_encrypted_token_is_refused():
    key = OctKey.generate_key(256)
    header = {"alg": "dir", "enc": "A256GCM", "typ": "at+jwt"}
    assert await identity(jwe.encrypt_compact(header, b"{}", key)) is None


async def test_a_clock_may_be_a_little_off_and_no_more():
    now = int(time.time())

    assert await identity(signed(claims(exp=now - 10))) is not None
    assert await identity(signed(claims(iat=now + 10, nbf=now + 10))) is not None
    assert await identity(signed(claims(exp=now - 60))) is None
    assert await identity(signed(claims(nbf=now + 60))) is None


async def test_providers_that_say_jwt_are_taken_when_the_settings_say_so():
    token = signed(claims(client_id=None, azp=CLIENT, typ="Bearer", aud=["account", AUDIENCE]))
    plain = signed(claims(), typ="JWT")

    assert await identity(token) is not None
    assert await identity(plain, oidc_token_types=("at+jwt", "JWT")) is not None


async def test_without_the_provider_there_is_no_verdict():
    fake = FakeProvider()
    fake.down = True

    with pytest.raises(ProviderUnavailable):
        await IdentityTokens(oidc_settings(), fake.provider()).identity(signed(claims()))


@pytest.mark.parametrize("acr", [None, "password", ["two-factor"], 2])
async def test_who_signed_in_too_weakly_is_told_how(acr):
    strong = {"oidc_acr": ("two-factor", "card")}
    with pytest.raises(SignedInTooWeakly) as refusal:
        await identity(signed(claims(acr=acr)), **strong)

    challenge = refusal.value.headers["WWW-Authenticate"]
    assert challenge == (
        'Bearer error="insufficient_user_authentication", acr_values="two-factor card"'
    )
    assert await identity(signed(claims(acr=acr, aud="other")), **strong) is None
    assert await identity(signed(claims(acr="card")), **strong) is not None
    assert await identity(signed(claims(acr=acr))) is not None


async def test_what_is_of_another_issuer_needs_no_provider():
    fake = FakeProvider()
    fake.down = True
    for issuer in ("https://talenta.example", f"{ISSUER}/", None, 7):
        token = signed(claims(iss=issuer), kid="own")
        assert await IdentityTokens(oidc_settings(), fake.provider()).identity(token) is None
    assert fake.asked == []


@given(st.text() | st.builds(lambda *parts: ".".join(parts), st.text(), st.text(), st.text()))
async def test_no_text_is_a_token(text):
    assert await verifier().identity(text) is None


@pytest.mark.parametrize("name", ["  ", "a\x00b", 7, None, ["x"]])
async def test_a_name_that_is_none_gives_way_to_the_subject(name):
    assert (await identity(signed(claims(name=name)))).name == "ratna"


async def test_a_name_is_one_line_of_bounded_length():
    assert (await identity(signed(claims(name="Ratna\r\n  Dewi")))).name == "Ratna Dewi"
    assert len((await identity(signed(claims(name="a" * 999)))).name) == 200


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json, st.text())
def test_whatever_a_claim_holds_is_read_as_texts(value, path):
    found = claim(value, path) if isinstance(value, dict) else value

    assert all(isinstance(text, str) for text in listed(found))
