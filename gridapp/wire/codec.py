"""Messages as bytes and back: columnar JSON under zstd, with a lid on what it may unpack to."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain, pairwise
from typing import Any, TypeVar

import msgspec
import zstandard

from gridapp.domain.resources import resource
from gridapp.wire.columns import Columns, check, held, pack, unpack
from gridapp.wire.messages import (
    PROTOCOL,
    Answer,
    Ask,
    Change,
    Cursor,
    Enrolment,
    Healed,
    Healing,
    Offer,
    Receipt,
    Rows,
    Run,
)

MEDIA_TYPE = "application/vnd.gridapp.v1+zstd"
HEADER = "Gridapp-Protocol"
DIGEST = "Gridapp-Digest"
PICTURE_TYPE = "image/jpeg"
SNAPSHOT_TYPE = "application/vnd.gridapp.snapshot.v1"
HELD = "Gridapp-Held"  # bytes of a picture the hub has
THRIFTY = "Gridapp-Thrifty"  # the line is slow: bytes are dearer than time
STORED = "Gridapp-Stored"  # yes once it is whole and what its name says
HEADERS = {"Content-Type": MEDIA_TYPE, HEADER: str(PROTOCOL)}
_MOST_BYTES = 64 * 1024 * 1024
_LEVEL, _THRIFTY_LEVEL = 3, 19

Message = TypeVar("Message")


class NotOurs(ValueError):  # noqa: N818 - it says what the bytes are
    """These bytes are no message of ours."""


class _AskBody(msgspec.Struct, frozen=True, omit_defaults=True):
    changes: Columns
    cursors: Columns
    desk_at: str
    made: dict[str, Columns] = {}
    healing: Healing | None = None
    turn: str = ""


class _AnswerBody(msgspec.Struct, frozen=True, omit_defaults=True):
    receipts: Columns
    records: dict[str, Columns]
    cursors: Columns
    more: bool
    hub_at: str
    numbers: dict[str, list[int]] = {}
    seals: tuple[bytes, ...] = ()
    unsure: tuple[str, ...] = ()
    durable: Mapping[str, int] = {}
    offers: tuple[Offer, ...] = ()
    healed: Healed | None = None
    turn: str = ""
    is_double: bool = False
    runs: tuple[Run, ...] = ()


class _EnrolmentBody(Enrolment, frozen=True):
    first: _AnswerBody  # type: ignore[assignment]  # the same, as columns


@cache
def _dictionary() -> zstandard.ZstdCompressionDict:
    """What small messages have in common: an evening's visits take a fifth less with it."""
    return zstandard.ZstdCompressionDict(resource("wire", "v1.dict").read_bytes())


def text(message: Any) -> bytes:
    """A message before it is made small."""
    return msgspec.json.encode(_body(message))


def encode(message: Any, *, thrifty: bool = False) -> bytes:
    """A message as bytes; its checksum shows a bit that flipped on the way.

    On a slow line it is worth more time to make it `thrifty`.
    """
    compressor = zstandard.ZstdCompressor(
        level=_THRIFTY_LEVEL if thrifty else _LEVEL, dict_data=_dictionary(), write_checksum=True
    )
    return compressor.compress(text(message))


def decode(sent: bytes, kind: type[Message]) -> Message:
    """The message of `kind` in these bytes; raises NotOurs."""
    try:
        if not 0 <= zstandard.frame_content_size(sent) <= _MOST_BYTES:
            raise NotOurs("a message of this size is not ours")
        unpacker = zstandard.ZstdDecompressor(dict_data=_dictionary())
        said = unpacker.decompress(sent, allow_extra_data=False)
        read: Message = _message(said, kind)
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
            return _AskBody(
                _rows(message.changes),
                _rows(message.cursors),
                message.desk_at,
                dict(message.made),
                message.healing,
                message.turn,
            )
        case Answer():
            return _AnswerBody(
                _rows(message.receipts),
                {kind: _numbered(pack(rows), _steps) for kind, rows in message.records.items()},
                _rows(message.cursors),
                message.more,
                message.hub_at,
                {kind: _steps(revs) for kind, revs in message.numbers.items()},
                message.seals,
                message.unsure,
                message.durable,
                message.offers,
                message.healed,
                message.turn,
                message.is_double,
                message.runs,
            )
        case Enrolment():
            return msgspec.structs.replace(message, first=_body(message.first))
        case Rows():
            return Rows({k: _numbered(c, _steps) for k, c in message.rows.items()}, message.seals)
        case _:
            return message


def _message(text: bytes, kind: Any) -> Any:
    if kind is Ask:
        ask = msgspec.json.decode(text, type=_AskBody)
        changes = [change.held() for change in _read(ask.changes, Change)]
        healing = ask.healing or Healing()
        for columns in (*ask.made.values(), healing.listed, *healing.returned.values()):
            check(columns)
        made = {kind: held(columns) for kind, columns in ask.made.items()}
        return Ask(changes, _read(ask.cursors, Cursor), ask.desk_at, made, ask.healing, ask.turn)
    if kind is Answer:
        return _answer(msgspec.json.decode(text, type=_AnswerBody))
    if kind is Enrolment:
        told = msgspec.structs.asdict(msgspec.json.decode(text, type=_EnrolmentBody))
        return Enrolment(**told | {"first": _answer(told["first"])})
    if kind is Rows:
        read = msgspec.json.decode(text, type=Rows)
        for columns in read.rows.values():
            check(columns)
        return Rows({k: held(_numbered(c, _sums)) for k, c in read.rows.items()}, read.seals)
    return msgspec.json.decode(text, type=kind)


def _answer(body: _AnswerBody) -> Answer:
    return Answer(
        _read(body.receipts, Receipt),
        {name: unpack(_numbered(columns, _sums)) for name, columns in body.records.items()},
        _read(body.cursors, Cursor),
        body.more,
        body.hub_at,
        {kind: _sums(steps) for kind, steps in body.numbers.items()},
        body.seals,
        body.unsure,
        body.durable,
        body.offers,
        body.healed,
        body.turn,
        body.is_double,
        body.runs,
    )


def _read(columns: Columns, kind: type[Message]) -> list[Message]:
    return msgspec.convert(unpack(columns), list[kind])  # type: ignore[valid-type]  # a value here


def _numbered(columns: Columns, turn: Callable[[Sequence[int]], list[int]]) -> Columns:
    """The same with its hub numbers as steps, or as numbers again: like ones are small."""
    if "rev" not in columns.names:
        return columns
    values = [
        turn(column) if name == "rev" else column
        for name, column in zip(columns.names, columns.values, strict=True)
    ]
    return Columns(columns.names, columns.masks, values)


def _steps(revs: Sequence[int]) -> list[int]:
    return [rev - before for before, rev in pairwise(chain((0,), revs))]


def _sums(steps: Sequence[Any]) -> list[int]:
    return list(accumulate(steps))
