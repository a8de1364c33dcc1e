"""gridapp as a program: python -m gridapp, or the installed command."""

import sys
from collections.abc import Sequence

from gridapp.cli.main import main as command_line
from gridapp.demo.command import register as demo


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    return command_line(argv, more=[demo])


if __name__ == "__main__":
    sys.exit(main())
