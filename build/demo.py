"""The demo on a bare system: gets all ready, then opens the window; without a screen, a whole day.

What is given after the script's name goes on to `gridapp demo`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from build.prepare import environment, ready


def command(python: str, arguments: list[str]) -> list[str]:
    """The demo, by the checkout's own Python."""
    return [python, "-m", "gridapp", "demo", *arguments]


def purpose(environment: Mapping[str, str], system: str) -> str:
    """What the system must have for it: a window needs more than a day without one."""
    screen = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return "window" if screen or system != "linux" else "demo"


if __name__ == "__main__":
    wanted = purpose(os.environ, sys.platform)
    own, told = command(ready(wanted), sys.argv[1:]), environment()
    del told["QT_QPA_PLATFORM"]  # the person's own screen, where there is one
    # Not at the checkout's top: `--out pictures` means the folder the person stands in.
    raise SystemExit(subprocess.run(own, env=told, check=False).returncode)
