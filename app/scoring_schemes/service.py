"""What happens to schemes: drafted, published once, never changed again."""

from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import Sessions, transaction
from app.core.errors import Forbidden
from app.core.identity import SYSTEM, Actor
from app.scoring_schemes import errors, policy
from app.scoring_schemes.document import parse
from app.scoring_schemes.errors import (
    AlreadyPublished,
    SchemeNotFound,
    SchemeRefused,
    SchemeVersionTaken,
)
from app.scoring_schemes.models import Scheme
from app.scoring_schemes.scheme import Refused, canonical
from app.scoring_schemes.scheme import Scheme as Parsed
from app.scoring_schemes.written import read


class Draft(NamedTuple):
    """What became of a document that was sent."""

    scheme: Scheme
    is_new: bool
    """False when the same document was kept before."""


async def draft(session: AsyncSession, actor: Actor, written: bytes) -> Draft:
    """Keep a JSON document as a draft. The same one again gives the same scheme, as it stands.

    Raises SchemeRefused with every fault of the document, and SchemeVersionTaken when its code and
    version stand for another document.
    """
    if not policy.can_write(actor):
        raise Forbidden
    try:
        document = read(written)
        said = parse(document)
    except Refused as refused:
        raise SchemeRefused(errors=refused.faults) from None
    new = insert(Scheme).values(
        code=said.code,
        version=said.version,
        title=said.title,
        numbering=said.numbering,
        canonical=canonical(document).decode(),
        created_by=actor.id,
    )
    # Of two who send it at once the second waits here, and then finds what the first has kept.
    unless_known = new.on_conflict_do_nothing(constraint="one_scheme_per_version")
    scheme = await session.scalar(unless_known.returning(Scheme))
    if scheme is None:
        return Draft(await _same(session, said), is_new=False)
    await _record(session, actor, scheme, "drafted")
    return Draft(scheme, is_new=True)


async def _same(session: AsyncSession, said: Parsed) -> Scheme:
    """The scheme that already has this code and version, if it says the same."""
    known = select(Scheme).where(Scheme.code == said.code, Scheme.version == said.version)
    scheme = (await session.scalars(known)).one()
    if scheme.sha256 != said.sha256:
        raise SchemeVersionTaken(name=scheme.name)
    return scheme


async def publish(session: AsyncSession, actor: Actor, scheme_id: UUID) -> Scheme:
    """Publish a draft: from then on it can be used, and never changes."""
    if not policy.can_write(actor):
        raise Forbidden
    found = select(Scheme).where(Scheme.id == scheme_id).with_for_update()
    scheme = await session.scalar(found)
    if scheme is None:
        raise SchemeNotFound(id=scheme_id)
    if scheme.published_at is not None:
        raise AlreadyPublished(name=scheme.name)
    before = audit.state_of(scheme)
    scheme.published_at, scheme.published_by = datetime.now(UTC), actor.id
    await session.flush()
    await _record(session, actor, scheme, "published", before)
    return scheme


async def get(session: AsyncSession, scheme_id: UUID) -> Scheme:
    """A scheme by its id."""
    scheme = await session.get(Scheme, scheme_id)
    if scheme is None:
        raise SchemeNotFound(id=scheme_id)
    return scheme


async def find_published(session: AsyncSession, name: str) -> Scheme:
    """The published scheme `CODE@VERSION`, or the newest published version of `CODE`.

    Raises SchemeUnknown or SchemeNotPublished, with the pointer /scheme.
    """
    code, at, version = name.partition("@")
    query = select(Scheme).where(Scheme.code == code).order_by(Scheme.version.desc())
    found = list(await session.scalars(query))
    if at:
        found = [scheme for scheme in found if str(scheme.version) == version]
    if not found:
        raise errors.unknown(name)
    published = [scheme for scheme in found if scheme.published_at is not None]
    if not published:
        raise errors.not_published(name)
    return published[0]


def parsed(scheme: Scheme) -> Parsed:
    """The scheme's document as values."""
    return _parsed(scheme.canonical)


@lru_cache(maxsize=64)
def _parsed(document: str) -> Parsed:
    return parse(orjson.loads(document))


async def ensure_shipped(sessions: Sessions) -> None:
    """Publish the schemes that come with the product where they are not there yet."""
    async with transaction(sessions, SYSTEM) as session:
        # One process at a time: several may start at once on an empty database.
        await session.execute(text("select pg_advisory_xact_lock(hashtext('scoring_schemes'))"))
        for written in shipped():
            document = orjson.loads(written)
            code, version = document["code"], document["version"]
            wanted = select(Scheme.id).where(Scheme.code == code, Scheme.version == version)
            if await session.scalar(wanted) is None:
                kept = await draft(session, SYSTEM, written)
                await publish(session, SYSTEM, kept.scheme.id)


def shipped() -> list[bytes]:
    """The documents that come with the product, in the order of their names."""
    folder = files("app.scoring_schemes") / "shipped"
    return [file.read_bytes() for file in sorted(folder.iterdir(), key=lambda file: file.name)]


async def _record(
    session: AsyncSession,
    actor: Actor,
    scheme: Scheme,
    what: str,
    before: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        session,
        actor,
        f"scoring_scheme.{what}",
        scheme.id,
        before=before,
        after=audit.state_of(scheme),
        name=scheme.name,
        sha256=scheme.sha256,
    )
