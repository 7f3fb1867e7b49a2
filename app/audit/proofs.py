"""Proofs, each from one indexed query for the complete subtrees that it is made of."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.errors import (
    CheckpointMissing,
    EntryNotFound,
    EntryNotSequenced,
    one_of_two,
    size_refused,
)
from app.core.queries import CONTEXT
from app.core.reading import Reading
from app.verifier.tree import (
    Group,
    Node,
    consistency_nodes,
    fold,
    inclusion_nodes,
    root_by_inclusion,
    root_nodes,
)

# Leaves stand in their own table, the subtrees above them in another.
NODES = r"""
select coalesce(json_agg(json_build_array(level, place, encode(hash, 'hex'))), '[]')::text
from (select n.level, n.place, n.hash from audit_nodes n
      join unnest(cast({levels} as integer[]), cast({places} as bigint[])) w(level, place)
        on n.level = w.level and n.place = w.place
      union all
      select 0, l.index, sha256('\x00' || l.commitment) from audit_leaves l
      where l.index = any (cast({leaves} as bigint[]))) found"""
IN_SESSION = text(NODES.format(levels=":levels", places=":places", leaves=":leaves"))
IN_READING = CONTEXT.format(n=4, sql=NODES.format(levels="$1", places="$2", leaves="$3"))

# What a proof is about: its leaf, the size of the tree, the latest checkpoint's.
ABOUT = """
select json_build_object(
  'index', l.index, 'commitment', encode(l.commitment, 'hex'),
  'waits', exists (select from audit_pending where event_id = $1),
  'size', (select max(index) + 1 from audit_leaves),
  'signed', (select max(size) from audit_checkpoints))::text
from (select) nothing left join audit_leaves l on l.{column} = $1"""
BY_ENTRY = CONTEXT.format(n=2, sql=ABOUT.format(column="event_id"))
BY_INDEX = CONTEXT.format(n=2, sql=ABOUT.format(column="index"))

Found = dict[Node, bytes]


async def inclusion(
    reading: Reading, *, entry_id: int | None, index: int | None, size: int | None
) -> bytes:
    """The proof that an event's leaf stands under the root of `size` leaves, as JSON."""
    if (entry_id is None) == (index is None):
        raise one_of_two()
    asked = entry_id if index is None else index
    about = orjson.loads(await reading.fetch(BY_ENTRY if index is None else BY_INDEX, asked))
    place, total = about["index"], _size(about, size, "size")
    if place is None:
        waits = index is None and about["waits"]
        raise (EntryNotSequenced if waits else EntryNotFound)(id=asked)
    if place >= total:
        raise EntryNotSequenced(id=asked) if size is None else size_refused("size")
    groups = inclusion_nodes(place, total)
    path = hashes_of(groups, await _in_reading(reading, groups))
    leaf = bytes.fromhex(about["commitment"])
    proof = {
        "index": place,
        "size": total,
        "commitment": about["commitment"],
        "root": root_by_inclusion(leaf, place, total, path).hex(),
        "path": [one.hex() for one in path],
    }
    return orjson.dumps(proof)


async def consistency(reading: Reading, *, older: int, newer: int | None) -> bytes:
    """The proof that the log of `newer` leaves begins with that of `older`, as JSON."""
    about = orjson.loads(await reading.fetch(BY_INDEX, 0))
    newer = _size(about, newer, "to")
    if older > newer:
        raise size_refused("from")
    groups = consistency_nodes(older, newer)
    ends = [root_nodes(older), root_nodes(newer)]
    found = await _in_reading(reading, [*groups, *ends])
    roots = [one.hex() for one in hashes_of(ends, found)]
    path = [one.hex() for one in hashes_of(groups, found)]
    proof = {"from": older, "to": newer, "from_root": roots[0], "to_root": roots[1], "path": path}
    return orjson.dumps(proof)


def _size(about: dict[str, Any], size: int | None, name: str) -> int:
    """The size that is asked about; the latest checkpoint's where none is named."""
    if size is not None:
        if size > (about["size"] or 0):
            raise size_refused(name)
        return size
    if about["signed"] is None:
        raise CheckpointMissing
    return int(about["signed"])


async def root_over(session: AsyncSession, size: int) -> bytes:
    """The root over the first `size` leaves."""
    groups = [root_nodes(size)]
    return hashes_of(groups, await _in_session(session, groups))[0]


async def inclusion_paths(
    session: AsyncSession, indexes: Sequence[int], size: int
) -> list[list[bytes]]:
    """The inclusion proofs of several leaves under the root of `size`, from one query."""
    wanted = [inclusion_nodes(index, size) for index in indexes]
    found = await _in_session(session, [group for groups in wanted for group in groups])
    return [hashes_of(groups, found) for groups in wanted]


def hashes_of(groups: Iterable[Group], found: Found) -> list[bytes]:
    """One hash for each group of subtrees."""
    return [fold([found[node] for node in group]) for group in groups]


def _wanted(groups: Iterable[Group]) -> tuple[list[int], list[int], list[int]]:
    nodes = {node for group in groups for node in group}
    above = sorted(node for node in nodes if node.level)
    leaves = sorted(node.place for node in nodes if not node.level)
    return [node.level for node in above], [node.place for node in above], leaves


def _found(answer: str) -> Found:
    return {
        Node(level, place): bytes.fromhex(digest) for level, place, digest in orjson.loads(answer)
    }


async def _in_reading(reading: Reading, groups: Iterable[Group]) -> Found:
    return _found(await reading.fetch(IN_READING, *_wanted(groups)))


async def _in_session(session: AsyncSession, groups: Iterable[Group]) -> Found:
    levels, places, leaves = _wanted(groups)
    values = {"levels": levels, "places": places, "leaves": leaves}
    return _found(str(await session.scalar(IN_SESSION, values)))
