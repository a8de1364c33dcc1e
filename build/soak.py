"""Many simulated histories of laptops and a hub: python3 build/soak.py [--histories N] [--seed S].

--replay SEED runs one history again and tells the shortest one that breaks the same promise.
"""

import subprocess
import sys
from pathlib import Path

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from build.prepare import TOP, environment, ready

if __name__ == "__main__":
    own = [ready("test"), "-m", "tests.simulator.soak", *sys.argv[1:]]
    raise SystemExit(subprocess.run(own, cwd=TOP, env=environment(), check=False).returncode)
