"""What is known of how clients fare: read from what is kept of them, and from nothing else.

What was never seen is null. A number is zero only where it was counted.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from app.access.models import Client, ClientOperation
from app.core.queries import Key, PageQuery, Query, instant, json_object
from app.employees.change_models import EmployeeChange
from app.employees.changes import FUTURE, MARGIN, ORDER, RUNNING
from app.webhooks.models import Attempt, Delivery, Endpoint, State

RECORDING = (
    "POST /v1/employees",
    "POST /v1/employees/batch",
    "PUT /v1/employees/by-nip/{nip}",
)
"""The operations by which people come in one by one or a few hundred at a time."""
CHANGES = "GET /v1/employees/changes"
done = ClientOperation
of_client = done.client_id == Client.id
THIS_HOUR = func.date_trunc("hour", func.now())

last_success_at = select(func.max(done.last_success_at)).where(of_client).scalar_subquery()
last_refused = (
    select(
        json_object(
            at=instant(done.last_refused_at),
            operation=done.operation,
            status=done.last_refused_status,
            code=done.last_refused_code,
        )
    )
    .where(of_client, done.last_refused_at.is_not(None))
    .order_by(done.last_refused_at.desc())
    .limit(1)
    .scalar_subquery()
)
hour = (
    select(
        json_object(
            since=instant(THIS_HOUR),
            requests=func.sum(done.requests),
            refused=func.sum(done.refused),
            failed=func.sum(done.failed),
        )
    )
    .where(of_client, done.hour == THIS_HOUR)
    .having(func.count() > 0)
    .scalar_subquery()
)
recorded_at = (
    select(func.max(done.last_success_at))
    .where(of_client, or_(*(done.operation == one for one in RECORDING)))
    .scalar_subquery()
)
operations = (
    select(
        func.json_agg(
            aggregate_order_by(
                json_object(
                    operation=done.operation,
                    last_success_at=instant(done.last_success_at),
                    last_refused_at=instant(done.last_refused_at),
                    last_refused_status=done.last_refused_status,
                    last_refused_code=done.last_refused_code,
                ),
                done.operation,
            )
        )
    )
    .where(of_client)
    .scalar_subquery()
)


def _place(number: int, kind: type[BigInteger | Text]) -> ColumnElement[Any]:
    """A part of the place from which a client last asked for changes."""
    return cast(done.place.op("->>")(number), kind)


order, since, tx, seq = (_place(0, Text), *(_place(n, BigInteger) for n in (1, 2, 3)))
waiting = (
    select(func.count().label("behind"), func.min(EmployeeChange.at).label("oldest"))
    .where(
        or_(Client.agency_id.is_(None), EmployeeChange.agency_id == Client.agency_id),
        tuple_(EmployeeChange.tx, EmployeeChange.seq) > tuple_(tx, seq),
        or_(EmployeeChange.tx < RUNNING, EmployeeChange.tx >= FUTURE),
        or_(~EmployeeChange.gone, EmployeeChange.at > func.to_timestamp(since) - MARGIN),
    )
    .correlate(Client, done)
    .lateral("waiting")
)
# A place in the order of another server, or of this one before a restore, leads nowhere.
led_on = or_(order.is_(None), order == literal_column(ORDER, String))
changes = (
    select(
        json_object(
            last_asked_at=instant(done.last_success_at),
            behind=case((led_on, waiting.c.behind)),
            oldest_waiting_at=case((led_on, instant(waiting.c.oldest))),
        )
    )
    .select_from(done)
    .join(waiting, true())
    .where(of_client, done.operation == CHANGES, done.place.is_not(None))
    .correlate(Client)
    .scalar_subquery()
)

to_endpoint = Delivery.endpoint_id == Endpoint.id
unfinished = and_(to_endpoint, Delivery.state == State.PENDING)
delivered_at = (
    select(func.max(Delivery.finished_at))
    .where(to_endpoint, Delivery.state == State.DELIVERED)
    .correlate(Endpoint)
    .scalar_subquery()
)
failing_since = (
    select(func.min(Attempt.at))
    .join(Delivery, Delivery.id == Attempt.delivery_id)
    .where(
        to_endpoint,
        Delivery.state != State.DELIVERED,
        Attempt.at > func.coalesce(delivered_at, literal_column("'-infinity'::timestamptz")),
    )
    .correlate(Endpoint)
    .scalar_subquery()
)
pending = select(func.count()).where(unfinished).correlate(Endpoint).scalar_subquery()
oldest = select(func.min(Delivery.occurred_at)).where(unfinished).correlate(Endpoint)
webhooks = (
    select(
        func.coalesce(
            func.json_agg(
                aggregate_order_by(
                    json_object(
                        id=Endpoint.id,
                        enabled=Endpoint.disabled_at.is_(None),
                        disabled_because=Endpoint.disabled_because,
                        last_delivered_at=instant(delivered_at),
                        failing_since=instant(failing_since),
                        pending=pending,
                        oldest_pending_at=instant(oldest.scalar_subquery()),
                    ),
                    Endpoint.id,
                )
            ),
            literal_column("'[]'::json"),
        )
    )
    .where(Endpoint.created_by == Client.id)
    .correlate(Client)
    .scalar_subquery()
)

SUMMARY = (
    Client.id,
    Client.name,
    Client.agency_id,
    Client.active,
    last_success_at.label("last_success_at"),
    last_refused.label("last_refused"),
    hour.label("this_hour"),
    recorded_at.label("people_recorded_at"),
    func.last_import_of(Client.id, type_=JSONB).label("last_import"),
    changes.label("changes"),
    webhooks.label("webhooks"),
)
HEALTHS = PageQuery("client-healths", select(*SUMMARY), keys=[Key("name", str), Key("id", UUID)])
HEALTH = Query(
    select(
        *SUMMARY, func.coalesce(operations, literal_column("'[]'::json")).label("operations")
    ).where(Client.id == bindparam("client_id", type_=Uuid))
)
