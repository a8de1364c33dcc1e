"""Photo files beside the store: each sealed with AES-256-GCM, named by the SHA-256 of the picture.

Their key is random and kept in the encrypted store, so a new key of the store changes no file.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gridapp.domain.errors import Expected
from gridapp.domain.records.visits import Photo
from gridapp.domain.words import N_
from gridapp.store import rows, settings
from gridapp.store.engine import Store, full

_KEY = "photo_key"
_NONCE = 12  # bytes before the sealed picture
_NAME = re.compile("[0-9a-f]{64}")  # records come from other laptops: no other name is a file's


class NotHere(Expected):
    """The picture of a photo is not on this laptop."""


class Damaged(Expected):
    """The file is not what was written."""


def keep(store: Store, picture: bytes) -> str:
    """Seal `picture` into the folder of photos; its name. Safe on the disk when this returns.

    Raises StoreFull.
    """
    name = hashlib.sha256(picture).hexdigest()
    nonce = os.urandom(_NONCE)
    sealed = nonce + _cipher(_made_key(store)).encrypt(nonce, picture, name.encode())
    try:
        _write_whole(_path(store, name), sealed)
    except OSError as problem:
        raise full() from problem
    return name


def read(store: Store, name: str) -> bytes:
    """The picture of this name; raises NotHere or Damaged."""
    # Slow to import, and most starts show no photo.
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    key = _key(store)
    path = _path(store, name)
    if not key or not _NAME.fullmatch(name) or not path.is_file():
        raise NotHere(N_("This photo is on the laptop where it was added, not on this one."))
    sealed = path.read_bytes()
    try:
        return bytes(_cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode()))
    except (InvalidTag, ValueError):
        raise Damaged(
            N_("The file of this photo is damaged. Please add the photo again.")
        ) from None


def forget(store: Store, names: Iterable[str]) -> None:
    """Remove the files that no standing photo names."""
    with store.reading() as connection:
        named = {name for name in names if _NAME.fullmatch(name)}
        unused = [name for name in named if not rows.where(connection, Photo, sha256=name)]
    for name in unused:
        _path(store, name).unlink(missing_ok=True)


def _path(store: Store, name: str) -> Path:
    return store.path.with_name("photos") / name


def _key(store: Store) -> bytes:
    with store.reading() as connection:
        return bytes.fromhex(settings.read(connection, _KEY, ""))


def _made_key(store: Store) -> bytes:
    key = _key(store)
    if not key:
        with store.writing() as connection:
            # Another window may have made it since.
            made = settings.read(connection, _KEY) or secrets.token_hex(32)
            settings.keep(connection, **{_KEY: made})
        key = bytes.fromhex(made)
    return key


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM(key)


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    if os.name == "posix":  # else a power cut could take the name
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
