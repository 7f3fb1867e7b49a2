"""The provider's keys: asked for when needed, kept, renewed, never asked for too often."""

import asyncio

import httpx
import orjson
import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from app.access import oidc_provider as module
from app.access.oidc_errors import ProviderUnavailable
from app.access.oidc_provider import ALGORITHMS, NotUsable, published
from tests.access.identity_provider import EC, ED, ISSUER, RSA, FakeProvider

KEYS = {"keys": [RSA.as_dict(private=False)]}
BOTH = ["/.well-known/openid-configuration", "/jwks"]


async def test_keys_are_fetched_once_by_whoever_comes_first():
    fake = FakeProvider()
    provider = fake.provider()

    found = await asyncio.gather(*(provider.key("rsa-1", "RS256") for _ in range(20)))

    assert {key.thumbprint() for key in found} == {RSA.thumbprint()}
    assert fake.asked == BOTH


async def test_a_new_key_is_found_when_a_token_names_it():
    fake = FakeProvider(RSA)
    provider = fake.provider()
    await provider.key("rsa-1", "RS256")

    fake.keys.append(EC)
    fake.clock.now += module.PAUSE

    assert await provider.key("ec-1", "ES256") is not None


async def test_invented_keys_make_us_ask_only_now_and_then():
    fake = FakeProvider()
    provider = fake.provider()

    for number in range(100):
        assert await provider.key(f"invented-{number}", "RS256") is None
        fake.clock.now += 0.2

    assert len(fake.asked) <= 2 * (1 + 20 / module.PAUSE)


async def test_a_key_that_was_withdrawn_ends_with_the_next_renewal():
    fake = FakeProvider(RSA, EC)
    provider = fake.provider()
    await provider.key("rsa-1", "RS256")

    fake.keys = [EC]
    fake.clock.now += module.FRESH + 1
    assert await provider.key("rsa-1", "RS256") is not None  # renewed meanwhile
    await asyncio.sleep(0.05)

    assert await provider.key("rsa-1", "RS256") is None


async def test_known_keys_outlive_an_outage_of_the_provider_but_not_a_day():
    fake = FakeProvider()
    provider = fake.provider()
    await provider.key("rsa-1", "RS256")
    fake.down = True

    for _ in range(23):
        fake.clock.now += 60 * 60
        assert await provider.key("rsa-1", "RS256") is not None
        await asyncio.sleep(0)
    fake.clock.now += 2 * 60 * 60

    with pytest.raises(ProviderUnavailable):
        await provider.key("rsa-1", "RS256")


async def test_an_unknown_key_during_an_outage_is_no_verdict():
    fake = FakeProvider()
    provider = fake.provider()
    await provider.key("rsa-1", "RS256")
    fake.down = True
    fake.clock.now += module.PAUSE

    with pytest.raises(ProviderUnavailable):
        await provider.key("new", "RS256")
    with pytest.raises(ProviderUnavailable):
        await provider.key("new", "RS256")
    assert await provider.key("rsa-1", "RS256") is not None


async def test_a_provider_that_was_never_reached_is_tried_again_after_a_pause():
    fake = FakeProvider()
    provider = fake.provider()
    fake.down = True
    for _ in range(50):
        with pytest.raises(ProviderUnavailable):
            await provider.key("rsa-1", "RS256")
    assert len(fake.asked) == 1

    fake.down = False
    fake.clock.now += module.PAUSE

    assert await provider.key("rsa-1", "RS256") is not None


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (BOTH[0], httpx.Response(200, json={"issuer": "https://other", "jwks_uri": ISSUER})),
        (BOTH[0], httpx.Response(200, json={"issuer": ISSUER})),
        (BOTH[0], httpx.Response(200, json={"issuer": ISSUER, "jwks_uri": "http://a/jwks"})),
        (BOTH[0], httpx.Response(200, json={"issuer": ISSUER, "jwks_uri": "file:///etc/passwd"})),
        (BOTH[0], httpx.Response(302, headers={"Location": f"{ISSUER}/elsewhere"})),
        (BOTH[0], httpx.Response(200, text="<html>")),
        (BOTH[0], httpx.Response(200, json=[])),
        (BOTH[1], httpx.Response(200, content=orjson.dumps(KEYS).ljust(module.LONGEST + 1))),
        (BOTH[1], httpx.Response(500)),
        (BOTH[1], httpx.Response(200, json={"keys": []})),
        (BOTH[1], httpx.Response(200, json={"keys": "none"})),
    ],
    ids=range(11),
)
async def test_an_odd_answer_is_no_answer(path, answer):
    fake = FakeProvider()
    fake.answers[path] = answer

    with pytest.raises(ProviderUnavailable):
        await fake.provider().key("rsa-1", "RS256")


async def test_a_token_without_key_id_needs_a_single_fitting_key():
    assert await FakeProvider(RSA, EC).provider().key(None, "ES256") is not None
    another = RSAKey.generate_key(2048, {"kid": "rsa-2"})
    assert await FakeProvider(RSA, another).provider().key(None, "RS256") is None


@pytest.mark.parametrize("key", [RSA, EC, ED], ids=["RSA", "EC", "Ed25519"])
async def test_a_key_serves_only_its_own_algorithms(key):
    provider = FakeProvider(key).provider()

    fitting = [a for a in sorted(ALGORITHMS) if await provider.key(key.kid, a) is not None]

    expected = {"RSA": ["RS256"], "EC": ["ES256"], "OKP": ["Ed25519", "EdDSA"]}
    assert fitting == expected[key.key_type]


def test_weak_and_foreign_keys_are_left_out():
    good = {**RSA.as_dict(private=False), "kid": "good"}
    odd = [
        OctKey.generate_key(256).as_dict(),
        RSA.as_dict(private=True),
        {**good, "use": "enc"},
        {**good, "key_ops": ["encrypt"]},
        {**good, "key_ops": 7},
        {**good, "alg": ["RS256"]},
        {**good, "alg": "RSA-OAEP"},
        {**good, "alg": "HS256"},
        {**good, "n": "AQAB"},
        {**good, "kid": 1},
        {"kty": "RSA"},
        {},
        "text",
        ECKey.generate_key("secp256k1").as_dict(private=False),
        OKPKey.generate_key("X25519").as_dict(private=False),
    ]

    assert [key.kid for key in published({"keys": [*odd, good]})] == ["good"]
    with pytest.raises(NotUsable):
        published({"keys": odd})
