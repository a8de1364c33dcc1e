"""The folder the last roster was taken from, kept for the next one."""

from pathlib import Path

from gridapp.client.desk import Desk
from gridapp.store import settings

_NAME = "roster_folder"


def recent_folder(desk: Desk) -> str:
    """Where the last roster was, "" where none was chosen yet."""
    with desk.store.reading() as connection:
        return str(settings.read(connection, _NAME, ""))


def keep_recent_folder(desk: Desk, file: Path) -> None:
    """Remember the folder of this file."""
    with desk.store.writing() as connection:
        settings.keep(connection, **{_NAME: str(file.parent)})
