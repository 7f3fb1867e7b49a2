"""Signatures by Standard Webhooks: `v1` is HMAC-SHA256, `v1a` is Ed25519. Pure.

What is signed is `id.timestamp.body`. While one secret follows another a message carries the
signatures of both, separated by a space, and whoever verifies accepts any.
"""

import base64
import hmac
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET_BYTES = 32
HMAC_PREFIX, PRIVATE_PREFIX, PUBLIC_PREFIX = "whsec_", "whsk_", "whpk_"


class Method(StrEnum):
    """How an endpoint's messages are signed."""

    HMAC = "hmac"
    """A secret that both sides hold."""
    ED25519 = "ed25519"
    """A private key that stays here; the receiver holds the public one."""


def new_secret(method: Method) -> str:
    """A fresh secret in the written form of Standard Webhooks."""
    prefix = HMAC_PREFIX if method is Method.HMAC else PRIVATE_PREFIX
    return prefix + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def public_key(secret: str) -> str | None:
    """What the receiver verifies with, where that is not the secret itself."""
    if not secret.startswith(PRIVATE_PREFIX):
        return None
    public = _private(secret).public_key().public_bytes_raw()
    return PUBLIC_PREFIX + base64.b64encode(public).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """One signature with its version before it."""
    content = f"{message_id}.{timestamp}.".encode() + body
    if secret.startswith(PRIVATE_PREFIX):
        return "v1a," + base64.b64encode(_private(secret).sign(content)).decode()
    key = base64.b64decode(secret.removeprefix(HMAC_PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, content, "sha256")).decode()


def headers(
    live: Iterable[str], message_id: str, sent_at: datetime, body: bytes
) -> Mapping[str, str]:
    """The three headers of a message, signed with every secret that is live."""
    timestamp = int(sent_at.timestamp())
    signatures = (signature(secret, message_id, timestamp, body) for secret in live)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def _private(secret: str) -> Ed25519PrivateKey:
    seed = base64.b64decode(secret.removeprefix(PRIVATE_PREFIX))
    return Ed25519PrivateKey.from_private_bytes(seed)
