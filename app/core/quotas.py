"""How many requests a caller may make: counted here, in memory, and told in every answer.

A quota's window begins with a caller's first request and ends so many seconds later, so what the
`RateLimit` header says (draft-ietf-httpapi-ratelimit-headers-10) is exact: so many requests are
left for so many seconds. The counts are those of one process; see decision 0020.
"""

import time
from collections import deque
from collections.abc import Callable, Hashable
from functools import lru_cache
from ipaddress import IPv6Address
from math import ceil
from typing import NamedTuple

from starlette.types import Scope

from app.core.config import Settings
from app.core.errors import TooManyRequests
from app.core.identity import Actor

MINUTE = 60
MOST_CALLERS = 100_000
"""Callers that are counted at once; beyond them the ones whose window is oldest are forgotten."""
FREE = frozenset({"/health/live", "/health/ready", "/metrics"})
"""What is never refused: whoever watches the service must see it when it is busy."""
Header = tuple[bytes, bytes]


class Taken(NamedTuple):
    """What is left to a caller after this request; less than nothing is a refusal."""

    quota: "Quota"
    left: int
    seconds: int
    window: list[float]

    def headers(self) -> tuple[Header, Header]:
        """The quota, and what is left of it."""
        quota, left = self.quota, self.left
        return quota.policy, (
            b"ratelimit",
            b'"%b";r=%d;t=%d' % (quota.name, max(0, left), self.seconds),
        )

    def given_back(self) -> "Taken":
        """As if nothing had been asked: for what turned out to be no news."""
        self.window[1] += 1
        return self._replace(left=int(self.window[1]))

    def refusal(self) -> TooManyRequests | None:
        if self.left >= 0:
            return None
        quota = self.quota
        return TooManyRequests(self.seconds, quota=quota.size, window=quota.seconds)


class Quota:
    """So many requests in so many seconds for each caller."""

    def __init__(self, name: str, size: int, seconds: int = MINUTE) -> None:
        self.name, self.size, self.seconds = name.encode(), size, seconds
        self.policy = (b"ratelimit-policy", f'"{name}";q={size};w={seconds}'.encode())
        self._windows: dict[Hashable, list[float]] = {}
        self._opened: deque[tuple[float, Hashable]] = deque()

    def take(self, caller: Hashable, now: float) -> Taken:
        """Count one request."""
        window = self._windows.get(caller)
        if window is None or window[0] <= now:
            window = self._open(caller, now)
        window[1] -= 1
        return Taken(self, int(window[1]), ceil(window[0] - now), window)

    def _open(self, caller: Hashable, now: float) -> list[float]:
        """A new window; forgets those that ended, and the oldest ones when there are too many."""
        ends, windows = now + self.seconds, self._windows
        while self._opened and (self._opened[0][0] <= now or len(self._opened) >= MOST_CALLERS):
            ended, other = self._opened.popleft()
            if windows[other][0] == ended:
                del windows[other]
        self._opened.append((ends, caller))
        windows[caller] = [ends, self.size]
        return windows[caller]


class Quotas:
    """Which quota a request counts against, and whose it is."""

    def __init__(
        self,
        *,
        clients: int,
        anonymous: int,
        tokens: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clients = Quota("client", clients)
        self.anonymous = Quota("anonymous", anonymous)
        self.tokens = Quota("token", tokens)
        self.clock = clock

    @classmethod
    def of(cls, settings: Settings) -> "Quotas":
        return cls(
            clients=settings.rate_limit,
            anonymous=settings.rate_limit_anonymous,
            tokens=settings.rate_limit_tokens,
        )

    def take(self, scope: Scope, actor: object) -> Taken | None:
        """Count a request of an actor or, of nobody known, of its address; None where it is free.

        At the token endpoint the address counts, whoever asks: there a secret can be guessed.
        """
        path = scope["path"]
        if path.startswith("/oauth/"):
            return self.tokens.take(address_of(scope), self.clock())
        if isinstance(actor, Actor):
            return self.clients.take(actor.id, self.clock())
        if path in FREE:
            return None
        return self.anonymous.take(address_of(scope), self.clock())


def address_of(scope: Scope) -> str:
    """Where a request came from. Of an IPv6 address the network counts: a host has 2^64 of them."""
    client = scope.get("client")
    host = str(client[0]) if client else ""
    return network_of(host) if ":" in host else host


@lru_cache(maxsize=10_000)
def network_of(host: str) -> str:
    """The /64 of an IPv6 address; an IPv4 address inside one is itself."""
    try:
        address = IPv6Address(host.partition("%")[0])
    except ValueError:
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"
