"""gridapp as a program: python -m gridapp, or the installed command."""

import sys
from collections.abc import Callable, Mapping, Sequence

from gridapp.domain.words import N_, shown

NO_SCREEN = N_(
    "There is no screen here to show the window on. “gridapp --help” lists the commands."
)

# Each way to start imports what it needs and no more: the window must be there at once.


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or without one the window; the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words:
        return _window()
    if words[0] in _CHILDREN:
        _CHILDREN[words[0]](words[1:])
        return 0
    from gridapp.cli.main import main as command_line  # noqa: PLC0415
    from gridapp.demo.command import register as demo  # noqa: PLC0415

    return command_line(words, more=[demo])


def _window() -> int:
    from gridapp.client.surroundings import (  # noqa: PLC0415
        has_screen,
        home,
        language,
        passphrase,
    )

    if not has_screen():
        from gridapp.cli import edge  # noqa: PLC0415

        edge.complain(shown(NO_SCREEN, language()))
        return edge.CAN_ACT
    from gridapp.ui.app import run  # noqa: PLC0415

    def office() -> object:
        from gridapp.server.office import HubOffice  # noqa: PLC0415

        return HubOffice(home() / "hub", passphrase())

    return run(home(), language(), office)


def _read_sheet(words: list[str]) -> None:
    from gridapp.files import reader  # noqa: PLC0415

    reader.main(words)


def _read_picture(words: list[str]) -> None:
    from gridapp.files import picture_reader  # noqa: PLC0415

    picture_reader.main(words)


# A bundle has no interpreter but itself: with these words it is a reader's child.
_CHILDREN: Mapping[str, Callable[[list[str]], None]] = {
    "--read-sheet": _read_sheet,
    "--read-picture": _read_picture,
}


if __name__ == "__main__":
    sys.exit(main())
