"""The figures, on a bare system too: python3 build/bench.py [NAME ...] [--json FILE]."""

import subprocess
import sys
from pathlib import Path

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from build.prepare import environment, ready

if __name__ == "__main__":
    own = [ready("demo"), str(Path(__file__).with_name("table.py")), *sys.argv[1:]]
    # Not at the checkout's top: `--json FILE` means a file where the person stands.
    raise SystemExit(subprocess.run(own, env=environment(), check=False).returncode)
