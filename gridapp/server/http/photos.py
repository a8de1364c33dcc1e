"""Photos over HTTP: how much is held, a piece handed over, a piece fetched."""

import re
from collections.abc import Callable
from typing import Any

from litestar import HttpMethod, Request, Response, get, put, route
from litestar.concurrency import sync_to_thread
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from gridapp.domain.pictures import PIECE, PictureRefused
from gridapp.domain.words import N_
from gridapp.server.http.answering import answered, echoed, sender
from gridapp.server.hub import DeskSide, Hub
from gridapp.wire import codec
from gridapp.wire.pictures import PictureHeld, PicturePiece

_PUT = re.compile(r"bytes ([0-9]{1,12})-([0-9]{1,12})/([0-9]{1,12})")
_GET = re.compile(r"bytes=([0-9]{1,12})-[0-9]{0,12}")
_TAKEN, _STORED, _PARTLY, _DOES_NOT_FIT = 200, 201, 206, 409
_Request = Request[Any, Any, Any]


def routes(hub: Hub) -> list[HTTPRouteHandler]:
    """What can be asked about the picture of a name."""

    async def said(
        request: _Request, body: bytes, act: Callable[[DeskSide], Response[bytes]]
    ) -> Response[bytes]:
        # Litestar's own thread for a handler fails where several share one path.
        return await sync_to_thread(
            answered, request, body, lambda: act(hub.at(sender(hub, request, body)))
        )

    @route("/v1/photos/{name:str}", http_method=[HttpMethod.HEAD])
    async def held(request: _Request, name: FromPath[str]) -> Response[bytes]:
        return await said(
            request, b"", lambda side: _held(_TAKEN, side.picture_held(name), request)
        )

    @put("/v1/photos/{name:str}", request_max_body_size=PIECE)
    async def take(request: _Request, name: FromPath[str], body: RawBody) -> Response[bytes]:
        def taken(side: DeskSide) -> Response[bytes]:
            offset, last, total = _numbers(_PUT, request.headers.get("Content-Range", ""))
            if last + 1 - offset != len(body):
                raise _no_range()
            after = side.put_picture_piece(name, offset, total, body)
            fits = after.held == offset + len(body)
            status = _STORED if after.stored else _TAKEN if fits else _DOES_NOT_FIT
            return _held(status, after, request, body)

        return await said(request, body, taken)

    @get("/v1/photos/{name:str}")
    async def give(request: _Request, name: FromPath[str]) -> Response[bytes]:
        def given(side: DeskSide) -> Response[bytes]:
            (offset,) = _numbers(_GET, request.headers.get("Range", ""))
            return _piece(offset, side.get_picture(name, offset), request)

        return await said(request, b"", given)

    return [held, take, give]


def _numbers(pattern: re.Pattern[str], span: str) -> list[int]:
    found = pattern.fullmatch(span)
    if found is None:
        raise _no_range()
    return [int(number) for number in found.groups()]


def _no_range() -> PictureRefused:
    return PictureRefused(N_("The office hub could not read which part of the photo was sent."))


def _held(status: int, held: PictureHeld, request: _Request, body: bytes = b"") -> Response[bytes]:
    told = {codec.HELD: str(held.held), codec.STORED: "yes" if held.stored else "no"}
    return Response(b"", status_code=status, **echoed(request, told, codec.PICTURE_TYPE, body))


def _piece(offset: int, piece: PicturePiece, request: _Request) -> Response[bytes]:
    last = offset + len(piece.picture) - 1
    told = {"Content-Range": f"bytes {offset}-{last}/{piece.total}"}
    return Response(piece.picture, status_code=_PARTLY, **echoed(request, told, codec.PICTURE_TYPE))
