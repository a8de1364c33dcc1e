"""Processes that are killed in the middle, and what they had acknowledged by then."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

TOP = Path(__file__).parents[2]
_MOMENT = Event()  # never set: waiting for it is a pause


@dataclass
class Zygote:
    """Begins one child at a time, from a process that has everything loaded."""

    process: "subprocess.Popen[str]"

    @classmethod
    @contextlib.contextmanager
    def running(cls) -> Iterator["Zygote"]:
        """One for a while."""
        words = [sys.executable, "-m", "tests.faults.children"]
        with subprocess.Popen(
            words, cwd=TOP, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            yield cls(process)

    def begin(self, act: str, **told: Any) -> str:
        """Begin a child; what it says first."""
        return str(self._ask(json.dumps({"act": act, **told})))

    def kill(self, after: float = 0.0) -> list[str]:
        """kill -9 after so many seconds; what else it had said."""
        _MOMENT.wait(after)
        return list(self._ask("kill"))

    def end(self) -> list[str]:
        """Wait for its end; what else it said."""
        return list(self._ask("wait"))

    def _ask(self, line: str) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())
