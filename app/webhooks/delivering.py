"""Sending what is due: leased in one transaction, sent outside of any, noted in another.

A message is sent at least once: a worker that dies between sending and noting leaves a lease
that lapses, and the message goes out again with the same id.
"""

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from uuid import UUID

import httpx
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.config import Settings
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM
from app.webhooks import backoff, messages, service, signing
from app.webhooks.addresses import AddressRefused, checked, resolved
from app.webhooks.messages import Message
from app.webhooks.models import Attempt, Delivery, Endpoint, State
from app.webhooks.service import Terms

AT_ONCE = 20
SECONDS = 15
"""For one attempt, from the name's lookup to the last byte."""
LEASE = timedelta(seconds=60)
ANSWER_BYTES = 65_536
GONE = 410
TOO_MANY, UNAVAILABLE = 429, 503
KEPT = timedelta(days=90)


class Due(NamedTuple):
    """A message, where it goes, and what signs it."""

    delivery_id: UUID
    endpoint: Endpoint
    attempts: int
    """With the one that is to be made."""
    message: Message
    secrets: Sequence[str]


class Outcome(NamedTuple):
    """What came of an attempt."""

    status: int | None
    error: str | None
    milliseconds: int
    asked: timedelta | None = None
    """How long the endpoint asked to be left alone."""

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - 2xx


async def deliver_due(sessions: Sessions, settings: Settings) -> int:
    """Send everything that is due; how many attempts were made."""
    terms, source, made = Terms.of(settings), settings.public_url, 0
    async with httpx.AsyncClient(
        timeout=SECONDS, follow_redirects=False, trust_env=False, http2=False
    ) as client:
        while due := await _lease(sessions, terms):
            outcomes = await asyncio.gather(
                *(_attempt(client, one, source, private=terms.private) for one in due)
            )
            async with transaction(sessions, SYSTEM) as session:
                for one, outcome in zip(due, outcomes, strict=True):
                    await _note(session, one, outcome)
            made += len(due)
    return made


async def prune(sessions: Sessions) -> None:
    """Forget deliveries that ended long ago."""
    old = Delivery.finished_at < datetime.now(UTC) - KEPT
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(delete(Delivery).where(old))


async def _lease(sessions: Sessions, terms: Terms) -> list[Due]:
    """Messages that are due, out of the way of other workers until the lease lapses."""
    async with transaction(sessions, SYSTEM) as session:
        chosen = await session.scalars(
            select(Delivery)
            .join(Endpoint, Endpoint.id == Delivery.endpoint_id)
            .where(
                Delivery.state == State.PENDING,
                Delivery.next_at <= func.clock_timestamp(),
                Endpoint.disabled_at.is_(None),
            )
            .order_by(Delivery.next_at)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True, of=Delivery)
        )
        deliveries = list(chosen)
        wanted = {delivery.endpoint_id for delivery in deliveries}
        found = await session.scalars(select(Endpoint).where(Endpoint.id.in_(wanted)))
        endpoints = {endpoint.id: endpoint for endpoint in found}
        live: dict[UUID, list[str]] = {}
        for secret in await service.live_secrets(session, wanted, datetime.now(UTC)):
            opened = terms.fernet.decrypt(secret.sealed.encode()).decode()
            live.setdefault(secret.endpoint_id, []).append(opened)
        due = []
        for delivery in deliveries:
            endpoint = endpoints[delivery.endpoint_id]
            delivery.attempts += 1
            delivery.next_at = datetime.now(UTC) + LEASE
            due.append(_due(delivery, endpoint, live[endpoint.id]))
        await session.flush()
        return due


def _due(delivery: Delivery, endpoint: Endpoint, secrets: Sequence[str]) -> Due:
    message = Message(
        f"msg_{delivery.id.hex}",
        delivery.kind,
        delivery.occurred_at,
        delivery.agency_id,
        delivery.subject_id,
        delivery.request_id,
    )
    return Due(delivery.id, endpoint, delivery.attempts, message, secrets)


async def _attempt(client: httpx.AsyncClient, due: Due, source: str, *, private: bool) -> Outcome:
    started = time.perf_counter()
    status, error, asked = None, None, None
    try:
        async with asyncio.timeout(SECONDS):
            request = await addressed(client, due, source, private=private)
            response = await client.send(request, stream=True)
            try:
                status = response.status_code
                if status in (TOO_MANY, UNAVAILABLE):
                    asked = retry_after(response.headers, datetime.now(UTC))
                await _drain(response)
            finally:
                await response.aclose()
    except AddressRefused as refused:
        error = refused.reason
    except (httpx.TimeoutException, TimeoutError):
        error = None if status is not None else "timeout"
    except httpx.HTTPError as failed:
        error = None if status is not None else _code(failed)
    return Outcome(status, error, round((time.perf_counter() - started) * 1000), asked)


async def addressed(
    client: httpx.AsyncClient, due: Due, source: str, *, private: bool
) -> httpx.Request:
    """The request to the very address that the name was resolved to."""
    address = checked(due.endpoint.url, private=private)
    target = await resolved(address, private=private)
    body = messages.body_of(due.message, due.endpoint.form, source)
    headers = {
        "Host": address.netloc.decode(),
        "Content-Type": messages.MEDIA_TYPES[due.endpoint.form],
        "User-Agent": "talenta-webhooks/1",
        **signing.headers(due.secrets, due.message.id, datetime.now(UTC), body),
    }
    return client.build_request(
        "POST",
        address.copy_with(host=target),
        content=body,
        headers=headers,
        extensions={"sni_hostname": address.host},
    )


async def _drain(response: httpx.Response) -> None:
    """Read an answer to its end, if it has one soon; nothing in it matters."""
    read = 0
    async for part in response.aiter_raw():
        read += len(part)
        if read > ANSWER_BYTES:
            return


async def _note(session: AsyncSession, due: Due, outcome: Outcome) -> None:
    session.add(
        Attempt(
            agency_id=due.message.agency_id,
            delivery_id=due.delivery_id,
            status=outcome.status,
            error=outcome.error,
            milliseconds=outcome.milliseconds,
        )
    )
    now = datetime.now(UTC)
    values: dict[str, Any] = {"state": State.DELIVERED, "next_at": None, "finished_at": now}
    if not outcome.taken:
        wait = backoff.wait_after(due.attempts, random.random(), outcome.asked)  # noqa: S311 - no secret
        if wait is None or outcome.status == GONE:
            values["state"] = State.FAILED
            await _disable(session, due, gone=outcome.status == GONE)
        else:
            values = {"next_at": now + wait}
    # Whoever asked for a replay meanwhile began to count anew, and is not overruled.
    mine = (Delivery.id == due.delivery_id, Delivery.attempts == due.attempts)
    await session.execute(update(Delivery).where(*mine).values(**values))


async def _disable(session: AsyncSession, due: Due, *, gone: bool) -> None:
    """Stop sending to an endpoint that is gone, or that took nothing since this message began."""
    if not gone:
        since = Delivery.finished_at >= due.message.at
        took = exists().where(
            Delivery.endpoint_id == due.endpoint.id, Delivery.state == State.DELIVERED, since
        )
        if await session.scalar(select(took)):
            return
    reason = "gone" if gone else "failing"
    stopped = await session.execute(
        update(Endpoint)
        .where(Endpoint.id == due.endpoint.id, Endpoint.disabled_at.is_(None))
        .values(disabled_at=datetime.now(UTC), disabled_because=reason)
        .returning(Endpoint.id)
    )
    if stopped.scalar() is not None:
        agency = due.endpoint.agency_id
        await audit.record(
            session, SYSTEM, "webhook.disabled", due.endpoint.id, agency_id=agency, reason=reason
        )


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """What an answer's Retry-After asks for, as seconds or as a date (RFC 9110, 10.2.3)."""
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return timedelta(seconds=min(int(given[:9]), backoff.WAITS[-1].total_seconds()))
    try:
        return max(parsedate_to_datetime(given) - now, timedelta())
    except (ValueError, TypeError):
        return None


def _code(failed: httpx.HTTPError) -> str:
    if isinstance(failed, httpx.ConnectError):
        return "tls-failed" if "SSL" in str(failed).upper() else "connection-refused"
    return "protocol-error"
