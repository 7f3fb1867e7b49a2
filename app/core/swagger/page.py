"""The page, what it is started with, and where a provider of identities sends people back to."""

from html import escape
from importlib.resources import files
from typing import Any, Protocol

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.core import headers

router = APIRouter(include_in_schema=False)

POLICY = headers.PAGE[1].decode()

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/assets/swagger-ui.css">
<link rel="stylesheet" href="/docs/page.css">
<link rel="icon" href="/assets/favicon.png">
</head>
<body>
<nav id="roles" aria-label="Peran / Roles" hidden></nav>
<div id="swagger-ui" data-options="{options}"></div>
<script src="/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
TO_READ = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/assets/favicon.png">
</head>
<body>
<div id="redoc"></div>
<script src="/assets/redoc.standalone.js"></script>
<script src="/docs/redoc.js"></script>
</body>
</html>
"""
RETURN = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body><script src="/docs/oauth2-redirect.js"></script></body>
</html>
"""
OPTIONS = {
    "url": "/openapi.json",
    "persistAuthorization": True,
    "displayRequestDuration": True,
    "filter": True,
    "tryItOutEnabled": True,
    "deepLinking": True,
}


class SignIn(Protocol):
    """How people sign in, where they can (`app.state.sign_in`)."""

    def login(self) -> dict[str, Any] | None:
        """What Swagger UI is told about it."""

    async def origins(self) -> list[str]:
        """The origins that the page talks to besides ours."""


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """Swagger UI."""
    sign_in: SignIn | None = request.app.state.sign_in
    options = {
        "ui": OPTIONS,
        "login": sign_in and sign_in.login(),
        "roles": request.app.state.roles,
    }
    given = escape(orjson.dumps(options).decode())
    page = PAGE.format(title=escape(request.app.title), options=given)
    if sign_in is None:
        return HTMLResponse(page)
    origins = " ".join(["connect-src 'self'", *await sign_in.origins()])
    policy = POLICY.replace("connect-src 'self'", origins)
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


async def docs_return(request: Request) -> HTMLResponse:
    """Where a provider of identities sends the browser back to, with whatever it likes to add."""
    return HTMLResponse(RETURN.format(title=escape(request.app.title)))


# No route of the API: those refuse query parameters that they do not know.
router.add_route("/docs/oauth2-redirect", docs_return, methods=["GET"], include_in_schema=False)


@router.get("/redoc")
async def redoc(request: Request) -> HTMLResponse:
    """ReDoc: the same document, to read. It writes its styles as it goes, and only there it may."""
    page = TO_READ.format(title=escape(request.app.title))
    policy = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


@router.get("/docs/page.css")
async def docs_style() -> Response:
    """What stands above Swagger UI in the demonstration."""
    return of_ours("page.css", "text/css")


@router.get("/docs/redoc.js")
async def docs_redoc() -> Response:
    """The script that starts ReDoc."""
    return script("redoc.js")


@router.get("/docs/start.js")
async def docs_start() -> Response:
    """The script that starts Swagger UI."""
    return script("start.js")


@router.get("/docs/oauth2-redirect.js")
async def docs_return_script() -> Response:
    """The script that hands the code of a sign-in to Swagger UI."""
    return script("oauth2-redirect.js")


def script(name: str) -> Response:
    return of_ours(name, "text/javascript")


def of_ours(name: str, media_type: str) -> Response:
    content = (files("app.core.swagger") / name).read_bytes()
    return Response(content, media_type=media_type)
