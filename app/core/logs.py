"""Structured logs: one JSON line an event, with the request id; no tokens, no personal data.

What we log ourselves names nobody. Faults are logged with the words of whatever raised them, ours
or a library's, and those may quote a row or a header: they are scrubbed.
"""

import logging
import sys
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict

from app.core.scrubbing import scrubbed


class Scrubbing(logging.Formatter):
    """What libraries log, without secrets and without people."""

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))


def without_people(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """A fault's words, scrubbed; other events have none but our own."""
    for name in ("exception", "error", "refusal"):
        if name in event:
            event[name] = scrubbed(str(event[name]))
    return event


def configure(level: str) -> None:
    """Send our own events and the libraries' warnings to standard error."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    renderer: Any = structlog.processors.JSONRenderer(serializer=orjson.dumps, default=str)
    loggers: Any = structlog.BytesLoggerFactory(sys.stderr.buffer)
    if sys.stderr.isatty():
        renderer, loggers = (
            structlog.dev.ConsoleRenderer(),
            structlog.PrintLoggerFactory(sys.stderr),
        )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_people,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=loggers,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Scrubbing(logging.BASIC_FORMAT))
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
