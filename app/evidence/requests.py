"""The files of an approval request: content, rounds, decisions, letter; its subject's map."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import service as approvals
from app.core.identity import Actor
from app.evidence import maps
from app.evidence.instants import written
from app.evidence.packing import Packing
from app.evidence.parts import About
from app.verifier import approval as files

REQUEST = text("""
select r.*, l.pdf, l.pdf_sha256, p.id as pool_id, coalesce(p.map_id, m.id) as map_id
from approval_requests r
left join approval_letters l on l.request_id = r.id
left join talent_pools p on p.id = r.subject_id
left join talent_maps m on m.id = r.subject_id
where r.id = :id""")
STAGE = ("position", "role", "rule", "needed", "name", "condition", "skipped")
ROUNDS = text("select * from approval_rounds where request_id = :id order by round")
STAGES = text("select * from approval_stages where request_id = :id order by round, position")
DECISIONS = text("select * from approval_decisions where request_id = :id order by decided_at, id")


async def add(session: AsyncSession, actor: Actor, request_id: UUID, packing: Packing) -> About:
    """Put in a request that the actor may see; with the map, where it or a pool is asked about."""
    await approvals.find(session, actor, request_id)
    row = (await session.execute(REQUEST, {"id": request_id})).mappings().one()
    if row["map_id"] is None:
        agency = await maps.named(session, row["agency_id"])
        of_map = About(row["agency_id"], agency["name"], row["title"], ())
    else:
        of_map = await maps.add(session, actor, row["map_id"], packing)
    rounds = await _rounds(session, request_id, packing)
    about = _about(row)
    await packing.add(files.CONTENT, row["content"].encode())
    await packing.add(files.DECISIONS, rfc8785.dumps({"rounds": rounds}))
    await packing.add(files.REQUEST, rfc8785.dumps(about))
    if row["pdf"] is not None:
        await packing.add(files.LETTER, row["pdf"])
    pool = () if row["pool_id"] is None else (row["pool_id"],)
    return replace(
        of_map,
        title=row["title"],
        subjects=(request_id, *pool, *of_map.subjects),
        request=about,
        rounds=rounds,
    )


def _about(row: RowMapping) -> dict[str, Any]:
    letter = None
    if row["verify_code"] is not None:
        letter = {
            "number": row["letter_number"],
            "date": row["letter_date"].isoformat(),
            "verify_code": row["verify_code"],
            "sha256": row["pdf_sha256"],
        }
    return {
        "id": str(row["id"]),
        "kind": row["kind"],
        "title": row["title"],
        "status": row["status"],
        "round": row["round"],
        "content_sha256": row["content_sha256"],
        "pool_id": None if row["pool_id"] is None else str(row["pool_id"]),
        "requester": {"id": str(row["requester_id"]), "name": row["requester_name"]},
        "authors": [str(author) for author in row["authors"]],
        "created_at": written(row["created_at"]),
        "closed_at": _at(row["closed_at"]),
        "change": row["change"],
        "letter": letter,
    }


async def _rounds(
    session: AsyncSession, request_id: UUID, packing: Packing
) -> list[dict[str, Any]]:
    """Every submission with its frozen stages and its decisions; the contents become files."""
    who = {"id": request_id}
    rounds = (await session.execute(ROUNDS, who)).mappings().all()
    stages = (await session.execute(STAGES, who)).mappings().all()
    decisions = (await session.execute(DECISIONS, who)).mappings().all()
    for one in rounds:
        await packing.add(f"rounds/{one['round']}.json", one["content"].encode())
    return [
        {
            "round": one["round"],
            "content_sha256": one["content_sha256"],
            "route_sha256": one["route_sha256"],
            "submitter": {"id": str(one["submitter_id"]), "name": one["submitter_name"]},
            "submitted_at": written(one["submitted_at"]),
            "stages": [
                {name: stage[name] for name in STAGE}
                for stage in stages
                if stage["round"] == one["round"]
            ],
            "decisions": [
                _decision(decision) for decision in decisions if decision["round"] == one["round"]
            ],
        }
        for one in rounds
    ]


def _decision(row: RowMapping) -> dict[str, Any]:
    return {
        "stage": row["stage"],
        "role": row["role"],
        "actor": {"id": str(row["actor_id"]), "name": row["actor_name"]},
        "person_id": str(row["person_id"]),
        "voice_id": str(row["voice_id"]),
        "on_behalf_of": None
        if row["on_behalf_of"] is None
        else {"id": str(row["on_behalf_of"]), "name": row["on_behalf_of_name"]},
        "acting": row["acting"],
        "decision": row["decision"],
        "reason_code": row["reason_code"],
        "reason": row["reason"],
        "to_stage": row["to_stage"],
        "content_sha256": row["content_sha256"],
        "decided_at": written(row["decided_at"]),
        "voided_at": _at(row["voided_at"]),
        "voided_by": row["voided_by"],
    }


def _at(instant: datetime | None) -> str | None:
    return None if instant is None else written(instant)
