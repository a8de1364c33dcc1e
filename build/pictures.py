"""Pictures of every page, on a bare system too: python3 build/pictures.py [--out DIR]."""

import subprocess
import sys
from pathlib import Path

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from build.prepare import environment, ready

if __name__ == "__main__":
    own = [ready("demo"), str(Path(__file__).with_name("album.py")), *sys.argv[1:]]
    # Not at the checkout's top: `--out DIR` means a folder where the person stands.
    raise SystemExit(subprocess.run(own, env=environment(), check=False).returncode)
