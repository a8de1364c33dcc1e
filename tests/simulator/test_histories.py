"""Two in a hundred of the histories a release is soaked in: every promise is kept in each.

The others: python3 build/soak.py
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
PARTS, EACH = 8, 250


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_nothing_is_lost_doubled_or_told_wrong(part):
    told = ["--histories", str(EACH), "--seed", str(part * EACH), "--jobs", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.simulator.soak", *told],
        cwd=TOP,
        # The same order of sets in each process: a seed is a history.
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("s\n")
    assert f"{EACH} of {EACH}" in done.stdout
