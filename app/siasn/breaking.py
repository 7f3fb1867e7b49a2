"""When SIASN is asked again, and when it is left alone. Pure."""

from dataclasses import dataclass

ATTEMPTS = 5
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
"""Seconds; what SIASN asks for (Retry-After) is kept up to this."""
SPREAD = 0.2


def wait_after(attempts: int, chance: float, asked: float | None = None) -> float | None:
    """Seconds to wait after so many attempts, each twice the one before; None: it was the last.

    `chance` is 0..1 and makes it a little longer or shorter.
    """
    if attempts >= ATTEMPTS:
        return None
    planned: float = FIRST_WAIT * 2.0 ** (attempts - 1) * (1 + SPREAD * (2 * chance - 1))
    return min(max(planned, asked or 0.0), LONGEST_WAIT)


@dataclass(slots=True)
class Breaker:
    """Opens after so many failures in a row, each after all its attempts; any answer closes it."""

    limit: int = 3
    failures: int = 0

    @property
    def open(self) -> bool:
        """Whether nothing more should be sent."""
        return self.failures >= self.limit

    def told(self, *, answered: bool) -> None:
        """Count what came of one sending."""
        self.failures = 0 if answered else self.failures + 1
