"""Writes requirements.lock anew: every dependency with its hashes, and no address.

Pins that stand in the file stay as they are; `--upgrade` lets them move.
"""

import argparse
import re
import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
LOCK = "requirements.lock"


def command(uv: str, *more: str) -> list[str]:
    """What makes the lock: one file for every system and every Python since 3.11."""
    quiet = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    scope = ["--universal", "--python-version", "3.11", "--extra", "dev", "pyproject.toml"]
    return [uv, "pip", "compile", "--quiet", "--generate-hashes", *quiet, *more, *scope, "-o", LOCK]


def strangers(lock: str) -> list[str]:
    """Lines that say more than a name, a version, a condition and a hash: addresses, paths."""
    fine = re.compile(r"[a-z0-9-]+==[^\s/:]+( ; [^/:]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    return [line for line in lock.splitlines() if not fine.fullmatch(line)]


def main() -> int:
    """Run uv, then refuse a lock that names a machine or an address."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uv", default="uv", help="the uv program, if it is not on PATH")
    parser.add_argument("--upgrade", action="store_true", help="let pinned versions move")
    asked = parser.parse_args()
    more = ["--upgrade"] if asked.upgrade else []
    subprocess.run(command(asked.uv, *more), cwd=TOP, check=True)
    odd = strangers((TOP / LOCK).read_text("utf-8"))
    print("\n".join(odd) or f"{LOCK} is written.")
    return 1 if odd else 0


if __name__ == "__main__":
    raise SystemExit(main())
