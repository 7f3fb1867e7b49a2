"""SIASN's API as it answers: two tokens, an envelope with a code, a gateway before it.

An answer is `{"code": 1, …}`, or `{"code": 0, "message": …}` with status 200 where something was
wrong. The gateway answers for itself too: in HTML, with 429, or with 5xx when SIASN is away.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum
from http import HTTPStatus
from types import TracebackType
from typing import Any, NamedTuple, Self

import httpx
import orjson

from app.siasn.breaking import Breaker, wait_after
from app.siasn.errors import SiasnAway, TokensRefused
from app.siasn.shapes import Payload

TIMEOUT = httpx.Timeout(30, connect=10)
LONGEST_MESSAGE = 500
TOKENS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
Sleep = Callable[[float], Awaitable[None]]


class Outcome(StrEnum):
    """What came of a payload."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """SIASN took it and refuses what it says."""
    FAILED = "failed"
    """No answer that can be understood, after every attempt."""


class Verdict(NamedTuple):
    """What SIASN said of a payload."""

    outcome: Outcome
    message: str = ""
    """Its own words."""


class Siasn:
    """Sends payloads one after the other, at most `rate` a minute."""

    def __init__(
        self, url: str, apim: str, sso: str, rate: int, sleep: Sleep = asyncio.sleep
    ) -> None:
        headers = {"Authorization": f"Bearer {apim}", "Auth": f"bearer {sso}"}
        self.client = httpx.AsyncClient(headers=headers, timeout=TIMEOUT)
        self.url, self.interval, self.sleep = url, 60 / rate, sleep
        self.breaker = Breaker()
        self.next = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.client.aclose()

    async def save(self, address: str, payload: Payload) -> Verdict:
        """Send a payload until SIASN answers; a save of the same again changes nothing there.

        Raises TokensRefused, since no other payload would fare better, and SiasnAway when several
        in a row had no answer.
        """
        attempts = 0
        while True:
            attempts += 1
            verdict, asked = await self._attempt(address, payload)
            wait = None
            if verdict.outcome is Outcome.FAILED:
                wait = wait_after(attempts, random.random(), asked)  # noqa: S311 - spreads load, keeps no secret
            if wait is None:
                break
            await self.sleep(wait)
        self.breaker.told(answered=verdict.outcome is not Outcome.FAILED)
        if self.breaker.open:
            raise SiasnAway(message=verdict.message)
        return verdict

    async def _attempt(self, address: str, payload: Payload) -> tuple[Verdict, float | None]:
        """What one request came to, and how long SIASN asks to be left alone."""
        await self._turn()
        try:
            answer = await self.client.post(self.url + address, json=payload)
        except httpx.HTTPError as error:
            return Verdict(Outcome.FAILED, type(error).__name__), None
        if answer.status_code in TOKENS:
            raise TokensRefused(status=answer.status_code)
        asked = answer.headers.get("retry-after", "")
        return read(answer.status_code, answer.content), float(asked) if asked.isdigit() else None

    async def _turn(self) -> None:
        now = time.monotonic()
        if now < self.next:
            await self.sleep(self.next - now)
        self.next = max(now, self.next) + self.interval


def read(status: int, content: bytes) -> Verdict:
    """What an answer means. Only what is in SIASN's envelope is SIASN's own word."""
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Verdict(Outcome.FAILED, f"HTTP {status}")
    envelope = _envelope(content)
    if envelope is None:
        return Verdict(Outcome.FAILED, f"HTTP {status} without SIASN's envelope")
    message = str(envelope.get("message") or "")[:LONGEST_MESSAGE]
    accepted = status < HTTPStatus.MULTIPLE_CHOICES and str(envelope["code"]) == "1"
    return Verdict(Outcome.ACCEPTED if accepted else Outcome.REJECTED, message)


def _envelope(content: bytes) -> dict[str, Any] | None:
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) and "code" in found else None
