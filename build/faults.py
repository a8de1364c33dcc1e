"""All faults at their full counts, on a bare system too: python3 build/faults.py [--seed S] [--share 1.0]."""

import sys
from pathlib import Path

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from build.prepare import ready, run

if __name__ == "__main__":
    raise SystemExit(run([ready("test"), "-m", "tests.faults.everything", *sys.argv[1:]]))
