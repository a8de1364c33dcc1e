"""The copies an office makes of its hub's records, and where they are."""

from datetime import datetime
from pathlib import Path

from gridapp.domain.office import Copy
from gridapp.domain.times import moment
from gridapp.server.hub import Hub
from gridapp.store import backup, settings

_LABEL = "office"


def make(hub: Hub, folder: Path | None) -> Copy:
    """Copy the records to `folder`, which is remembered, or beside them; raises StoreFull."""
    at = hub.clock()
    path = backup.copy(hub.store, folder or _beside(hub), label=_LABEL, now=at)
    if folder is not None:
        with hub.store.writing() as connection:
            settings.keep(connection, copies_in=str(folder.absolute()))
    return _copy(path, at)


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
