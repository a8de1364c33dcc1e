"""Where a stick is plugged in: what file dialogs propose for what is carried."""

import sys
from pathlib import Path

from PySide6.QtCore import QStorageInfo

_MOUNTED = ("/media/", "/run/media/", "/Volumes/")
_REMOVABLE = 2  # as Windows counts its kinds of drives


def stick() -> Path:
    """The first stick that takes files, else the person's own folder."""
    for volume in QStorageInfo.mountedVolumes():
        takes_files = volume.isReady() and not volume.isReadOnly()
        if takes_files and not volume.isRoot() and is_stick(volume.rootPath()):
            return Path(volume.rootPath())
    return Path.home()


def is_stick(root: str) -> bool:
    """Whether what is mounted at `root` can be pulled out."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - its drives are asked for nowhere else

        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOVABLE)
    return root.startswith(_MOUNTED)
