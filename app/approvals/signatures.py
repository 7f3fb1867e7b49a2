"""Who signs letters, over the hash of the PDF.

The slot is `LetterSigner`. What fills it now is a key of the installation; a certified signature of
BSrE would be another class with the same one method.
"""

from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Annotated, Any, NamedTuple, Protocol, Self

from fastapi import Depends, Request
from joserfc.jwk import OKPKey
from sqlalchemy import LargeBinary, Text, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.core.config import Settings
from app.core.db import Model
from app.core.key_file import KeyFile

ED25519 = "Ed25519"
# Needs no context, and gives away no more than public keys.
KEYS = text("select * from public_letter_keys()")


class Signature(NamedTuple):
    """A signature, and what it is verified with."""

    algorithm: str
    key_id: str
    """RFC 7638 thumbprint of the public key."""
    public_key: bytes
    value: bytes


class LetterSigner(Protocol):
    """Signs letters."""

    async def sign(self, pdf_sha256: bytes) -> Signature:
        """Sign the 32 bytes of a PDF's SHA-256."""


class OwnSigner:
    """Signs with the installation's own key: Ed25519 (RFC 8032) over the 32 bytes."""

    def __init__(self, key: KeyFile) -> None:
        self.key = key

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The signer of an installation; a key that the settings name must be there."""
        return cls(
            KeyFile.of(settings.letter_key_file, settings.talenta_home / "keys" / "letters.pem")
        )

    async def sign(self, pdf_sha256: bytes) -> Signature:
        public = self.key.public
        key_id = OKPKey.import_key(jwk(public)).thumbprint()
        return Signature(ED25519, key_id, public, self.key.private.sign(pdf_sha256))


class LetterKey(Model):
    """A public key with which letters were signed. Never changed, never removed."""

    __tablename__ = "letter_keys"

    key_id: Mapped[str] = mapped_column(Text, primary_key=True)
    algorithm: Mapped[str] = mapped_column(Text)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    first_used_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


async def signed(session: AsyncSession, signer: LetterSigner, pdf_sha256: bytes) -> Signature:
    """A signature whose public key is kept for whoever verifies it."""
    signature = await signer.sign(pdf_sha256)
    kept = insert(LetterKey).values(
        key_id=signature.key_id, algorithm=signature.algorithm, public_key=signature.public_key
    )
    await session.execute(kept.on_conflict_do_nothing())
    return signature


async def keys(session: AsyncSession) -> list[dict[str, Any]]:
    """Every key with which a letter was signed, as JWKs, the newest first."""
    found = await session.execute(KEYS)
    return [
        {**jwk(key.public_key), "kid": key.key_id, "use": "sig", "alg": key.algorithm}
        for key in found
    ]


def jwk(public_key: bytes) -> dict[str, str | list[str]]:
    """A public key in the form of RFC 8037."""
    return {"kty": "OKP", "crv": ED25519, "x": base64url(public_key)}


def base64url(value: bytes) -> str:
    """Without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def signer_of(request: Request) -> LetterSigner:
    """Who signs the letters of this installation."""
    signer: LetterSigner = request.app.state.letter_signer
    return signer


Signing = Annotated[LetterSigner, Depends(signer_of)]
