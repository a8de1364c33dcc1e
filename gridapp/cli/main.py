"""The command line: the second front end, driving the same actions as the window."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gridapp import __version__
from gridapp.cli import admin, desk, edge, serve
from gridapp.client.surroundings import home, language
from gridapp.domain.words import N_, shown

Register = Callable[[Any, Callable[[str], str]], None]


class _Parser(argparse.ArgumentParser):
    """Takes options by their whole names: “--password x” must not become “--password-file x”."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **named})


def main(argv: Sequence[str] | None = None, *, more: Sequence[Register] = ()) -> int:
    """Run one command; `more` adds commands of rooms above this one."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # text streams all
    chosen = parser(language(), more).parse_args(argv)
    given = [told for told in vars(chosen).values() if isinstance(told, Path)]
    return edge.guarded(lambda: int(chosen.run(chosen) or edge.DONE), [*given, home()])


def parser(language: str, more: Sequence[Register] = ()) -> argparse.ArgumentParser:
    """Everything one can say, with help in `language`."""

    def words(text: str) -> str:
        return shown(text, language)

    top = _Parser(
        prog="gridapp",
        description=words(N_("Door-knock visits and household issues, offline first.")),
        epilog=words(
            N_(
                "Exit status: 0 done, 1 you can do something about it, 2 wrong usage, 3 a bug. "
                "GRIDAPP_HOME: data folder. GRIDAPP_PASSPHRASE: unlock password. "
                "GRIDAPP_DATABASE: PostgreSQL database of a hub. GRIDAPP_LANG: zh_CN or en."
            )
        ),
    )
    top.add_argument("--version", action="version", version=f"gridapp {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for register in (serve.register, admin.register, desk.register, *more):
        register(commands, words)
    return top
