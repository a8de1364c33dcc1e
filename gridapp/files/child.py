"""Starts the child that reads somebody else's file, so that a bad file costs only a child."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def command(word: str, module: str, *, frozen: bool, executable: str) -> list[str]:
    """What starts the child: a bundle has no interpreter but itself, and is called with `word`."""
    return [executable, word] if frozen else [executable, "-m", module]


def said(
    word: str, module: str, arguments: Sequence[str], *, seconds: float, given: bytes = b""
) -> bytes:
    """What the child answered to `arguments` and `given` on its standard input.

    Raises TimeoutExpired or CalledProcessError of subprocess.
    """
    frozen = bool(getattr(sys, "frozen", False))
    return subprocess.run(
        [*command(word, module, frozen=frozen, executable=sys.executable), *arguments],
        # -m looks for modules where it stands, and the person may stand in a folder of downloads
        cwd=None if frozen else Path(__file__).parents[2],
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a parser's complaint may quote people's data
        timeout=seconds,
        check=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ).stdout


def death(code: int) -> str:
    """A parser out of memory aborts: a negative code on POSIX, a large one on Windows."""
    return "broken" if code in (1, 2) else "memory"
