"""Photo files beside a store, desk's or hub's: sealed, and named by the SHA-256 of the picture.

Their key is random and kept in the encrypted store, so a new key of the store changes no file. What
is on its way lies as `<name>.part` until all of it is there and is what its name says.
"""

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from gridapp.domain.errors import Expected
from gridapp.domain.pictures import PIECE
from gridapp.domain.records.visits import Photo
from gridapp.domain.words import N_
from gridapp.store import pictures, pieces, rows, settings
from gridapp.store.engine import Store, Transaction, full

_KEY = "photo_key"
_NAME = re.compile("[0-9a-f]{64}")  # records come from other laptops: no other name is a file's


class NotHere(Expected):
    """The picture of a photo is not on this laptop."""


def keep(store: Store, picture: bytes) -> str:
    """Seal `picture` into the folder of photos; its name. Safe on the disk when this returns.

    Raises StoreFull.
    """
    name = hashlib.sha256(picture).hexdigest()
    cipher = pieces.cipher(_made_key(store))
    offsets = range(0, len(picture), PIECE)
    sealed = (pieces.seal(cipher, name, at, picture[at : at + PIECE]) for at in offsets)
    with _full_is_told():
        _write_whole(_path(store, name), b"".join(sealed))
    return name


def read(store: Store, name: str) -> bytes:
    """The picture of this name; raises NotHere or Damaged."""
    with _opened(store, name) as (cipher, file):
        picture = b"".join(pieces.opened(cipher, name, file))
    if hashlib.sha256(picture).hexdigest() != name:
        raise pieces.damaged()
    return picture


def piece(store: Store, name: str, offset: int) -> bytes:
    """At most a piece of the picture, from `offset` to where the piece that holds it ends.

    Raises NotHere or Damaged.
    """
    with _opened(store, name) as (cipher, file):
        number, skipped = divmod(offset, PIECE)
        file.seek(number * pieces.SEALED)
        return next(pieces.opened(cipher, name, file, number), b"")[skipped:]


def size(store: Store, name: str) -> int | None:
    """How many bytes the picture of this name has; None where it is not here, or not all of it."""
    path = _path(store, name)
    return pieces.plain_size(path.stat().st_size) if is_name(name) and path.is_file() else None


def held(store: Store, name: str) -> int:
    """How many bytes are here of a picture on its way: whole pieces alone count."""
    path = _part(store, name)
    return path.stat().st_size // pieces.SEALED * PIECE if is_name(name) and path.is_file() else 0


def append(store: Store, name: str, offset: int, picture: bytes) -> bool:
    """Add a piece to a picture on its way, where all before it is here; False where it is not.

    Only the last piece may be shorter than the others. Safe on the disk when this returns; raises
    StoreFull.
    """
    sealed = pieces.seal(pieces.cipher(_made_key(store)), name, offset, picture)
    path = _part(store, name)
    with _full_is_told(), _alone(store):
        if not is_name(name) or held(store, name) != offset:
            return False
        with path.open("r+b" if path.exists() else "wb") as file:
            # After a cut of the power half a piece may lie there.
            file.seek(offset // PIECE * pieces.SEALED)
            file.truncate()
            _write(file, sealed)
    return True


def finish(store: Store, name: str) -> bool:
    """Take what came as the picture; False where that is not, or not yet, what its name says."""
    path = _part(store, name)
    with _alone(store):
        if path.is_file() and _digest(store, name, path) == name:
            _named(path, _path(store, name))
    return size(store, name) is not None


def is_sound(store: Store, name: str) -> bool:
    """True where the picture is here, opens and is what its name says."""
    path = _path(store, name)
    return is_name(name) and path.is_file() and _digest(store, name, path) == name


def is_spoilt(store: Store, name: str) -> bool:
    """True where what came of a picture on its way does not open any more."""
    path = _part(store, name)
    return is_name(name) and path.is_file() and not _digest(store, name, path)


def _digest(store: Store, name: str, path: Path) -> str:
    """The SHA-256 of what is in a file, "" where it does not open."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            for each in pieces.opened(pieces.cipher(_made_key(store)), name, file):
                digest.update(each)
    except pieces.Damaged:
        return ""
    return digest.hexdigest()


def here(store: Store) -> set[str]:
    """The names of all pictures that are here whole."""
    folder = _folder(store)
    return {path.name for path in folder.glob("*") if is_name(path.name)}


def forget(store: Store, names: Iterable[str]) -> None:
    """Remove the files that no standing photo of this desk names."""
    with store.writing() as connection:
        unused = [name for name in set(names) if is_name(name) and not _is_named(connection, name)]
        pictures.forget(connection, unused)
    remove(store, unused)


def remove(store: Store, names: Iterable[str]) -> None:
    """Remove the files of these names, also of what is on its way."""
    for name in filter(is_name, names):
        _path(store, name).unlink(missing_ok=True)
        _part(store, name).unlink(missing_ok=True)


def copy_new(store: Store, folder: Path) -> None:
    """Copy the sealed files that are not in `folder` yet; raises StoreFull.

    The key that opens them is in the store, and so in its copies.
    """
    with _full_is_told():
        for name in here(store) - {path.name for path in folder.glob("*")}:
            _write_whole(folder / name, _path(store, name).read_bytes())


def bring_back(store: Store, folder: Path) -> None:
    """Copy back what `copy_new` put into `folder` and is not here; raises StoreFull."""
    with _full_is_told():
        for name in {path.name for path in folder.glob("*") if is_name(path.name)} - here(store):
            _write_whole(_path(store, name), (folder / name).read_bytes())


def is_name(name: str) -> bool:
    """True where this may name a picture."""
    return bool(_NAME.fullmatch(name))


def _is_named(connection: Transaction, name: str) -> bool:
    by_either = ({"sha256": name}, {"preview": name})
    return any(rows.where(connection, Photo, **named) for named in by_either)


def _folder(store: Store) -> Path:
    return store.path.with_name("photos")


def _path(store: Store, name: str) -> Path:
    return _folder(store) / name


def _part(store: Store, name: str) -> Path:
    return _folder(store) / f"{name}.part"


@contextlib.contextmanager
def _opened(store: Store, name: str) -> Iterator[tuple[Any, BinaryIO]]:
    key, path = _key(store), _path(store, name)
    if not key or not is_name(name) or not path.is_file():
        raise NotHere(N_("This photo is on the laptop where it was added, not on this one."))
    with path.open("rb") as file:
        yield pieces.cipher(key), file


def _key(store: Store) -> bytes:
    with store.reading() as connection:
        return bytes.fromhex(settings.read(connection, _KEY, ""))


def _made_key(store: Store) -> bytes:
    key = _key(store)
    if not key:
        with store.writing() as connection:
            # Another window, or another program of the hub, may make it at this moment.
            key = bytes.fromhex(settings.keep_first(connection, _KEY, secrets.token_hex(32)))
    return key


@contextlib.contextmanager
def _alone(store: Store) -> Iterator[None]:
    """Nobody else adds to what is on its way."""
    from filelock import FileLock  # noqa: PLC0415 - slow to import: it brings asyncio

    folder = _folder(store)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        yield


@contextlib.contextmanager
def _full_is_told() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise full() from problem


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        _write(file, content)
    _named(new, path)


def _write(file: BinaryIO, content: bytes) -> None:
    file.write(content)
    file.flush()
    os.fsync(file.fileno())


def _named(new: Path, path: Path) -> None:
    new.replace(path)
    if os.name == "posix":  # else a power cut could take the name
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
