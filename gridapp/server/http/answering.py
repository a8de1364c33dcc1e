"""One request and its answer: bytes in, bytes out; who sent them is checked here and nowhere else."""

import logging
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from gridapp.domain.errors import Expected
from gridapp.domain.pictures import PictureNotThere, PictureRefused
from gridapp.domain.snapshots import NoSuchPart, SnapshotGone
from gridapp.domain.words import N_
from gridapp.server.accounts import Device, NotLetIn
from gridapp.server.hub import Hub
from gridapp.store.engine import CommitUnknown, DatabaseAway, DatabaseBusy
from gridapp.wire import codec, signature
from gridapp.wire.messages import Problem

MOST_BYTES = 32 * 1024 * 1024
_MISTAKE = N_("The office hub made a mistake. Everything you wrote is still here.")
_NOT_ASKED = N_("The office hub cannot be asked this. Its program may be older than the laptop's.")
_UNREAD = {
    413: N_("This is too much at once for the office hub. Everything you wrote is still here."),
    500: _MISTAKE,
}
# Litestar's words where a laptop is cut while it sends: it has no class for it.
_CUT = "client disconnected prematurely"
log = logging.getLogger(__name__)


class Unreadable(Expected):
    """The request is no message of ours."""


class NotAsSent(Expected):
    """What came is not what a laptop we know has signed."""


class OtherMedia(Expected):
    """The request does not even say that it is one."""


class OtherVersion(Expected):
    """Laptop and hub would not understand each other."""


_STATUS: Mapping[type[Expected], int] = {
    NotAsSent: 400,
    NotLetIn: 401,
    PictureNotThere: 404,
    PictureRefused: 406,
    SnapshotGone: 404,
    NoSuchPart: 416,
    OtherMedia: 415,
    OtherVersion: 426,
    DatabaseAway: 503,
    DatabaseBusy: 503,
    CommitUnknown: 503,
}


def read(request: Request[Any, Any, Any], body: bytes, kind: Any) -> Any:
    """The message of `kind` in a request; raises OtherMedia or Unreadable."""
    if request.headers.get("Content-Type", "").split(";")[0] != codec.MEDIA_TYPE:
        raise OtherMedia(N_("The hub reads messages of gridapp only. Nothing was taken."))
    try:
        return codec.decode(body, kind)
    except codec.NotOurs:
        raise Unreadable(
            N_("The hub could not read what was sent. Nothing was lost. Please try again.")
        ) from None


def sender(hub: Hub, request: Request[Any, Any, Any], body: bytes) -> Device:
    """The laptop that signed this request, with the range it is about.

    Raises NotLetIn for a laptop nobody knows, else NotAsSent.
    """
    device_id = request.headers.get(signature.DEVICE, "")
    signed = request.headers.get(signature.SIGNATURE, "")
    found = hub.device(device_id)
    said = signature.about(request.url.path, span_of(request))
    if found is None:
        raise NotLetIn(
            N_(
                "The office hub does not know this laptop, or has stopped it. "
                "Everything you wrote is still here. Please ask the office."
            )
        )
    if not signature.is_signed(found.public_key, device_id, said, body, signed):
        raise NotAsSent(
            N_(
                "What was sent was changed on the way. Nothing was taken as sent; everything is "
                "saved on this laptop. Send again; if this comes back, please ask the office."
            )
        )
    return found


def span_of(request: Request[Any, Any, Any]) -> str:
    """The range a request is about, "" where it is about the whole."""
    return request.headers.get("Content-Range") or request.headers.get("Range") or ""


def echoed(
    request: Request[Any, Any, Any], told: Mapping[str, str], media: str, body: bytes = b""
) -> dict[str, Any]:
    """What makes bytes that are no message the hub's answer to this request and no other."""
    asked = signature.about(request.url.path, span_of(request)).encode() + body
    ours = {codec.HEADER: codec.HEADERS[codec.HEADER], codec.DIGEST: signature.digest(asked)}
    return {"headers": {"Cache-Control": "no-store", **ours, **told}, "media_type": media}


def answered(
    request: Request[Any, Any, Any], body: bytes, answer: Callable[[], Any]
) -> Response[bytes]:
    """The answer, its message as a response, or the Problem that kept it from being one."""
    try:
        _check_version(request)
        made = answer()
        thrifty = request.headers.get(codec.THRIFTY) == "yes"
        is_made = isinstance(made, Response)
        return made if is_made else response(200, made, body, thrifty=thrifty)
    except Expected as problem:
        status = _STATUS.get(type(problem), 422)
        echoed_body = None if isinstance(problem, NotAsSent) else body  # it is not what was sent
        return response(status, Problem(problem.text, dict(problem.values)), echoed_body)
    except Exception as bug:  # noqa: BLE001 - the one place where the hub's bugs are logged
        # Where it happened, never what it said: messages carry names and numbers of people.
        log.error("%s failed: %s at %s", request.url.path, type(bug).__name__, _where(bug))  # noqa: TRY400
        return response(500, Problem(_MISTAKE, {}), body)


def _check_version(request: Request[Any, Any, Any]) -> None:
    if request.headers.get(codec.HEADER) != codec.HEADERS[codec.HEADER]:
        raise OtherVersion(
            N_(
                "The office hub and this laptop have different versions of the program. Everything "
                "you wrote is saved on this laptop. Please ask the office for the newer program."
            )
        )


def _where(bug: Exception) -> str:
    frames = reversed(traceback.extract_tb(bug.__traceback__))
    return " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)


def response(
    status: int, message: Any, body: bytes | None = None, *, thrifty: bool = False
) -> Response[bytes]:
    """A message of ours in answer to `body`, whose digest it echoes where it was read."""
    headers = {**codec.HEADERS, "Cache-Control": "no-store"}
    if body is not None:
        headers[codec.DIGEST] = signature.digest(body)
    media = headers.pop("Content-Type")
    said = codec.encode(message, thrifty=thrifty)
    return Response(said, status_code=status, headers=headers, media_type=media)


def before_reading(_: Request[Any, Any, Any], problem: Exception) -> Response[bytes]:
    """What a request ends with that never came to its handler: a Problem too."""
    refused = problem if isinstance(problem, HTTPException) else HTTPException(status_code=500)
    is_ours = refused.status_code >= 500  # noqa: PLR2004 - HTTP's own boundary
    if is_ours and refused.detail != _CUT:
        log.error("a request failed before it was read: %s", type(problem).__name__)
    told = response(refused.status_code, Problem(_UNREAD.get(refused.status_code, _NOT_ASKED), {}))
    told.headers.update(refused.headers or {})
    return told
