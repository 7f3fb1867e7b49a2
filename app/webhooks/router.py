"""What can be asked about webhooks."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import Actor, CurrentActor, Role
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.organisation.errors import AgencyUnclear
from app.webhooks import examples, policy, queries, service
from app.webhooks.errors import (
    DeliveryNotFound,
    SecretsInRotation,
    WebhookDisabled,
    WebhookInvalid,
    WebhookNotFound,
)
from app.webhooks.models import State
from app.webhooks.schemas import (
    DeliveryRead,
    NewWebhook,
    Replay,
    Replayed,
    Rotation,
    SecretMade,
    TestSent,
    WebhookMade,
    WebhookPatch,
    WebhookRead,
)
from app.webhooks.service import Terms

router = APIRouter(prefix="/webhooks", tags=["webhooks"])
reads = APIRouter(prefix="/webhooks", tags=["webhooks"], route_class=ReadRoute)


def terms_of(request: Request) -> Terms:
    """What this installation allows."""
    return Terms.of(request.app.state.settings)


Allowed = Annotated[Terms, Depends(terms_of)]
NO_STORE = {"Cache-Control": "no-store"}


def owner(actor: Actor) -> UUID | None:
    """Whose webhooks alone the actor sees; None for all of the agency."""
    return None if actor.has(Role.ADMIN, Role.AUDITOR) else actor.id


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=WebhookMade,
    responses={
        **problems(Forbidden, AgencyUnclear, WebhookInvalid),
        201: answers(examples.MADE, "The webhook, with its secret."),
    },
)
async def create_webhook(
    session: Session, actor: CurrentActor, new: NewWebhook, terms: Allowed, response: Response
) -> Any:
    """Have an address told what happens in the agency (Standard Webhooks).

    A message is thin: what happened, when and to what, never personal data; read the rest over
    the API. The answer shows the secret once. Messages that are not taken (2xx within 15 seconds)
    are sent again for three days. For SIMPEG systems and administrators.
    """
    response.headers.update(NO_STORE)
    return await service.make(session, actor, new, terms)


@reads.get(
    "",
    response_model=Page[WebhookRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.WEBHOOK))},
)
async def list_webhooks(
    reader: Reader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List webhooks, newest first: one's own, or those of the agency for who runs or audits it."""
    if not policy.can_list(reader.actor):
        raise Forbidden
    return await queries.ENDPOINTS.page(reader, limit, cursor, owner=owner(reader.actor))


@reads.get(
    "/{webhook_id}",
    response_model=WebhookRead,
    responses={**problems(WebhookNotFound), 200: answers(examples.WEBHOOK)},
)
async def get_webhook(reader: Reader, webhook_id: UUID) -> bytes:
    """Get a webhook."""
    return await _seen(reader, webhook_id)


@router.patch(
    "/{webhook_id}",
    response_model=WebhookRead,
    responses={
        **problems(Forbidden, WebhookNotFound, WebhookInvalid),
        200: answers(examples.WEBHOOK),
    },
)
async def change_webhook(
    session: Session, actor: CurrentActor, webhook_id: UUID, patch: WebhookPatch, terms: Allowed
) -> Any:
    """Change where a webhook goes, what it is told, or whether it is."""
    return await service.change(session, actor, webhook_id, patch, terms)


@router.delete(
    "/{webhook_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(Forbidden, WebhookNotFound),
)
async def delete_webhook(session: Session, actor: CurrentActor, webhook_id: UUID) -> None:
    """Remove a webhook and the log of its deliveries."""
    await service.remove(session, actor, webhook_id)


@router.post(
    "/{webhook_id}/secrets",
    status_code=status.HTTP_201_CREATED,
    response_model=SecretMade,
    responses={
        **problems(Forbidden, WebhookNotFound, SecretsInRotation),
        201: answers(examples.ROTATED, "The secret that follows."),
    },
)
async def rotate_webhook_secret(
    session: Session,
    actor: CurrentActor,
    webhook_id: UUID,
    rotation: Rotation,
    terms: Allowed,
    response: Response,
) -> Any:
    """Give a webhook a new secret; until the overlap ends messages carry both signatures."""
    response.headers.update(NO_STORE)
    overlap = timedelta(hours=rotation.overlap_hours)
    return await service.rotate(session, actor, webhook_id, overlap, terms)


@router.post(
    "/{webhook_id}/tests",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=TestSent,
    responses={
        **problems(Forbidden, WebhookNotFound, WebhookDisabled),
        202: answers(examples.TEST_SENT, "The delivery that was queued."),
    },
)
async def test_webhook(session: Session, actor: CurrentActor, webhook_id: UUID) -> Any:
    """Send a `webhook.tested` message; see in the deliveries whether it arrived."""
    return {"delivery_id": await service.test(session, actor, webhook_id)}


@reads.get(
    "/{webhook_id}/deliveries",
    response_model=Page[DeliveryRead],
    responses={**problems(WebhookNotFound), 200: answers(examples.page(examples.DELIVERY))},
)
async def list_webhook_deliveries(
    reader: Reader,
    webhook_id: UUID,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    state: Annotated[State, Field(description="Only deliveries that are this far.")] | None = None,
) -> bytes:
    """List what was sent, newest first, and how far it is. Kept for 90 days after its end."""
    await _seen(reader, webhook_id)
    return await queries.DELIVERIES.page(
        reader, limit, cursor, webhook_id=webhook_id, owner=owner(reader.actor), state=state
    )


@router.post(
    "/{webhook_id}/replays",
    response_model=Replayed,
    responses={
        **problems(Forbidden, WebhookNotFound, WebhookDisabled),
        200: answers(examples.REPLAYED),
    },
)
async def replay_webhook(
    session: Session, actor: CurrentActor, webhook_id: UUID, wanted: Replay
) -> Any:
    """Send the messages of an interval again, with their ids as they were."""
    return {"deliveries": await service.replay(session, actor, webhook_id, wanted)}


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=Replayed,
    responses={
        **problems(Forbidden, WebhookNotFound, DeliveryNotFound, WebhookDisabled),
        202: answers({"deliveries": 1}),
    },
)
async def replay_webhook_delivery(
    session: Session, actor: CurrentActor, webhook_id: UUID, delivery_id: UUID
) -> Any:
    """Send one message again at once."""
    await service.replay_one(session, actor, webhook_id, delivery_id)
    return {"deliveries": 1}


async def _seen(reader: Reader, webhook_id: UUID) -> bytes:
    """The webhook, or 404."""
    body = None
    if policy.can_list(reader.actor):
        body = await queries.ENDPOINT.one(reader, webhook_id=webhook_id, owner=owner(reader.actor))
    if body is None:
        raise WebhookNotFound(id=webhook_id)
    return body
