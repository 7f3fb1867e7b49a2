"""The page, what it is started with, and where a provider of identities sends people back to."""

from html import escape
from importlib.resources import files
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/assets/swagger-ui.css">
<link rel="icon" href="/assets/favicon.png">
</head>
<body>
<div id="swagger-ui" data-options="{options}"></div>
<script src="/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
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


def options() -> dict[str, Any]:
    """What Swagger UI is started with."""
    return {"ui": OPTIONS}


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """Swagger UI."""
    given = escape(orjson.dumps(options()).decode())
    return HTMLResponse(PAGE.format(title=escape(request.app.title), options=given))


@router.get("/docs/oauth2-redirect")
async def docs_return(request: Request) -> HTMLResponse:
    """Where a provider of identities sends the browser back to."""
    return HTMLResponse(RETURN.format(title=escape(request.app.title)))


@router.get("/docs/start.js")
async def docs_start() -> Response:
    """The script that starts Swagger UI."""
    return script("start.js")


@router.get("/docs/oauth2-redirect.js")
async def docs_return_script() -> Response:
    """The script that hands the code of a sign-in to Swagger UI."""
    return script("oauth2-redirect.js")


def script(name: str) -> Response:
    content = (files("app.core.swagger") / name).read_bytes()
    return Response(content, media_type="text/javascript")
