"""Access tokens under attack."""

import base64
import hmac
import time
from dataclasses import replace
from uuid import uuid4

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OKPKey

from app.access import tokens as module
from app.access.signing_keys import ALGORITHM, KeyRing
from app.access.tokens import AUDIENCE, Tokens
from app.core.identity import Actor, Role

ISSUER = "https://talenta.example"


@pytest.fixture(scope="module")
def ring(tmp_path_factory):
    return KeyRing(tmp_path_factory.mktemp("home") / "keys", lifetime=3600)


@pytest.fixture(scope="module")
def tokens(ring):
    return Tokens(ring, ISSUER, 60)


@pytest.fixture(scope="module")
def actor():
    return Actor(uuid4(), "SIMPEG Uji", frozenset({Role.SIMPEG}), frozenset({uuid4()}))


@pytest.fixture(scope="module")
def claims(tokens, actor):
    return jwt.decode(tokens.issue(actor), tokens.key, algorithms=[ALGORITHM]).claims


def signed(tokens, claims, **header):
    header = {"alg": ALGORITHM, "typ": "at+jwt", "kid": tokens.key.thumbprint(), **header}
    return jwt.encode(header, claims, tokens.key, algorithms=[ALGORITHM])


def segment(value):
    return base64.urlsafe_b64encode(orjson.dumps(value)).rstrip(b"=").decode()


def test_a_token_brings_its_actor_back(tokens, actor):
    assert tokens.authenticate(tokens.issue(actor)) == actor


def test_a_token_can_hold_everywhere(tokens, actor):
    everywhere = replace(actor, agencies=None, roles=frozenset({Role.BKN, Role.KANREG}))

    assert tokens.authenticate(tokens.issue(everywhere)) == everywhere


def test_a_token_has_the_claims_of_rfc_9068(claims, actor):
    assert {"iss", "aud", "sub", "client_id", "iat", "exp", "jti"} <= set(claims)
    assert claims["iss"] == ISSUER
    assert claims["sub"] == str(actor.id)
    assert claims["exp"] - claims["iat"] == 3600


def test_a_forged_signature_is_refused(tokens, claims):
    other = OKPKey.generate_key("Ed25519")
    header = {"alg": ALGORITHM, "typ": "at+jwt", "kid": tokens.key.thumbprint()}

    assert tokens.authenticate(jwt.encode(header, claims, other, algorithms=[ALGORITHM])) is None


def test_an_unsigned_token_is_refused(tokens, claims):
    for algorithm in ("none", "None", ""):
        forged = f"{segment({'alg': algorithm, 'typ': 'at+jwt'})}.{segment(claims)}."

        assert tokens.authenticate(forged) is None


def test_a_token_signed_with_the_public_key_as_a_password_is_refused(tokens, claims):
    body = f"{segment({'alg': 'HS256', 'typ': 'at+jwt'})}.{segment(claims)}"
    for password in (tokens.key.as_pem(private=False), tokens.key.as_dict()["x"].encode()):
        mac = hmac.digest(password, body.encode(), "sha256")
        forged = f"{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

        assert tokens.authenticate(forged) is None


def test_a_token_that_brings_its_own_key_is_refused(tokens, claims):
    own = OKPKey.generate_key("Ed25519")
    header = {"alg": ALGORITHM, "typ": "at+jwt", "jwk": own.as_dict(private=False)}

    assert tokens.authenticate(jwt.encode(header, claims, own, algorithms=[ALGORITHM])) is None


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "somebody-else"},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"exp": "tomorrow"},
        {"exp": None},
        {"exp": True},
        {"iat": 4102444800},
        {"sub": "administrator"},
        {"sub": None},
        {"roles": ["god"]},
        {"roles": None},
        {"roles": "admin"},
        {"agencies": ["everything"]},
        {"agencies": None},
        {"name": None},
        {"jti": None},
        {"jti": 5},
        {"jti": "no time"},
    ],
    ids=str,
)
def test_our_own_signature_under_wrong_claims_is_refused(tokens, claims, change):
    assert tokens.authenticate(signed(tokens, {**claims, **change})) is None


def test_every_claim_is_needed(tokens, claims):
    needed = set(claims) - {"client_id"}

    accepted = [
        name
        for name in needed
        if tokens.authenticate(signed(tokens, {k: v for k, v in claims.items() if k != name}))
    ]

    assert accepted == []


def test_a_token_of_another_kind_is_refused(tokens, claims):
    assert tokens.authenticate(signed(tokens, claims, typ="JWT")) is None


def test_a_token_expires_even_when_it_is_remembered(tokens, actor, monkeypatch):
    token = tokens.issue(actor)
    assert tokens.authenticate(token) == actor

    now = time.time()
    monkeypatch.setattr(module.time, "time", lambda: now + 3601)

    assert tokens.authenticate(token) is None
    assert tokens.authenticate(token) is None


@settings(max_examples=200)
@given(data=st.data())
def test_whatever_letter_is_changed_the_token_is_refused(tokens, actor, data):
    token = tokens.issue(actor)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("AQgwZz09-_.=é"))
    changed = token[:at] + letter + token[at + 1 :]

    assert changed == token or tokens.authenticate(changed) is None


@given(st.text())
def test_no_text_is_a_token(tokens, text):
    assert tokens.authenticate(text) is None


def test_an_endless_token_is_refused(tokens):
    assert tokens.authenticate("a" * 10_000_000) is None


def test_only_so_many_tokens_are_remembered(ring, actor, monkeypatch):
    monkeypatch.setattr(module, "REMEMBERED", 3)
    tokens = Tokens(ring, ISSUER, 60)
    issued = [tokens.issue(actor) for _ in range(5)]

    assert [tokens.authenticate(token) for token in issued] == [actor] * 5
    assert list(tokens._known) == issued[2:]  # noqa: SLF001


def test_a_remembered_token_costs_next_to_nothing(tokens, actor):
    token = tokens.issue(actor)
    tokens.authenticate(token)

    started = time.process_time()
    for _ in range(10_000):
        tokens.authenticate(token)

    assert time.process_time() - started < 0.1  # 10 us each, ten times what it takes


def test_the_public_key_set_has_nothing_private(tokens):
    (key,) = tokens.key_set()["keys"]

    assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}
    assert AUDIENCE not in key.values()
