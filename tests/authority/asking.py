"""Asking a route about the things of a side, and taking back what that did."""

from contextlib import asynccontextmanager

from fastapi.routing import iter_route_contexts

from tests.authority.case import Case
from tests.authority.cases import CASES
from tests.core.test_doors import PUBLIC


def routes(app) -> list[str]:
    """Every route that needs a token, as `METHOD /path`."""
    return sorted(
        f"{method} {context.path}"
        for context in iter_route_contexts(app.routes)
        for method in sorted(context.methods or ())
        if context.path and context.path not in PUBLIC and method != "HEAD"
    )


def request_to(route, ids):
    """The keyword arguments of a request."""
    method, template = route.split(" ", 1)
    return {"method": method, **CASES.get(route, Case()).of(template, ids)}


@asynccontextmanager
async def answered(connection, client, route, side):
    """The answer, while what it did still holds; everything is taken back afterwards."""
    savepoint = await connection.begin_nested()
    try:
        yield await client.request(**request_to(route, side.ids))
    finally:
        await savepoint.rollback()
