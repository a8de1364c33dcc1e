"""gridapp as a program: python -m gridapp, or the installed command."""

import sys
from collections.abc import Sequence

from gridapp.cli.main import main as command_line


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    return command_line(argv)


if __name__ == "__main__":
    sys.exit(main())
