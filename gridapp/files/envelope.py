"""An envelope: one exchange in one file, by stick or mail. Its head is readable, its body sealed.

Three lines and a body: what it is, the head as JSON, a signature under these two lines in
hexadecimal, and `size` sealed bytes whose SHA-256 the head tells. The signature covers all of it.
"""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

TO_HUB, TO_LAPTOP = "to the hub", "to the laptop"
MOST_BYTES = 64 << 20
_BEGINS, _VERSION = b"gridapp envelope ", 1
_FIRST = _BEGINS + b"%d\n" % _VERSION
_LONGEST_LINE = 4096
_SIGNATURE = re.compile(rb"[0-9a-f]{128}\n")
_OTHER_VERSION = re.compile(re.escape(_BEGINS) + rb"([1-9][0-9]{0,3})\n")
_WORDS = ("way", "hub", "laptop", "made_at", "reader", "sha256")
_NUMBERS = ("number", "part", "parts", "size")
_WORD, _LARGEST = re.compile("[ -~]{0,128}"), 1 << 31


class NotAnEnvelope(Expected):
    """The file is no envelope, or not one that this program can take."""


class NotWhole(Expected):
    """The envelope was cut or changed on its way."""


class NotWritten(Expected):
    """The place takes no file."""


@dataclass(frozen=True)
class Head:
    """What everybody may read on an envelope.

    `way` says who opens it. `number` runs by laptop, `part` from 1 to `parts`; an answer bears
    those of what it answers. `reader` is the public key an answer is to be sealed to.
    """

    way: str
    hub: str
    laptop: str
    number: int
    part: int
    parts: int
    made_at: str
    reader: str = ""

    @property
    def heading(self) -> bytes:
        """What a body is bound to: put into another envelope it does not open."""
        named = (self.way, self.hub, self.laptop, self.number, self.part, self.parts)
        return json.dumps(named).encode()


@dataclass(frozen=True)
class Envelope:
    """An envelope that came whole. `said` is what its `signature` stands under."""

    head: Head
    said: bytes
    signature: bytes
    body: bytes


def write(path: Path, head: Head, body: bytes, sign: Callable[[bytes], bytes]) -> None:
    """Write an envelope; it appears under its name only when it is whole. Raises NotWritten.

    An envelope that is there already is replaced; any other file is left alone.
    """
    told = asdict(head) | {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    said = _FIRST + json.dumps(told, ensure_ascii=False).encode() + b"\n"
    put(path, Envelope(head, said, sign(said), body))


def put(path: Path, envelope: Envelope) -> None:
    """The same of an envelope that is sealed and signed."""
    part = path.with_name(f"{path.name}.part")
    try:
        if path.exists() and not _begins_well(path):
            raise NotWritten(
                N_("“{file}” is there already. Nothing was written. Choose another name."),
                file=path.name,
            )
        with part.open("wb") as file:
            file.write(envelope.said + envelope.signature.hex().encode() + b"\n" + envelope.body)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as problem:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise NotWritten(
            N_(
                "“{file}” cannot be written: there is no such folder, no room, or it is protected. "
                "Nothing is lost. Choose another place or stick and do it again."
            ),
            file=path.name,
        ) from problem


def _begins_well(path: Path) -> bool:
    if not path.is_file():  # reading a pipe or a device may never end
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_BEGINS)) == _BEGINS
    except OSError:
        return False


def read(path: Path) -> Envelope:
    """The envelope in a file, no byte of it missing or changed; raises NotAnEnvelope or NotWhole.

    Who signed it is for the caller to ask.
    """
    try:
        if path.exists() and not path.is_file():  # reading a pipe or a device may never end
            raise _no_envelope(path)
        with path.open("rb") as file:
            return _read(path, file)
    except OSError as problem:
        raise NotAnEnvelope(
            N_("“{file}” cannot be opened. Nothing was changed. Check its name and its place."),
            file=path.name,
        ) from problem


def _read(path: Path, file: BinaryIO) -> Envelope:
    first = file.readline(_LONGEST_LINE)
    if first != _FIRST:
        raise _strange(path, first)
    line, signature = file.readline(_LONGEST_LINE), file.readline(_LONGEST_LINE)
    told = _told(line)
    if told is None or not _SIGNATURE.fullmatch(signature):
        raise not_whole(path)
    size, digest = told.pop("size"), told.pop("sha256")
    body = file.read(size + 1)
    if len(body) != size or hashlib.sha256(body).hexdigest() != digest:
        raise not_whole(path)
    return Envelope(Head(**told), first + line, bytes.fromhex(signature.decode()), body)


def _told(line: bytes) -> dict[str, Any] | None:
    """What the head says; None where it is no head of ours."""
    try:
        read = json.loads(line)
        told = {name: read[name] for name in (*_WORDS, *_NUMBERS)}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    good = (
        all(type(told[name]) is str and _WORD.fullmatch(told[name]) for name in _WORDS)
        and all(type(told[name]) is int and 0 < told[name] < _LARGEST for name in _NUMBERS)
        and told["way"] in {TO_HUB, TO_LAPTOP}
        and told["size"] <= MOST_BYTES
    )
    return told if good else None


def _strange(path: Path, first: bytes) -> Expected:
    """Why the first line is not the one of an envelope this program can take."""
    if (newer := _OTHER_VERSION.fullmatch(first)) and int(newer[1]) > _VERSION:
        return NotAnEnvelope(
            N_(
                "“{file}” was made by a newer program. Nothing was changed. "
                "Bring this computer's program up to date and do it again."
            ),
            file=path.name,
        )
    cut = _FIRST.startswith(first) or first.startswith(_BEGINS)
    return not_whole(path) if cut else _no_envelope(path)


def _no_envelope(path: Path) -> NotAnEnvelope:
    return NotAnEnvelope(
        N_("“{file}” is not an envelope of this program. Nothing was changed. Choose another."),
        file=path.name,
    )


def not_whole(path: Path) -> NotWhole:
    """What to say of an envelope that was cut or changed."""
    return NotWhole(
        N_(
            "“{file}” did not come whole: part of it is missing or was changed. "
            "Nothing was taken from it. Copy it again, or make another one."
        ),
        file=path.name,
    )
