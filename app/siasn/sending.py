"""A published map's results sent to SIASN, with a verdict a person in a file."""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import orjson
from sqlalchemy import select

from app.audit import service as audit
from app.core import tables
from app.core.config import Settings
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM
from app.core.reading import Reading
from app.core.tables import Format
from app.publications.models import Publication
from app.siasn import service
from app.siasn.errors import MapNotPublished, SiasnNotConfigured
from app.siasn.gateway import Outcome, Siasn, Sleep
from app.siasn.shapes import ADDRESSES, Payload, Shape
from app.talent_maps import service as maps
from app.talent_maps.models import TalentMap

SHAPE = Shape.TALENT_MAPPING
"""What is sent of a map."""
PERSON = "pns_id"
"""Its member that says of whom."""
Told = Callable[[int], None]
"""Is told after each person how many are done."""


def connected(settings: Settings, sleep: Sleep) -> Siasn:
    """The way to SIASN that the settings open; without them nothing is ever sent."""
    apim, sso = settings.siasn_apim_token, settings.siasn_sso_token
    if settings.siasn_url is None or apim is None or sso is None:
        raise SiasnNotConfigured
    tokens = apim.get_secret_value(), sso.get_secret_value()
    return Siasn(settings.siasn_url, *tokens, settings.siasn_rate, sleep)


async def published(sessions: Sessions, map_id: UUID) -> TalentMap:
    """The map, if its results are published."""
    async with transaction(sessions, SYSTEM) as session:
        talent_map = await maps.get_finished(session, SYSTEM, map_id)
        publication = select(Publication.id).where(
            Publication.map_id == map_id, Publication.published_on.is_not(None)
        )
        if await session.scalar(publication) is None:
            raise MapNotPublished(name=talent_map.name)
    return talent_map


async def send(
    sessions: Sessions,
    reading: Reading,
    siasn: Siasn,
    map_id: UUID,
    out: Path,
    told: Told,
) -> Counter[str]:
    """Send what was not accepted yet; how many came to what.

    `out` has a line a sending: the payload and its verdict, written as it comes. What it says
    SIASN has of a person as it is now is not sent again, so that the same command goes on after
    whatever ended it. What came of it is in the log, also when it ends early.
    """
    talent_map = await published(sessions, map_id)
    whole(out)
    accepted, counts = accepted_in(out), Counter[str]()
    # All of it is read first: a sending takes hours, and no snapshot is held open so long.
    payloads = await tables.written(service.lines(reading, talent_map, SHAPE), Format.NDJSON)
    try:
        with payloads, appended(out) as file:
            payloads.seek(0)
            for line in payloads:
                payload = orjson.loads(line)
                if accepted.get(payload[PERSON]) == payload:
                    counts["before"] += 1
                else:
                    verdict = await siasn.save(ADDRESSES[SHAPE], payload)
                    file.write(orjson.dumps({"sent": payload, **verdict._asdict()}) + b"\n")
                    file.flush()
                    counts[str(verdict.outcome)] += 1
                told(counts.total())
    finally:
        async with transaction(sessions, SYSTEM) as session:
            await audit.record(
                session,
                SYSTEM,
                "data.sent",
                map_id,
                agency_id=talent_map.agency_id,
                to="siasn",
                what=str(SHAPE),
                counts=dict(counts),
            )
    return counts


def appended(out: Path) -> BinaryIO:
    """The file of verdicts, at its end. It names people: made here, its owner alone reads it."""
    return os.fdopen(os.open(out, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")


def whole(out: Path) -> None:
    """Cut off a last line that was not written to its end: what it told of is sent again."""
    if out.is_file():
        with out.open("rb+") as file:
            end = sum(len(line) for line in file if line.endswith(b"\n"))
            file.truncate(end)


def accepted_in(out: Path) -> dict[str, Payload]:
    """What SIASN has of each person: the payload that it accepted last."""
    if not out.is_file():
        return {}
    with out.open("rb") as file:
        records = map(orjson.loads, file)
        return {
            one["sent"][PERSON]: one["sent"]
            for one in records
            if one["outcome"] == Outcome.ACCEPTED
        }
