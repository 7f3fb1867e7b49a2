"""uvicorn as we run it: one process, uvloop, no access log of its own."""

import uvicorn
from starlette.types import ASGIApp


async def serve_on(app: ASGIApp, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM; running requests may finish."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        http="httptools",
        timeout_graceful_shutdown=5,
        backlog=4096,
        server_header=False,
    )
    await uvicorn.Server(config).serve()
