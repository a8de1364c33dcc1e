"""The copies an office makes of its hub's records, and where they are."""

import os
import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path

from gridapp.domain.errors import Expected
from gridapp.domain.office import Copy
from gridapp.domain.times import moment
from gridapp.domain.words import N_
from gridapp.server import lineage, running
from gridapp.server.hub import Hub
from gridapp.store import backup, migrate, photos, settings
from gridapp.store.engine import damaged, full, open_store
from gridapp.store.keys import Custody

_LABEL = "office"
_ENDS = ("", "-wal", "-shm")  # what SQLite keeps in files beside its own belongs to it


class NoCopy(Expected):
    """What was named is no copy of a hub's records."""


def make(hub: Hub, folder: Path | None) -> Copy:
    """Copy records and photos to `folder`, which is remembered, or beside; raises StoreFull."""
    at = hub.clock()
    path = backup.copy(hub.store, folder or _beside(hub), label=_LABEL, now=at)
    photos.copy_new(hub.store, path.parent / "photos")
    held = dict(backup.read_copy(hub.store, path, _NUMBERS))
    if folder is not None:
        with hub.store.writing() as connection:
            # Laptops are told up to which number their records are safe in two places.
            settings.keep(connection, copies_in=str(folder.absolute()), durable=held)
    return _copy(path, at)


_NUMBERS = "SELECT shard, rev FROM held.shard"


def put_back(custody: Custody, copy: Path, *, now: datetime, database: str = "") -> None:
    """Put a copy in the place of the hub's records, which are kept beside; no hub may run there.

    Photos that are beside the copy alone come too. Whatever laptops hold since the copy was made
    they give back when they send next. Raises RunsAlready, WrongKey, StoreDamaged, StoreFull,
    NoCopy where the copy is no file, or CopiedElsewhere for records in a `database`.
    """
    if database:
        raise backup.elsewhere()
    if not copy.is_file():
        raise NoCopy(N_("There is no copy “{file}”. Nothing was changed."), file=copy.name)
    key, path = custody.unlock(), custody.store_path
    with running.alone(custody.folder):
        part = path.with_name(f"{path.name}.part")
        _copy_whole(copy, part)
        _check(part, key, now)
        _move_aside(path, now)
        part.replace(path)
        with closing(open_store(path, key)) as store:
            with store.writing() as connection:
                lineage.put_back(connection)
            photos.bring_back(store, copy.parent / "photos")
    lineage.of(key, custody.folder).forget()


def say_put_back(hub: Hub) -> str:
    """Note that these records were put back by other means; the epoch that begins."""
    with hub.store.writing() as connection:
        return lineage.put_back(connection)


def _copy_whole(copy: Path, part: Path) -> None:
    # What an attempt that was cut off left here would be read into this copy.
    for end in _ENDS:
        part.with_name(part.name + end).unlink(missing_ok=True)
    try:
        with copy.open("rb") as file, part.open("wb") as out:
            shutil.copyfileobj(file, out)
            out.flush()
            os.fsync(out.fileno())
    except OSError as problem:
        raise full() from problem


def _check(part: Path, key: bytes, now: datetime) -> None:
    with closing(open_store(part, key)) as store:
        migrate.upgrade(store, "hub", now=now)
        with store.reading() as connection:
            whole = connection.exec_driver_sql("PRAGMA quick_check").scalar()
        if whole != "ok":
            raise damaged(part)


def _move_aside(path: Path, now: datetime) -> None:
    for end in _ENDS:
        old = path.with_name(path.name + end)
        if old.exists():
            old.replace(path.with_name(f"{path.name}.before-{now:%Y%m%dT%H%M%S}{end}"))


def listed(hub: Hub) -> tuple[Copy, ...]:
    """The copies beside the records and in the folder last chosen, the newest first."""
    with hub.store.reading() as connection:
        elsewhere = settings.read(connection, "copies_in")
    folders = {_beside(hub), Path(elsewhere or _beside(hub))}
    found = [_copy(*one) for folder in folders for one in backup.made(hub.store, folder)]
    return tuple(sorted(found, key=lambda copy: copy.made_at, reverse=True))


def _beside(hub: Hub) -> Path:
    return hub.store.path.absolute().with_name("backup")


def _copy(path: Path, at: datetime) -> Copy:
    return Copy(path, moment(at), path.stat().st_size)
