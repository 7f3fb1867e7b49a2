"""Kind `correction`: a record of a person that a document shows to be wrong is put right.

Its content is the record as it is known and as it should be, the reason and the document; the
person is named by id alone, as letters and lists may be shown around. The personnel office checks
it, PyB approves (decision 0051). Until then nothing changes, and no copy of the record is made.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.kinds import agencies
from app.approvals.kinds.correction_errors import FAULTS
from app.approvals.kinds.declaration import Asked, Content, Declaration, LetterWords, Subject
from app.approvals.kinds.names import Kind
from app.approvals.letters import long_date
from app.approvals.models import Request
from app.approvals.wording import Issue
from app.approvals.workflow import Stage
from app.core.errors import Fault, InvalidRequest
from app.core.identity import Actor, Role
from app.core.words import Words
from app.core.working_days import today_in_office
from app.employees import correcting
from app.employees.errors import RecordSuperseded
from app.employees.history_queries import HistoryKind
from app.imports.correcting import CORRECTABLE, WORDS, Correctable, corrected

Given = Mapping[str, Any]


async def drafted(session: AsyncSession, actor: Actor, asked: Asked) -> Subject:
    """The record that a draft names, and what it should say; every fault of the draft at once."""
    given = asked.given["correction"]
    kind = _correctable(given["history"])
    if actor.employee_id == UUID(given["employee_id"]):
        raise InvalidRequest(errors=[_fault("employee_id", "own-record")])
    record: Any = await correcting.find(
        session,
        HistoryKind(given["history"]),
        UUID(given["employee_id"]),
        UUID(given["record_id"]),
    )
    if record is None or not actor.sees(record.agency_id):
        raise InvalidRequest(errors=[_fault("record_id", "record-unknown")])
    if record.superseded_at is not None:
        raise InvalidRequest(errors=[_fault("record_id", "record-superseded")])
    known = {name: getattr(record, name) for name in kind.columns}
    content = {
        "kind": Kind.CORRECTION.value,
        "agency": await agencies.named(session, record.agency_id),
        "person": {"employee_id": given["employee_id"]},
        "record": {
            "history": given["history"],
            "id": given["record_id"],
            "source_id": record.source_id,
            "before": _plain(known),
        },
    }
    return Subject(record.agency_id, record.id, f"Koreksi {kind.what}", _filled(content, given))


def amended(content: Content, given: Given) -> Content:
    """The content with another correction of the same record."""
    if "correction" not in given:
        return content
    asked, record = given["correction"], content["record"]
    stays = {
        "employee_id": content["person"]["employee_id"],
        "history": record["history"],
        "record_id": record["id"],
    }
    faults = [_fault(name, "record-stays") for name, value in stays.items() if asked[name] != value]
    if faults:
        raise InvalidRequest(errors=faults)
    return _filled(content, asked)


def _correctable(history: str) -> Correctable:
    if history not in CORRECTABLE:
        raise InvalidRequest(errors=[_fault("history", "not-correctable")])
    return CORRECTABLE[history]


def _filled(content: Content, given: Given) -> Content:
    """The content with what should be said, and why."""
    today = today_in_office(datetime.now(UTC))
    record = content["record"]
    after, wrong = corrected(
        record["history"],
        record["source_id"],
        _typed(CORRECTABLE[record["history"]], record["before"]),
        given["values"],
        today,
    )
    faults = [_fault(f"values/{one.column}", one.code) for one in wrong]
    if date.fromisoformat(given["document_date"]) > today:
        faults.append(_fault("document_date", "document-later"))
    if faults:
        raise InvalidRequest(errors=faults)
    ground = ("reason", "document_no", "document_date", "attachment_sha256")
    return {
        **content,
        "record": {**record, "after": _plain(after)},
        "ground": {name: given[name] for name in ground},
    }


def _fault(pointer: str, code: str) -> Fault:
    return Fault(f"/correction/{pointer}", code, FAULTS.get(code) or WORDS[code])


def _plain(record: Given) -> dict[str, Any]:
    """A record in JSON: days and decimals are text."""
    return {
        name: str(value) if isinstance(value, date | Decimal) else value
        for name, value in record.items()
    }


def _typed(kind: Correctable, record: Given) -> dict[str, Any]:
    """The same as it was before."""
    read: dict[str, Callable[[str], Any]] = {"date": date.fromisoformat, "numeric": Decimal}
    return {
        name: read[sql](value) if value is not None and (sql := kind.types[name]) in read else value
        for name, value in record.items()
    }


async def still(session: AsyncSession, record_id: UUID, content: Content) -> None:
    """The record is what is known now."""
    record: Any = await correcting.find(
        session,
        HistoryKind(content["record"]["history"]),
        UUID(content["person"]["employee_id"]),
        record_id,
    )
    if record is None or record.superseded_at is not None:
        raise RecordSuperseded


async def enact(session: AsyncSession, record_id: UUID, request_id: UUID, decider_id: UUID) -> None:
    """Correct the record."""
    request = await session.get_one(Request, request_id)
    history = HistoryKind(json.loads(request.content)["record"]["history"])
    await correcting.correct(session, history, record_id, request_id, decider_id)


def said(issue: Issue) -> dict[str, Any]:
    """What the decree says: no name and no value, as letters may be shown around."""
    record, ground = issue.content["record"], issue.content["ground"]
    changed = [name for name in record["after"] if record["after"][name] != record["before"][name]]
    return {
        "record": f"{CORRECTABLE[record['history']].what}, {record['id']}",
        "fields": ", ".join(changed),
        "document": f"Nomor {ground['document_no']}"
        f" tanggal {long_date(date.fromisoformat(ground['document_date']))}",
    }


DECLARATION = Declaration(
    title=Words("Koreksi data pegawai", "Correction of a civil servant's record"),
    letter_code="KOR",
    asks=frozenset({Role.ANALYST}),
    submits=frozenset({Role.ANALYST}),
    takes=frozenset({"correction"}),
    needs=frozenset({"correction"}),
    route=(
        Stage("analyst", name="Verifikasi BKPSDM"),
        Stage("pyb", name="Persetujuan PyB"),
    ),
    keeps=frozenset({"pyb"}),
    drafted=drafted,
    amended=amended,
    still=still,
    refusals=(RecordSuperseded,),
    enact=enact,
    hindrances=(RecordSuperseded,),
    personal=True,
    letter=LetterWords(said, frozenset({"record", "fields", "document"})),
)
