"""Messages as bytes and back: columnar JSON under zstd, with a lid on what it may unpack to."""

from typing import Any, TypeVar

import msgspec
import zstandard

from gridapp.wire.columns import Columns, pack, unpack
from gridapp.wire.messages import PROTOCOL, Answer, Ask, Change, Cursor, Receipt

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


def encode(message: Any) -> bytes:
    """A message as bytes."""
    return zstandard.compress(msgspec.json.encode(_body(message)), _LEVEL)


def decode(sent: bytes, kind: type[Message]) -> Message:
    """The message of `kind` in these bytes; raises NotOurs."""
    try:
        text = zstandard.ZstdDecompressor().stream_reader(sent).read(_MOST_BYTES + 1)
        if len(text) > _MOST_BYTES:
            raise NotOurs("a message of this size is not ours")
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
        case _:
            return message


def _message(text: bytes, kind: Any) -> Any:
    if kind is Ask:
        ask = msgspec.json.decode(text, type=_AskBody)
        changes = [change.held() for change in _read(ask.changes, Change)]
        return Ask(changes, _read(ask.cursors, Cursor), ask.desk_at)
    if kind is Answer:
        answer = msgspec.json.decode(text, type=_AnswerBody)
        return Answer(
            _read(answer.receipts, Receipt),
            {name: unpack(columns) for name, columns in answer.records.items()},
            _read(answer.cursors, Cursor),
            answer.more,
            answer.hub_at,
        )
    return msgspec.json.decode(text, type=kind)


def _read(columns: Columns, kind: type[Message]) -> list[Message]:
    return msgspec.convert(unpack(columns), list[kind])  # type: ignore[valid-type]  # a value here
