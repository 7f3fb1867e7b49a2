"""Counters for Prometheus, by route template and status; never by path, which may name people."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "talenta_requests_total", "Requests answered.", ["method", "route", "status"], registry=REGISTRY
)
SECONDS = Histogram(
    "talenta_request_seconds",
    "Time to answer, in seconds.",
    ["route"],
    registry=REGISTRY,
    buckets=(0.005, 0.02, 0.1, 0.5, 2, 10),
)
DEPRECATED = Counter(
    "talenta_deprecated_requests_total",
    "Requests that used something deprecated; the log says whose they were.",
    ["what"],
    registry=REGISTRY,
)
_children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    pair = _children.get((method, route, status))
    if pair is None:
        pair = (REQUESTS.labels(method, route, str(status)), SECONDS.labels(route))
        _children[method, route, status] = pair
    pair[0].inc()
    pair[1].observe(seconds)


def observe_deprecated(names: Iterable[str]) -> None:
    """Count what a request used of what is going to end."""
    for name in names:
        DEPRECATED.labels(name).inc()


def exposition() -> bytes:
    """All metrics in Prometheus' text format."""
    return generate_latest(REGISTRY)
