"""Sealing a bundle: the hash of its manifest in the log, and the proofs that it is there."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import Sessions
from app.core.identity import Actor
from app.evidence.packing import Packing
from app.evidence.parts import About, Seal

SEALED = "evidence.sealed"


async def record(session: AsyncSession, actor: Actor, seal: Seal) -> None:
    """Record who took the bundle, for what, and what was in it."""
    await audit.record(
        session,
        actor,
        SEALED,
        seal.subject_id,
        agency_id=seal.agency_id,
        purpose=seal.purpose,
        bundle=seal.kind,
        manifest_sha256=seal.manifest_sha256,
    )


async def prove(
    sessions: Sessions,
    actor: Actor,
    about: About,
    seal: Seal,
    packing: Packing,
) -> None:
    """Put the proofs into the bundle."""
