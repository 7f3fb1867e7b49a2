"""Signatures, verified by the reference library of Standard Webhooks and by the plain algorithm."""

import base64
from datetime import UTC, datetime

import orjson
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from app.webhooks.signing import Method, headers, new_secret, public_key, signature

BODIES = st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3)


def verified(key: str, sent: dict[str, str], body: bytes) -> None:
    """What a receiver does that holds only the public key."""
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.removeprefix("whpk_")))
    _, _, given = sent["webhook-signature"].partition(",")
    content = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + body
    public.verify(base64.b64decode(given), content)


@given(BODIES)
def test_the_reference_library_verifies_what_is_signed(body):
    secret, written = new_secret(Method.HMAC), orjson.dumps(body)
    sent = headers([secret], "msg_1", datetime.now(UTC), written)
    assert Webhook(secret).verify(written, dict(sent)) == body


@pytest.mark.parametrize("part", ["body", "id", "time", "secret"])
def test_the_reference_library_refuses_what_was_changed(part):
    secret, body = new_secret(Method.HMAC), b'{"type":"x"}'
    sent = dict(headers([secret], "msg_1", datetime.now(UTC), body))
    if part == "id":
        sent["webhook-id"] = "msg_2"
    if part == "time":
        sent["webhook-timestamp"] = str(int(sent["webhook-timestamp"]) + 1)
    receiver = Webhook(new_secret(Method.HMAC) if part == "secret" else secret)
    with pytest.raises(WebhookVerificationError):
        receiver.verify(b'{"type":"y"}' if part == "body" else body, sent)


def test_during_a_rotation_either_secret_verifies():
    older, newer = new_secret(Method.HMAC), new_secret(Method.HMAC)
    sent = dict(headers([newer, older], "msg_1", datetime.now(UTC), b"{}"))
    for secret in (older, newer):
        assert Webhook(secret).verify(b"{}", sent) == {}


def test_an_asymmetric_signature_is_verified_with_the_public_key_alone():
    secret = new_secret(Method.ED25519)
    sent = dict(headers([secret], "msg_1", datetime.now(UTC), b"{}"))
    key = public_key(secret)
    assert key is not None
    assert sent["webhook-signature"].startswith("v1a,")
    verified(key, sent, b"{}")
    with pytest.raises(InvalidSignature):
        verified(key, sent, b"[]")


def test_a_shared_secret_has_no_public_key():
    assert public_key(new_secret(Method.HMAC)) is None


def test_the_published_vector():
    """The example of the specification's reference implementations."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - published
    body = b'{"test": 2432232314}'
    made = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
