"""One click in `/docs` of the demonstration, and one is another of its clients.

Only `talenta demo` has these routes, and they answer nobody but a page of the demonstration itself
on this machine: what they give is a token of a client whose secret the terminal shows as well.
"""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request

from app.core.errors import Forbidden
from app.core.identity import Role
from app.core.service import Service
from app.demo.cast import remembered, signed_in
from app.demo.paths import Paths

HEADER = "x-talenta-demo"
"""A page of another origin cannot send it: it would have to ask first (Fetch Standard)."""


def install(app: FastAPI, service: Service, places: Paths) -> None:
    """Offer the roles of the demonstration's clients in `/docs`."""
    cast = remembered(places)
    if cast is None:
        return
    app.state.roles = [role.value for role in cast]
    router = APIRouter(include_in_schema=False)

    @router.post("/docs/roles/{role}")
    async def play(request: Request, role: Role) -> dict[str, Any]:
        """A token of the client that plays the role."""
        if not _from_here(request):
            raise Forbidden
        actor = await signed_in(service.sessions, cast, role)
        tokens = request.app.state.tokens
        return {
            "access_token": tokens.issue(actor),
            "token_type": "Bearer",
            "expires_in": tokens.lifetime(),
        }

    app.include_router(router)


def _from_here(request: Request) -> bool:
    try:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        named = host == "localhost" or ip_address(host).is_loopback
        local = named and ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:  # another name for this machine: somebody else's page may have it
        local = False
    return local and HEADER in request.headers
