"""The edge of the command line: words in, JSON out, and what every failure becomes."""

import contextlib
import json
import locale
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import platformdirs

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_, shown

DONE, CAN_ACT, BUG = 0, 1, 3  # 2 is argparse's own, for wrong usage


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


@contextlib.contextmanager
def at_desk() -> Iterator[Any]:
    """The unlocked desk of this data folder."""
    from gridapp.client.desk import open_desk  # noqa: PLC0415 - help must not open a store

    with contextlib.closing(open_desk(home(), passphrase())) as desk:
        yield desk


def out(answer: Any) -> None:
    """One JSON line on standard output, at once."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def sentence(problem: Expected) -> str:
    """What the person reads."""
    return shown(problem.text, language(), **problem.values)


def complain(text: str) -> None:
    """One sentence on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def guarded(run: Callable[[], int], given: Iterable[Path] = ()) -> int:
    """The exit status of `run`: 0 done, 1 the person can act, 3 a bug, logged once.

    The person can act where a file or folder they `given` cannot be opened.
    """
    try:
        return run()
    except Expected as problem:
        complain(sentence(problem))
        return CAN_ACT
    except BrokenPipeError:
        # Whoever read our answer has left; what was printed is safe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CAN_ACT
    except Exception as bug:  # noqa: BLE001 - the one edge where bugs land
        if name := _unopened(bug, given):
            complain(
                shown(
                    N_(
                        "“{name}” cannot be opened or written. Check its name and folder, and that no other program holds it."
                    ),
                    language(),
                    name=name,
                )
            )
            return CAN_ACT
        place = _logged(bug)
        complain(
            shown(
                N_(
                    "The program made a mistake. What was said to be saved is safe. "
                    "Please send the office this file: {place}"
                ),
                language(),
                place=place,
            )
        )
        return BUG


def _unopened(bug: Exception, given: Iterable[Path]) -> str:
    """The name of the file or folder of the person's own that this is about."""
    about = str(bug.filename or "") if isinstance(bug, OSError) else ""
    near = (path for path in given if str(path).startswith(about) or about.startswith(str(path)))
    return next((path.name for path in near if about), "")


def _logged(bug: Exception) -> Path:
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
