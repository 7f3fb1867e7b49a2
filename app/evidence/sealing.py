"""Sealing a bundle: the hash of its manifest in the log, and the proofs that it is there."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import RowMapping, Text, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import proofs, sequencing
from app.audit import service as audit
from app.audit.events import document
from app.audit.signing import Signer
from app.core.db import Sessions, transaction
from app.core.identity import Actor
from app.evidence.packing import Packing
from app.evidence.parts import About, Seal
from app.verifier import calibration
from app.verifier import sealing as files
from app.verifier.checkpoint import Key

# Of the seals only the bundle's own: who else took evidence is not this reader's business.
EVENTS = text("""
select l.index, e.* from audit_events e join audit_leaves l on l.event_id = e.id
where l.index < :size and (
  e.subject_id = any (:subjects)
    and (e.kind <> :sealed or e.data ->> 'manifest_sha256' = :manifest)
  or e.subject_id = any (:registered) and e.kind = any (:register_kinds))
order by l.index""").bindparams(
    bindparam("subjects", type_=ARRAY(Uuid())),
    bindparam("registered", type_=ARRAY(Uuid())),
    bindparam("register_kinds", type_=ARRAY(Text())),
)
KEYS = text("select name, kid, public from audit_keys order by created_at, kid")


async def record(session: AsyncSession, actor: Actor, seal: Seal) -> None:
    """Record who took the bundle, for what, and what was in it."""
    await audit.record(
        session,
        actor,
        files.SEALED,
        seal.subject_id,
        agency_id=seal.agency_id,
        purpose=seal.purpose,
        bundle=seal.kind,
        manifest_sha256=seal.manifest_sha256,
        **seal.asked,
    )


async def prove(
    sessions: Sessions, signer: Signer, actor: Actor, about: About, seal: Seal, packing: Packing
) -> None:
    """Sign a checkpoint over the seal, and put it into the bundle with the proofs under it."""
    checkpoint = await sequencing.checkpoint(sessions, signer)
    async with transaction(sessions, actor) as session:
        values = {
            "subjects": list(about.subjects),
            "registered": list(about.registered),
            "register_kinds": [calibration.CLOSED, *calibration.UNDONE],
            "size": checkpoint.size,
            "sealed": files.SEALED,
            "manifest": seal.manifest_sha256,
        }
        events = (await session.execute(EVENTS, values)).mappings().all()
        indexes = [event["index"] for event in events]
        paths = await proofs.inclusion_paths(session, indexes, checkpoint.size)
        keys = (await session.execute(KEYS)).all()
    lines = [_line(event, path) for event, path in zip(events, paths, strict=True)]
    written = [Key(key.name, key.public).written() for key in keys]
    await packing.add_beside(files.KEYS, "".join(f"{key}\n" for key in written).encode())
    await packing.add_beside(files.NOTE, checkpoint.note.encode())
    await packing.add_beside(files.ENTRIES, b"".join(lines))


def _line(event: RowMapping, path: Sequence[bytes]) -> bytes:
    """An event with all that it takes to prove it; only the proof, once it was erased."""
    salt = event["salt"]
    entry: dict[str, Any] = {
        "index": event["index"],
        "commitment": event["commitment"].hex(),
        "salt": None if salt is None else salt.hex(),
        "event": None if salt is None else document(dict(event)),
        "erased": salt is None,
        "proof": [one.hex() for one in path],
    }
    return orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE)
