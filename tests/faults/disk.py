"""The disk that forgets, as a test uses it; and whether this machine can have one."""

import contextlib
import importlib.util
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.office import until
from tests.faults.zygote import TOP

NOT_RUN = "NOT RUN: power cuts and broken disks, this machine mounts no file system of ours"


def is_to_be_had() -> bool:
    """True where a file system of one's own can be mounted."""
    return (
        os.access("/dev/fuse", os.R_OK | os.W_OK)
        and shutil.which("fusermount3") is not None
        and importlib.util.find_spec("mfusepy") is not None
    )


@dataclass(frozen=True)
class Disk:
    """A disk at `folder`."""

    folder: Path

    @classmethod
    @contextlib.contextmanager
    def mounted(cls, folder: Path) -> Iterator["Disk"]:
        """One in a folder of its own, for a while."""
        real, mount = folder / "real", folder / "mount"
        for each in (real, mount):
            each.mkdir(parents=True)
        words = [sys.executable, "-m", "tests.faults.forgetful", str(real), str(mount)]
        with subprocess.Popen(words, cwd=TOP) as process:
            until(mount.is_mount, process=process)
            try:
                yield cls(mount)
            finally:
                process.kill()
                subprocess.run([str(shutil.which("fusermount3")), "-uz", str(mount)], check=True)

    def cut(self, chance: random.Random) -> None:
        """Cut the power; of what was not synced nothing is left, or torn pieces."""
        self._tell(chance.choice(("cut", f"torn-{chance.randrange(1 << 30)}")))

    def sync(self) -> None:
        """Let everything reach the disk."""
        self._tell("sync")

    def fail(self, number: int, writes: int) -> None:
        """Let everything fail with this error number from so many writes on."""
        self._tell(f"fail-{number}-{writes}")

    def mend(self) -> None:
        """Let nothing fail any more."""
        self._tell("well")

    def _tell(self, what: str) -> None:
        (self.folder / f".{what}").exists()
