"""Structured logs: one JSON line an event, with the request id; no tokens, no personal data.

What we log ourselves names nobody. Faults are logged with the words of whatever raised them, ours
or a library's, and those may quote a row or a header: they are scrubbed.
"""

import logging
import sys
from datetime import UTC, datetime
from typing import Any, BinaryIO

import orjson
import structlog
from structlog.typing import EventDict

from app.core.scrubbing import scrubbed

LINE = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE


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


class Requests:
    """The line that every answered request costs, written past the processors: a third of them."""

    def __init__(self) -> None:
        self.stream: BinaryIO | None = None

    def __call__(self, **event: Any) -> None:
        if self.stream is None:  # for people at a terminal, or not wanted at all
            structlog.get_logger("http").info("request", **event)
            return
        event |= {"event": "request", "level": "info", "timestamp": datetime.now(UTC)}
        self.stream.write(orjson.dumps(event, default=str, option=LINE))
        self.stream.flush()


answered = Requests()


def configure(level: str) -> None:
    """Send our own events and the libraries' warnings to standard error."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    renderer: Any = structlog.processors.JSONRenderer(serializer=orjson.dumps, default=str)
    loggers: Any = structlog.BytesLoggerFactory(sys.stderr.buffer)
    at_terminal = sys.stderr.isatty()
    answered.stream = None if at_terminal or number > logging.INFO else sys.stderr.buffer
    if at_terminal:
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
