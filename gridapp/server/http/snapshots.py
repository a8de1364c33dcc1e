"""Snapshots over HTTP: a piece fetched by its range, so that a cut goes on at the byte."""

import re
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from gridapp.domain.snapshots import NoSuchPart
from gridapp.domain.words import N_
from gridapp.server.http.answering import answered, echoed, sender
from gridapp.server.http.described import refusals
from gridapp.server.hub import Hub
from gridapp.wire import codec

_RANGE = re.compile(r"bytes=([0-9]{1,9})-[0-9]{0,12}")  # PostgreSQL counts bytes in 32 bits
_PARTLY = 206
# What has this name never changes; only the laptop may keep it.
_KEPT = "private, max-age=31536000, immutable"


def route(hub: Hub) -> HTTPRouteHandler:
    """What can be asked about the snapshot of a name."""

    @get("/v1/snapshots/{etag:str}", sync_to_thread=True, responses=refusals(400, 401, 426, 500))
    def give(request: Request[Any, Any, Any], etag: FromPath[str]) -> Response[bytes]:
        def given() -> Response[bytes]:
            offset = _offset(request.headers.get("Range", ""))
            piece = hub.at(sender(hub, request, b"")).snapshot_piece(etag, offset)
            last = offset + len(piece.body) - 1
            told = {
                "Content-Range": f"bytes {offset}-{last}/{piece.total}",
                "ETag": f'"{etag}"',
                "Cache-Control": _KEPT,
            }
            headers = echoed(request, told, codec.SNAPSHOT_TYPE)
            return Response(piece.body, status_code=_PARTLY, **headers)

        return answered(request, b"", given)

    return give


def _offset(span: str) -> int:
    found = _RANGE.fullmatch(span)
    if found is None:
        raise NoSuchPart(
            N_("The office hub could not read which part of the records was asked for.")
        )
    return int(found[1])
