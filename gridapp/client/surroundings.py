"""What this computer says of itself: the data folder, the language, and where bugs are written."""

import locale
import logging
import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

import platformdirs


def language(environment: Mapping[str, str] = os.environ) -> str:
    """The language people are spoken to: GRIDAPP_LANG, else Chinese on Chinese systems."""
    wanted = environment.get("GRIDAPP_LANG") or environment.get("LANG") or _system_language()
    return "zh_CN" if wanted.lower().startswith("zh") else "en"


def _system_language() -> str:
    return locale.getlocale()[0] or "en"


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder: GRIDAPP_HOME, else the system's own place for a person's data."""
    chosen = environment.get("GRIDAPP_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("gridapp", appauthor=False))


def passphrase(environment: Mapping[str, str] = os.environ) -> str | None:
    """The unlock password for scripts and computers without a key store."""
    return environment.get("GRIDAPP_PASSPHRASE") or None


def database(environment: Mapping[str, str] = os.environ) -> str:
    """Where a hub's records are, if in a PostgreSQL database: GRIDAPP_DATABASE, else ""."""
    return environment.get("GRIDAPP_DATABASE", "")


def has_screen(environment: Mapping[str, str] = os.environ) -> bool:
    """False where no window can be shown, as on a server."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(environment.get(name) for name in named)


def log_bug(bug: BaseException) -> Path:
    """Write down a bug once, in the data folder; where."""
    # Where it happened, never what it said: messages carry names and numbers of people.
    folder = home() / "log"
    place = folder / "gridapp.log"
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(place, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("gridapp.bug")
    log.addHandler(handler)
    frames = traceback.extract_tb(bug.__traceback__)
    steps = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    log.error("%s at %s", type(bug).__name__, steps)
    log.removeHandler(handler)
    handler.close()
    return place
