"""gridapp as a program: python -m gridapp, or the installed command."""

import sys
from collections.abc import Sequence

from gridapp.cli.main import main as command_line
from gridapp.demo.command import register as demo
from gridapp.files import reader
from gridapp.files.sheets import READER


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == [READER]:
        reader.main(words[1:])
        return 0
    return command_line(words, more=[demo])


if __name__ == "__main__":
    sys.exit(main())
