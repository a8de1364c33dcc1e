"""A disk that forgets what was not synced, fills up or breaks: python -m tests.faults.forgetful.

A FUSE file system over a folder. Writes stay in memory until that file is synced. Looking at
`.cut` cuts the power, at `.torn-SEED` so that every unsynced sector of 512 bytes survives by
chance; at `.sync` everything reaches the disk. `.fail-ERRNO-K` lets everything fail from the K-th
write on, `.well` ends that. Names are durable at once, as after a sync of their folder.
"""

import errno
import os
import random
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mfusepy

_SECTOR = 512
_STAT = ("st_mode", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime")
_SPACE = ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_files", "f_ffree", "f_frsize")


@dataclass
class Node:
    """A file as programs see it, and what of it the disk does not have: None where it was cut."""

    real: Path
    live: bytearray = field(default_factory=bytearray)
    dirty: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self, dirty: list[tuple[int, bytes | None]]) -> None:
        """Let this much reach the disk."""
        if self.real.exists():
            with self.real.open("r+b") as file:
                for offset, written in dirty:
                    if written is None:
                        file.truncate(offset)
                    else:
                        file.seek(offset)
                        file.write(written)


class Disk(mfusepy.Operations):  # type: ignore[misc]  # it brings no types
    """Calls of the system, by its own names for them."""

    use_ns = True

    def __init__(self, root: Path) -> None:
        self.root = root
        self.nodes: dict[str, Node] = {}
        self.handles: dict[int, Node] = {}
        self.opened = 0
        self.fails, self.left = 0, 0

    def _real(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def _node(self, path: str) -> Node:
        if path not in self.nodes:
            real = self._real(path)
            self.nodes[path] = Node(real, bytearray(real.read_bytes()))
        return self.nodes[path]

    def _may_fail(self) -> None:
        self.left -= 1
        if self.fails and self.left <= 0:
            raise mfusepy.FuseOSError(self.fails)

    def getattr(self, path: str, fh: Any = None) -> dict[str, Any]:
        if path.startswith("/."):
            self._told(path[2:])
            return {"st_mode": stat.S_IFREG, "st_size": 0}
        try:
            found = os.lstat(self._real(path))
        except OSError as problem:
            raise mfusepy.FuseOSError(problem.errno) from None
        node = self.handles[fh] if fh in self.handles else self.nodes.get(path)
        told = {name: getattr(found, name) for name in _STAT}
        return told | {"st_size": len(node.live)} if node else told

    def readdir(self, path: str, _: int) -> list[str]:
        return [".", "..", *(each.name for each in self._real(path).iterdir())]

    def open(self, path: str, flags: int) -> int:
        if not self._real(path).exists():
            raise mfusepy.FuseOSError(errno.ENOENT)
        self.opened += 1
        self.handles[self.opened] = self._node(path)
        if flags & os.O_TRUNC:
            self.truncate(path, 0)
        return self.opened

    def create(self, path: str, mode: int, _: Any = None) -> int:
        self._may_fail()
        self._real(path).touch(mode)
        return self.open(path, 0)

    def read(self, _: str, size: int, offset: int, fh: int) -> bytes:
        return bytes(self.handles[fh].live[offset : offset + size])

    def write(self, _: str, written: bytes, offset: int, fh: int) -> int:
        self._may_fail()
        node = self.handles[fh]
        node.live.extend(bytes(max(0, offset - len(node.live))))
        node.live[offset : offset + len(written)] = written
        node.dirty.append((offset, bytes(written)))
        return len(written)

    def truncate(self, path: str, length: int, fh: Any = None) -> int:
        node = self.handles[fh] if fh in self.handles else self._node(path)
        del node.live[length:]
        node.live.extend(bytes(length - len(node.live)))
        node.dirty.append((length, None))
        return 0

    def fsync(self, _: str, __: int, fh: int) -> int:
        if self.fails == errno.EIO and self.left <= 0:
            raise mfusepy.FuseOSError(self.fails)
        node = self.handles[fh]
        node.sync(node.dirty)
        node.dirty.clear()
        return 0

    def fsyncdir(self, *_: Any) -> int:
        return 0

    def flush(self, *_: Any) -> int:
        return 0

    def release(self, _: str, fh: int) -> int:
        del self.handles[fh]  # closing does not sync
        return 0

    def unlink(self, path: str) -> int:
        self.nodes.pop(path, None)
        self._real(path).unlink()
        return 0

    def rename(self, old: str, new: str, *_: Any) -> int:
        node = self.nodes.pop(old, None)
        self.nodes.pop(new, None)
        self._real(old).rename(self._real(new))
        if node:
            node.real = self._real(new)
            self.nodes[new] = node
        return 0

    def mkdir(self, path: str, mode: int) -> int:
        self._may_fail()
        self._real(path).mkdir(mode)
        return 0

    def rmdir(self, path: str) -> int:
        self._real(path).rmdir()
        return 0

    def chmod(self, *_: Any) -> int:
        return 0

    def utimens(self, *_: Any) -> int:
        return 0

    def access(self, *_: Any) -> int:
        return 0

    def statfs(self, _: str) -> dict[str, int]:
        found = os.statvfs(self.root)
        return {name: getattr(found, name) for name in _SPACE}

    def _told(self, what: str) -> None:
        word, *numbers = what.split("-")
        known: dict[str, Callable[..., None]] = {
            "cut": self._cut,
            "torn": self._torn,
            "sync": self._sync,
            "fail": self._fail,
            "well": self._fail,
        }
        if word not in known:
            raise mfusepy.FuseOSError(errno.ENOENT)
        known[word](*map(int, numbers))

    def _fail(self, number: int = 0, writes: int = 0) -> None:
        self.fails, self.left = number, writes

    def _sync(self) -> None:
        for node in self.nodes.values():
            node.sync(node.dirty)
            node.dirty.clear()

    def _cut(self) -> None:
        self.nodes.clear()

    def _torn(self, seed: int) -> None:
        chance = random.Random(seed)
        for node in self.nodes.values():
            node.sync([each for each in _sectors(node) if chance.random() < 0.5])
        self._cut()


def _sectors(node: Node) -> list[tuple[int, bytes | None]]:
    """What is not synced yet, sector by sector."""
    found: list[tuple[int, bytes | None]] = []
    for offset, written in node.dirty:
        if written is None:
            found.append((offset, None))
            continue
        at = 0
        while at < len(written):
            size = min(len(written) - at, _SECTOR - (offset + at) % _SECTOR)
            found.append((offset + at, written[at : at + size]))
            at += size
    return found


# What the system remembers would outlive a cut.
_NOTHING_KEPT = {"attr_timeout": 0, "entry_timeout": 0, "negative_timeout": 0}

if __name__ == "__main__":
    mfusepy.FUSE(
        Disk(Path(sys.argv[1])), sys.argv[2], foreground=True, nothreads=True, **_NOTHING_KEPT
    )
