"""Copies of a store: encrypted with the same key, whole at one moment, the newest few kept."""

import contextlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from gridapp.domain.errors import Expected
from gridapp.domain.times import LOCAL
from gridapp.domain.words import N_
from gridapp.store.engine import Store, damaged, full, said

KEEP = 5
_ROLLING = "daily"
_EVERY = timedelta(hours=20)
_TIME = "%Y%m%dT%H%M%S%f"


class CopiedElsewhere(Expected):
    """The store is no file of this computer."""


def copy(store: Store, folder: Path, *, label: str, now: datetime, keep: int = KEEP) -> Path:
    """Copy `store` into `folder` as `<name>-<label>-<time>.db`, keep the newest `keep` of a label.

    The copy opens with the store's own key. It appears under its name only when it is whole.
    Raises StoreFull where the folder takes nothing, and CopiedElsewhere.
    """
    if not store.is_file:
        raise elsewhere()
    whole = folder / _name(store, label, now)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _copy(store, whole)
        _clear(store, folder, label, now, keep)
    except OSError as problem:
        raise full() from problem
    return whole


def elsewhere() -> CopiedElsewhere:
    """What the person hears where the records are in a database."""
    return CopiedElsewhere(
        N_(
            "These records are in a PostgreSQL database. Copies of it are made with "
            "pg_dump or pgBackRest, not here."
        )
    )


def read_copy(store: Store, path: Path, query: str) -> list[tuple[Any, ...]]:
    """What `query` finds in a copy of `store`, as “held”; raises StoreDamaged where it is not whole."""
    with said(path), store.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, dbapi2.Connection)
        raw.execute("ATTACH DATABASE ? AS held", (str(path),))
        try:
            if raw.execute("PRAGMA held.quick_check").fetchone() != ("ok",):
                raise damaged(path)
            return list(raw.execute(query))
        finally:
            raw.execute("DETACH DATABASE held")


def _name(store: Store, label: str, at: datetime) -> str:
    return f"{store.path.stem}-{label}-{at.astimezone(LOCAL):{_TIME}}.db"


def _copy(store: Store, whole: Path) -> None:
    part = whole.with_name(f"{whole.name}.part")
    part.unlink(missing_ok=True)
    with said(part), store.engine.connect() as connection:
        # VACUUM INTO keeps the cipher and the key, and needs no second connection.
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, dbapi2.Connection)
        raw.execute("VACUUM INTO ?", (str(part),))
    part.replace(whole)


def _clear(store: Store, folder: Path, label: str, now: datetime, keep: int) -> None:
    newest = _name(store, label, now)
    # Copies of a time to come were made while the clock was wrong: they go first.
    copies = sorted(
        _copies(store, folder, label), key=lambda path: (path.name <= newest, path.name)
    )
    aged = _name(store, label, now - _EVERY)
    cut = folder.glob(f"{store.path.stem}-{label}-*.db.part*")
    for old in [*copies[:-keep], *(path for path in cut if path.name < aged)]:
        old.unlink()


def _copies(store: Store, folder: Path, label: str) -> Iterable[Path]:
    return folder.glob(f"{store.path.stem}-{label}-*.db")


def made(store: Store, folder: Path) -> list[tuple[Path, datetime]]:
    """The whole copies of `store` in `folder` with the time each was made, the newest first."""
    found = []
    for path in folder.glob(f"{store.path.stem}-*-*.db"):
        with contextlib.suppress(ValueError):  # a file somebody named so
            at = datetime.strptime(path.stem.rpartition("-")[2], _TIME).replace(tzinfo=LOCAL)
            found.append((path, at))
    return sorted(found, key=lambda one: one[1], reverse=True)


def roll(store: Store, folder: Path, *, now: datetime) -> Path | None:
    """The rolling copy to a second place, at most once in 20 hours; None where it is not due."""
    aged, newest = _name(store, _ROLLING, now - _EVERY), _name(store, _ROLLING, now)
    if any(aged < path.name <= newest for path in _copies(store, folder, _ROLLING)):
        return None
    return copy(store, folder, label=_ROLLING, now=now)
