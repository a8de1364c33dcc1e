"""The demo on a bare system: gets all ready, then runs a whole day without a window.

What is given after the script's name goes on to `gridapp demo`.
"""

import subprocess
import sys
from pathlib import Path

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from build.prepare import environment, ready


def command(python: str, arguments: list[str]) -> list[str]:
    """The demo without a window, by the checkout's own Python."""
    return [python, "-m", "gridapp", "demo", "--headless", *arguments]


if __name__ == "__main__":
    own = command(ready("demo"), sys.argv[1:])
    # Not at the checkout's top: `--out pictures` means the folder the person stands in.
    raise SystemExit(subprocess.run(own, env=environment(), check=False).returncode)
