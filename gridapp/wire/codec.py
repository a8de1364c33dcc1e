"""Messages as bytes and back: columnar JSON under zstd, with a lid on what it may unpack to."""

from typing import Any, TypeVar

import msgspec
import zstandard

from gridapp.wire.columns import Columns, pack, unpack
from gridapp.wire.messages import PROTOCOL, Answer, Ask, Change, Cursor, Enrolment, Receipt

MEDIA_TYPE = "application/vnd.gridapp.v1+zstd"
HEADER = "Gridapp-Protocol"
DIGEST = "Gridapp-Digest"
HEADERS = {"Content-Type": MEDIA_TYPE, HEADER: str(PROTOCOL)}
_MOST_BYTES = 64 * 1024 * 1024
_LEVEL = 3

Message = TypeVar("Message")


class NotOurs(ValueError):  # noqa: N818 - it says what the bytes are
    """These bytes are no message of ours."""


class _AskBody(msgspec.Struct, frozen=True):
    changes: Columns
    cursors: Columns
    desk_at: str


class _AnswerBody(msgspec.Struct, frozen=True):
    receipts: Columns
    records: dict[str, Columns]
    cursors: Columns
    more: bool
    hub_at: str


class _EnrolmentBody(Enrolment, frozen=True):
    first: _AnswerBody  # type: ignore[assignment]  # the same, as columns


def encode(message: Any) -> bytes:
    """A message as bytes; its checksum shows a bit that flipped on the way."""
    compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    return compressor.compress(msgspec.json.encode(_body(message)))


def decode(sent: bytes, kind: type[Message]) -> Message:
    """The message of `kind` in these bytes; raises NotOurs."""
    try:
        if not 0 <= zstandard.frame_content_size(sent) <= _MOST_BYTES:
            raise NotOurs("a message of this size is not ours")
        text = zstandard.ZstdDecompressor().decompress(sent, allow_extra_data=False)
        read: Message = _message(text, kind)
    except (
        zstandard.ZstdError,
        msgspec.MsgspecError,
        ValueError,
        TypeError,
        RecursionError,  # lists in lists in lists
    ) as problem:
        raise NotOurs(str(problem)) from problem
    return read


def _rows(entries: Any) -> Columns:
    return pack([msgspec.structs.asdict(entry) for entry in entries])


def _body(message: Any) -> Any:
    match message:
        case Ask():
            return _AskBody(_rows(message.changes), _rows(message.cursors), message.desk_at)
        case Answer():
            return _AnswerBody(
                _rows(message.receipts),
                {kind: pack(rows) for kind, rows in message.records.items()},
                _rows(message.cursors),
                message.more,
                message.hub_at,
            )
        case Enrolment():
            return msgspec.structs.replace(message, first=_body(message.first))
        case _:
            return message


def _message(text: bytes, kind: Any) -> Any:
    if kind is Ask:
        ask = msgspec.json.decode(text, type=_AskBody)
        changes = [change.held() for change in _read(ask.changes, Change)]
        return Ask(changes, _read(ask.cursors, Cursor), ask.desk_at)
    if kind is Answer:
        return _answer(msgspec.json.decode(text, type=_AnswerBody))
    if kind is Enrolment:
        told = msgspec.structs.asdict(msgspec.json.decode(text, type=_EnrolmentBody))
        return Enrolment(**told | {"first": _answer(told["first"])})
    return msgspec.json.decode(text, type=kind)


def _answer(body: _AnswerBody) -> Answer:
    return Answer(
        _read(body.receipts, Receipt),
        {name: unpack(columns) for name, columns in body.records.items()},
        _read(body.cursors, Cursor),
        body.more,
        body.hub_at,
    )


def _read(columns: Columns, kind: type[Message]) -> list[Message]:
    return msgspec.convert(unpack(columns), list[kind])  # type: ignore[valid-type]  # a value here
