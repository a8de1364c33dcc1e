"""What envelopes carry: an ask, in parts that may each come alone, and back the ask with its answer."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec

from gridapp.wire import codec
from gridapp.wire.columns import pack, unpack
from gridapp.wire.messages import Answer, Ask

_LENGTH = 4  # bytes that say how long the ask is
_MOST_TEXT = 48 << 20  # bytes before it is made small: no message may unpack to much more
_EDIT = ""  # stands where a new record has its kind

# What needs each other: new records as (kind, row), edits as (_EDIT, change).
_Bundle = Sequence[tuple[str, Any]]


def parted(ask: Ask, most_bytes: int) -> list[bytes]:
    """The ask as messages of at most so many bytes; any of them may come first, alone or never.

    What is said about one record, and about one issue with its steps, is never parted, however
    large: the hub judges a step by its issue.
    """
    return _parted(ask, _bundles(ask), most_bytes)


def _parted(ask: Ask, bundles: Sequence[_Bundle], most_bytes: int) -> list[bytes]:
    whole = codec.encode(ask)
    fits = len(whole) <= most_bytes and len(codec.text(ask)) <= _MOST_TEXT
    if fits or len(bundles) <= 1:
        return [whole]
    middle = len(bundles) // 2
    halves = bundles[:middle], bundles[middle:]
    return [part for half in halves for part in _parted(_with(ask, half), half, most_bytes)]


def _bundles(ask: Ask) -> list[_Bundle]:
    bundles: dict[str, list[tuple[str, Any]]] = {}
    for kind, made in ask.made.items():
        for row in unpack(made):
            bundles.setdefault(row.get("issue_id") or row["id"], []).append((kind, row))
    for change in ask.changes:
        key = change.fields.get("issue_id") or change.id
        bundles.setdefault(key, []).append((_EDIT, change))
    return list(bundles.values())


def _with(ask: Ask, bundles: Iterable[_Bundle]) -> Ask:
    """The ask with these changes alone, in the order in which it has them."""
    told: dict[str, list[Any]] = {kind: [] for kind in (*ask.made, _EDIT)}
    for kind, change in chain.from_iterable(bundles):
        told[kind].append(change)
    made = {kind: pack(told[kind]) for kind in ask.made if told[kind]}
    return msgspec.structs.replace(ask, made=made, changes=told[_EDIT])


def answered(asked: bytes, answers: Iterable[Answer]) -> bytes:
    """An ask, as `parted` made it, with the pages that answer it."""
    frames = [asked, *map(codec.encode, answers)]
    return b"".join(len(frame).to_bytes(_LENGTH, "big") + frame for frame in frames)


def opened(body: bytes) -> tuple[Ask, list[Answer]]:
    """The ask and the pages of such a body, at least one; raises NotOurs."""
    frames = list(_frames(body))
    if len(frames) <= 1:
        raise codec.NotOurs("an answer without its pages")
    pages = [codec.decode(frame, Answer) for frame in frames[1:]]
    return codec.decode(frames[0], Ask), pages


def _frames(body: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(body):
        begins = at + _LENGTH
        at = begins + int.from_bytes(body[at:begins], "big")
        yield body[begins:at]
