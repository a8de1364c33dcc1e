"""Copies of a store: encrypted with the same key, whole at one moment, the newest few kept."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlcipher3 import dbapi2

from gridapp.domain.times import LOCAL
from gridapp.store.engine import Store, said

KEEP = 5
_ROLLING = "daily"
_EVERY = timedelta(hours=20)


def copy(store: Store, folder: Path, *, label: str, now: datetime, keep: int = KEEP) -> Path:
    """Copy `store` into `folder` as `<name>-<label>-<time>.db`, keep the newest `keep` of a label.

    The copy opens with the store's own key. It appears under its name only when it is whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{store.path.stem}-{label}-{now.astimezone(LOCAL):%Y%m%dT%H%M%S%f}.db"
    whole, part = folder / name, folder / f"{name}.part"
    part.unlink(missing_ok=True)
    with said(part), store.engine.connect() as connection:
        # VACUUM INTO keeps the cipher and the key, and needs no second connection.
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, dbapi2.Connection)
        raw.execute("VACUUM INTO ?", (str(part),))
    part.replace(whole)
    for old in sorted(folder.glob(f"{store.path.stem}-{label}-*.db"))[:-keep]:
        old.unlink()
    return whole


def roll(store: Store, folder: Path, *, now: datetime) -> Path | None:
    """The rolling copy to a second place, at most once in 20 hours; None where it is not due."""
    copies = sorted(folder.glob(f"{store.path.stem}-{_ROLLING}-*.db")) if folder.is_dir() else []
    due = (now - _EVERY).timestamp()
    if copies and copies[-1].stat().st_mtime > due:
        return None
    return copy(store, folder, label=_ROLLING, now=now)
