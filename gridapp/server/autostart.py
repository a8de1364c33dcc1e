"""Starting the hub with the computer: one small file where each system looks for it."""

import plistlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

_NAME = "gridapp-hub"
_LABEL = "gridapp.hub"
_STARTUP = "Microsoft/Windows/Start Menu/Programs/Startup"


class NotKept(Expected):
    """The system's folder takes no file."""


def entry(
    command: Sequence[str], *, system: str, home: Path, environment: Mapping[str, str]
) -> tuple[Path, bytes]:
    """The file that makes `system` (a sys.platform) run `command` at sign-in: path and content."""
    if system == "win32":
        roaming = environment.get("APPDATA")
        folder = Path(roaming) if roaming else home / "AppData" / "Roaming"
        return folder / _STARTUP / f"{_NAME}.cmd", _batch(command)
    if system == "darwin":
        return home / "Library" / "LaunchAgents" / f"{_LABEL}.plist", _plist(command)
    chosen = environment.get("XDG_CONFIG_HOME")
    folder = Path(chosen) if chosen else home / ".config"
    return folder / "autostart" / f"{_NAME}.desktop", _desktop(command)


def _batch(command: Sequence[str]) -> bytes:
    # Without the first line a batch file is read in the code page of the system.
    words = " ".join(f'"{word}"' for word in command).replace("%", "%%")
    lines = ("@chcp 65001 >nul", f'@start "{_NAME}" /min {words}', "")
    return "\r\n".join(lines).encode()


def _plist(command: Sequence[str]) -> bytes:
    return plistlib.dumps({"Label": _LABEL, "ProgramArguments": [*command], "RunAtLoad": True})


def _desktop(command: Sequence[str]) -> bytes:
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={_NAME}",
        f"Exec={' '.join(map(_quoted, command))}",
        "NoDisplay=true",
        "X-GNOME-Autostart-enabled=true",
        "",
    )
    return "\n".join(lines).encode()


def _quoted(word: str) -> str:
    """A word of an Exec line: quoted as the standard has it, then escaped once more as a value."""
    for sign in ("\\", '"', "`", "$"):
        word = word.replace(sign, f"\\{sign}")
    return f'"{word}"'.replace("\\", "\\\\").replace("%", "%%")


def switch(path: Path, content: bytes, *, on: bool) -> None:
    """Put the file there or take it away; raises NotKept."""
    try:
        if on:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        else:
            path.unlink(missing_ok=True)
    except OSError as refused:
        raise NotKept(
            N_("This computer does not let programs start by themselves. Nothing was changed.")
        ) from refused
