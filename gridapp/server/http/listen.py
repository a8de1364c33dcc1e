"""Serves the hub at an open socket until it is told to end."""

import gc
import socket
import ssl
from collections.abc import Callable

import uvicorn

from gridapp.server.http.app import app
from gridapp.server.hub import Hub


def run(
    hub: Hub,
    listener: socket.socket,
    *,
    is_over: Callable[[], bool],
    protected: ssl.SSLContext | None = None,
) -> None:
    """Serve at an open socket until the program is told to stop or, asked each second, is over.

    With `protected` it speaks https.
    """

    async def look() -> None:
        server.should_exit = server.should_exit or is_over()

    config = uvicorn.Config(
        app(hub),
        log_config=None,
        access_log=False,
        lifespan="off",
        log_level="warning",
        timeout_notify=0,
        callback_notify=look,
        ssl_context_factory=(lambda *_: protected) if protected else None,
    )
    server = uvicorn.Server(config)
    # A pass of the collector over all that was imported takes longer than a small request.
    gc.freeze()
    server.run(sockets=[listener])
