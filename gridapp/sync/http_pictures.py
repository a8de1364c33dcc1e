"""Pictures over HTTP: pieces handed over and fetched, each asked for and answered by its range."""

import re

from gridapp.domain.pictures import PIECE, PictureNotThere, PictureRefused
from gridapp.domain.words import N_
from gridapp.sync import link
from gridapp.sync.http import HttpRemote, Response, check_ours, refused, total_of
from gridapp.wire import codec, signature
from gridapp.wire.pictures import PictureHeld, PicturePiece

_HELD = re.compile("[0-9]{1,12}")
_REFUSALS = {404: PictureNotThere, 406: PictureRefused}
_SAID = frozenset({200, 201, 206, 409})
_NOT_THERE = 404


class HttpPictures(HttpRemote):
    """The hub over HTTP with its pictures: a `PictureRemote`."""

    def picture_held(self, name: str) -> PictureHeld:
        """How much of the picture of this name the hub has."""
        return _held(self._photo("HEAD", name))

    def put_picture_piece(self, name: str, offset: int, total: int, picture: bytes) -> PictureHeld:
        """Hand over a piece; sent again after a cut it is not taken twice."""
        span = f"bytes {offset}-{offset + len(picture) - 1}/{total}"
        return _held(self._photo("PUT", name, {"Content-Range": span}, picture))

    def get_picture(self, name: str, offset: int) -> PicturePiece:
        """The picture from `offset`, at most one piece."""
        answer = self._photo("GET", name, {"Range": f"bytes={offset}-{offset + PIECE - 1}"})
        return PicturePiece(answer.content, total_of(answer, offset, PIECE))

    def _photo(
        self, method: str, name: str, span: dict[str, str] | None = None, body: bytes = b""
    ) -> Response:
        """The hub's own answer to this request; raises what it refuses with."""
        path, spans = f"/v1/photos/{name}", span or {}
        about = signature.about(path, "".join(spans.values()))
        signed = signature.headers(self._private_key, self._device_id, about, body)
        ours = {codec.HEADER: codec.HEADERS[codec.HEADER], "Content-Type": codec.PICTURE_TYPE}
        answer = self._call(method, path, body, {**ours, **spans, **signed})
        if answer.status_code not in _SAID:
            raise _refusal(answer, body)
        check_ours(answer, about.encode() + body, codec.PICTURE_TYPE)
        return answer


def _held(answer: Response) -> PictureHeld:
    held = answer.headers.get(codec.HELD, "")
    if not _HELD.fullmatch(held):
        raise link.changed()
    return PictureHeld(int(held), stored=answer.headers.get(codec.STORED) == "yes")


def _refusal(answer: Response, body: bytes) -> Exception:
    if answer.request.method != "HEAD":
        return refused(answer, body, _REFUSALS)
    check_ours(answer, body, codec.MEDIA_TYPE)  # there is no room for a sentence
    unknown = PictureNotThere(N_("The office hub knows no such photo of yours."))
    return unknown if answer.status_code == _NOT_THERE else link.fault()
