"""Many people in one request: each item judged by itself, all recorded together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import Fault, InvalidRequest, Problem
from app.core.identity import Actor
from app.core.validation import faults_of
from app.core.words import Language
from app.employees import recording
from app.employees.errors import BatchRejected
from app.employees.record_schemas import Batch
from app.employees.recording import Item, Verdict
from app.employees.schemas import EmployeeCreation

FIELD_OF = {"nip-duplicate": "/nip", "pns-id-taken": "/pns_id", "forbidden": "/unit_id"}
"""Where a problem lies that does not say so itself."""


async def record(
    session: AsyncSession, actor: Actor, batch: Batch, language: Language
) -> dict[str, Any]:
    """Record a batch; gives the verdicts in order. Raises BatchRejected for an atomic one."""
    judged = [item_of(given) for given in batch.items]
    await recording.record(session, actor, [item for item in judged if isinstance(item, Item)])
    faults = [list(faults_in(item, index)) for index, item in enumerate(judged)]
    if batch.atomic and any(faults):
        raise BatchRejected(errors=[fault for some in faults for fault in some])
    items = [
        shown(index, item, some, language)
        for index, (item, some) in enumerate(zip(judged, faults, strict=True))
    ]
    found = Counter(item["verdict"] for item in items)
    return {"counts": {verdict: found[verdict] for verdict in Verdict}, "items": items}


def item_of(given: dict[str, Any]) -> Item | Problem:
    """An item, or what is wrong with its form."""
    try:
        creation = EmployeeCreation.model_validate(given)
    except ValidationError as error:
        errors = [{**e, "loc": ("body", *e["loc"])} for e in error.errors()]
        return InvalidRequest(errors=faults_of(errors))
    return Item(creation.nip, creation)


def faults_in(item: Item | Problem, index: int) -> Iterable[Fault]:
    """What is wrong with an item, with pointers into the whole request."""
    problem = item.problem if isinstance(item, Item) else item
    if problem is None:
        return
    words = problem.words
    errors: Sequence[Fault] = problem.errors or [
        Fault(FIELD_OF.get(problem.code, ""), problem.code, words)
    ]
    for fault in errors:
        yield fault._replace(pointer=f"/items/{index}{fault.pointer}")


def shown(
    index: int, item: Item | Problem, faults: Iterable[Fault], language: Language
) -> dict[str, Any]:
    done = item if isinstance(item, Item) else None
    return {
        "index": index,
        "verdict": done.verdict if done else Verdict.REJECTED,
        "id": done.employee_id if done else None,
        "changed": list(done.changes) if done else [],
        "errors": [
            {"pointer": f.pointer, "code": f.code, "detail": f.words.in_(language)} for f in faults
        ],
    }
