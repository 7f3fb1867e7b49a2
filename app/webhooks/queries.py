"""What can be read of webhooks: endpoints, and the log of what was sent to one."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, literal_column, or_, select, true

from app.core.queries import Key, PageQuery, Query
from app.webhooks.models import Attempt, Delivery, Endpoint, EndpointSecret

OWNER = bindparam("owner", type_=Uuid)
"""Whose endpoints alone are seen; null sees all of the agency."""
live = or_(EndpointSecret.expires_at.is_(None), EndpointSecret.expires_at > func.now())
public_keys = (
    select(func.array_agg(EndpointSecret.public_key))
    .where(EndpointSecret.endpoint_id == Endpoint.id, live, EndpointSecret.public_key.is_not(None))
    .correlate(Endpoint)
    .scalar_subquery()
)
endpoints = select(
    Endpoint.id,
    Endpoint.agency_id,
    Endpoint.url,
    Endpoint.events,
    Endpoint.description,
    Endpoint.form,
    Endpoint.method,
    Endpoint.disabled_at.is_(None).label("enabled"),
    Endpoint.disabled_because,
    func.coalesce(public_keys, literal_column("'{}'::text[]")).label("public_keys"),
    Endpoint.created_at,
)
owned = or_(OWNER.is_(None), Endpoint.created_by == OWNER)
ONE_ENDPOINT = endpoints.where(Endpoint.id == bindparam("webhook_id", type_=Uuid))
ENDPOINT = Query(ONE_ENDPOINT.where(owned))
ENDPOINTS = PageQuery("webhooks", endpoints.where(owned), keys=(Key("id", UUID, descends=True),))

last = (
    select(Attempt.status, Attempt.error)
    .where(Attempt.delivery_id == Delivery.id)
    .order_by(Attempt.id.desc())
    .limit(1)
    .lateral("last")
)
deliveries = (
    select(
        Delivery.id,
        Delivery.kind,
        Delivery.subject_id,
        Delivery.occurred_at,
        Delivery.state,
        Delivery.attempts,
        Delivery.next_at,
        last.c.status.label("last_status"),
        last.c.error.label("last_error"),
    )
    .join(Endpoint, Endpoint.id == Delivery.endpoint_id)
    .outerjoin(last, true())
    .where(Delivery.endpoint_id == bindparam("webhook_id", type_=Uuid), owned)
)
DELIVERIES = PageQuery(
    "webhook-deliveries",
    deliveries,
    keys=(Key("id", UUID, descends=True),),
    filters={"state": Delivery.state == bindparam("state", type_=Delivery.state.type)},
)
