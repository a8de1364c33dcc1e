"""A file sealed piece by piece with AES-256-GCM, each under its name and number."""

import os
from collections.abc import Iterator
from typing import Any, BinaryIO

from gridapp.domain.errors import Expected
from gridapp.domain.pictures import PIECE
from gridapp.domain.words import N_

_NONCE, _TAG = 12, 16  # bytes before and after what is sealed
SEALED = _NONCE + PIECE + _TAG


class Damaged(Expected):
    """The file is not what was written."""


def cipher(key: bytes) -> Any:
    """What seals and opens with a key of 32 bytes."""
    # Slow to import, and most starts show no photo.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM(key)


def seal(cipher: Any, name: str, offset: int, plain: bytes) -> bytes:
    """The piece that begins at `offset` as it lies in the file of that name."""
    nonce = os.urandom(_NONCE)
    sealed: bytes = cipher.encrypt(nonce, plain, _label(name, offset // PIECE))
    return nonce + sealed


def opened(cipher: Any, name: str, file: BinaryIO, number: int = 0) -> Iterator[bytes]:
    """The pieces of the file from where it is read, which is the piece of that number.

    Raises Damaged.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    while sealed := file.read(SEALED):
        try:
            yield cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _label(name, number))
        except (InvalidTag, ValueError):
            raise damaged() from None
        number += 1


def plain_size(sealed: int) -> int:
    """How many bytes are in a file of so many."""
    whole, rest = divmod(sealed, SEALED)
    return whole * PIECE + max(rest - _NONCE - _TAG, 0)


def damaged() -> Damaged:
    """What the person hears where a file is not what was written."""
    return Damaged(N_("The file of this photo is damaged. Please add the photo again."))


def _label(name: str, number: int) -> bytes:
    # So that no piece passes for another, of this picture or of any.
    return f"{name} {number}".encode()
