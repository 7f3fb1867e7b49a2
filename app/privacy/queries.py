"""What can be read of requests for correction, restrictions, breaches and retention."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    String,
    Uuid,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
)

from app.core.queries import Key, PageQuery, Query
from app.privacy.models import Breach, CorrectionRequest, Status

THREE_DAYS: ColumnElement[timedelta] = literal_column("interval '72 hours'")
"""3 x 24 hours: UU 27/2022, Pasal 30, 41 and 46."""

due_at = CorrectionRequest.created_at + THREE_DAYS
overdue = (CorrectionRequest.status == Status.OPEN) & (func.now() > due_at)
corrections = select(
    CorrectionRequest.id,
    CorrectionRequest.employee_id,
    CorrectionRequest.about,
    CorrectionRequest.record_id,
    CorrectionRequest.claim,
    CorrectionRequest.status,
    CorrectionRequest.created_at,
    due_at.cast(DateTime(timezone=True)).label("due_at"),
    overdue.cast(Boolean).label("overdue"),
    CorrectionRequest.decided_at,
    CorrectionRequest.decision_reason,
)
CORRECTION = corrections.where(CorrectionRequest.id == bindparam("correction_id", type_=Uuid))
ONE_CORRECTION = Query(CORRECTION)
CORRECTIONS = PageQuery(
    "correction-requests",
    corrections,
    keys=(Key("id", UUID, descends=True),),
    filters={
        "status": CorrectionRequest.status
        == bindparam("status", type_=CorrectionRequest.status.type),
        "overdue": overdue == bindparam("overdue", type_=Boolean),
        "employee_id": CorrectionRequest.employee_id == bindparam("employee_id", type_=Uuid),
    },
)

restrictions = table(  # a table of a lower domain, by name
    "processing_restrictions",
    column("id", Uuid),
    column("employee_id", Uuid),
    column("reason", String),
    column("created_at", DateTime(timezone=True)),
    column("lifted_at", DateTime(timezone=True)),
)
RESTRICTIONS = PageQuery(
    "restrictions",
    select(*restrictions.c),
    keys=(Key("id", UUID, descends=True),),
    filters={"live": restrictions.c.lifted_at.is_(None) == bindparam("live", type_=Boolean)},
)

notify_by = Breach.discovered_at + THREE_DAYS
waiting = or_(Breach.authority_notified_at.is_(None), Breach.subjects_notified_at.is_(None))
told_late = or_(Breach.authority_notified_at > notify_by, Breach.subjects_notified_at > notify_by)
past = waiting & (func.now() > notify_by)
breaches = select(
    Breach.id,
    Breach.agency_id,
    Breach.title,
    Breach.description,
    Breach.categories,
    Breach.people_affected,
    Breach.measures,
    Breach.occurred_at,
    Breach.discovered_at,
    notify_by.cast(DateTime(timezone=True)).label("notify_by"),
    Breach.authority_notified_at,
    Breach.subjects_notified_at,
    past.label("overdue"),
    func.coalesce(or_(told_late, past), False).label("late"),
    Breach.created_at,
)
BREACH = breaches.where(Breach.id == bindparam("breach_id", type_=Uuid))
ONE_BREACH = Query(BREACH)
BREACHES = PageQuery(
    "breaches",
    breaches,
    keys=(Key("id", UUID, descends=True),),
    filters={"overdue": past == bindparam("overdue", type_=Boolean)},
)
