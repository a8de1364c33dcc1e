"""HTTP for the hub: bytes in, bytes out; who sent them is checked here and nowhere else."""

import logging
import socket
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.server.accounts import Device, NotLetIn
from gridapp.server.hub import Hub
from gridapp.wire import codec, signature
from gridapp.wire.messages import Ask, Problem, SignIn

log = logging.getLogger(__name__)
_MOST_BYTES = 32 * 1024 * 1024


class Unreadable(Expected):
    """The request is no message of ours."""


def app(hub: Hub) -> Litestar:
    """The hub as an ASGI application."""

    @post("/v1/sign-in", sync_to_thread=True)
    def sign_in(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
        return _answered(request, body, lambda: hub.sign_in(_read(body, SignIn)))

    @post("/v1/exchange", sync_to_thread=True)
    def exchange(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
        return _answered(
            request, body, lambda: hub.at(_sender(hub, request, body)).exchange(_read(body, Ask))
        )

    @get("/health", sync_to_thread=False)
    def health() -> dict[str, str]:
        return {"gridapp": "hub"}

    return Litestar(
        [sign_in, exchange, health],
        openapi_config=None,
        logging_config=None,  # its own lines carry what people sent
        request_max_body_size=_MOST_BYTES,
        exception_handlers={Exception: _bug},
    )


def run(hub: Hub, listener: socket.socket, *, is_over: Callable[[], bool]) -> None:
    """Serve at an open socket until the program is told to stop or, asked each second, is over."""

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
    )
    server = uvicorn.Server(config)
    server.run(sockets=[listener])


def _read(body: bytes, kind: Any) -> Any:
    try:
        return codec.decode(body, kind)
    except codec.NotOurs:
        raise Unreadable(
            N_("The hub could not read what was sent. Nothing was lost. Please try again.")
        ) from None


def _sender(hub: Hub, request: Request[Any, Any, Any], body: bytes) -> Device:
    device_id = request.headers.get(signature.DEVICE, "")
    signed = request.headers.get(signature.SIGNATURE, "")
    found = hub.device(device_id)
    path = request.url.path
    if found and signature.is_signed(found.public_key, device_id, path, body, signed):
        return found
    raise NotLetIn(
        N_(
            "The office hub does not know this laptop, or has stopped it. "
            "Everything you wrote is still here. Please ask the office."
        )
    )


def _answered(request: Request[Any, Any, Any], body: bytes, answer: Any) -> Response[bytes]:
    try:
        return _response(200, answer(), body)
    except NotLetIn as problem:
        return _response(401, Problem(problem.text, dict(problem.values)), body)
    except Expected as problem:
        return _response(422, Problem(problem.text, dict(problem.values)), body)
    except Exception as bug:  # noqa: BLE001 - the one place where the hub's bugs are logged
        # Where it happened, never what it said: messages carry names and numbers of people.
        log.error("%s failed: %s at %s", request.url.path, type(bug).__name__, _where(bug))  # noqa: TRY400
        problem_text = N_("The office hub made a mistake. Everything you wrote is still here.")
        return _response(500, Problem(problem_text, {}), body)


def _where(bug: Exception) -> str:
    frames = reversed(traceback.extract_tb(bug.__traceback__))
    return " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)


def _response(status: int, message: Any, body: bytes) -> Response[bytes]:
    headers = {**codec.HEADERS, codec.DIGEST: signature.digest(body)}
    media = headers.pop("Content-Type")
    return Response(codec.encode(message), status_code=status, headers=headers, media_type=media)


def _bug(_: Request[Any, Any, Any], problem: Exception) -> Response[bytes]:
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    if status >= 500:  # noqa: PLR2004 - HTTP's own boundary
        log.error("a request failed before it was read: %s", type(problem).__name__)
    return Response(b"", status_code=status)
