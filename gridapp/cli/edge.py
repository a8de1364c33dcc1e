"""The edge of the command line: words in, JSON out, and what every failure becomes."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from gridapp.client.surroundings import home, language, log_bug, passphrase
from gridapp.domain.errors import Expected
from gridapp.domain.words import N_, shown

DONE, CAN_ACT, BUG = 0, 1, 3  # 2 is argparse's own, for wrong usage


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
        place = log_bug(bug)
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
