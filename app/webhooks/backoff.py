"""When a message that was not taken is sent again: over three days, then no more. Pure.

The waits are those that the Standard Webhooks specification recommends, each a little longer or
shorter by chance, so that an endpoint which comes back is not overrun.
"""

from datetime import timedelta

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""After the first attempt, the second, …"""
ATTEMPTS = len(WAITS) + 1
SPREAD = 0.1


def wait_after(attempts: int, chance: float, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after so many attempts, or None when it was the last.

    `chance` is 0..1. What the endpoint `asked` for (Retry-After) is kept where it is longer.
    """
    if attempts >= ATTEMPTS:
        return None
    planned = WAITS[attempts - 1] * (1 + SPREAD * (2 * chance - 1))
    return planned if asked is None else min(max(planned, asked), WAITS[-1])
