"""An office with its hub and laptops, driven by the command line alone: real processes, JSON."""

import contextlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from gridapp.store.engine import open_store
from gridapp.store.keys import Custody

DATA = Path(__file__).parents[1] / "data"
ROSTERS = {
    "榆晴社区住户台账.xlsx": 108,
    "榆晴小区网格户表_gbk.csv": 72,
    "望溪社区分楼栋.xlsx": 132,
}
GRID, NEXT_GRID = "120110001001001", "120110001001002"
DISTRICT = "120110"
PASSPHRASE, PASSWORD = "pw123456", "secret12"
_WAIT = 30.0  # seconds: what takes longer has gone wrong
_SPECK = 0.01


@dataclass(frozen=True)
class Said:
    """What one command said and how it ended."""

    code: int
    out: str
    error: str

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def answer(self):
        (line,) = self.lines
        return line


def until(is_so, *, process=None):
    """Wait until something is so; a test that waits too long, or for the dead, fails."""
    deadline = time.monotonic() + _WAIT
    while not (found := is_so()):
        assert time.monotonic() < deadline, "it took too long"
        assert process is None or process.poll() is None, "the process has ended"
        time.sleep(_SPECK)
    return found


def complete_lines(path):
    """The lines of a file that is being written, without the one that is not whole yet."""
    text = path.read_text("utf-8") if path.exists() else ""
    return text[: text.rfind("\n") + 1].splitlines()


@dataclass
class Place:
    """A folder in which commands run; `home` is the data folder of whoever runs them."""

    root: Path
    home: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self):
        (self.root / "tmp").mkdir(parents=True, exist_ok=True)

    def environment(self, **other):
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        return kept | {
            "HOME": str(self.root / "tmp"),
            "TMPDIR": str(self.root / "tmp"),
            "GRIDAPP_HOME": str(self.home),
            "GRIDAPP_PASSPHRASE": PASSPHRASE,
            "GRIDAPP_PASSWORD": PASSWORD,
            "GRIDAPP_LANG": "en",
            "PYTHONDONTWRITEBYTECODE": "1",
            **other,
        }

    def run(self, *words, told="", most_bytes=0, **environment):
        """Run one command to its end; `told` is its standard input."""
        done = subprocess.run(
            _command(words, most_bytes),
            cwd=self.root,
            env=self.environment(**environment),
            input=told if isinstance(told, bytes) else told.encode(),
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    def good(self, *words, **told):
        """Run one command that has to succeed; the one line it says."""
        said = self.run(*words, **told)
        assert said.code == 0, said
        return said.answer

    def start(self, *words, name, **environment):
        """Start a command; its words go to files, so that it never waits for us."""
        out, error = (self.root / f"{name}.{kind}" for kind in ("out", "err"))
        with out.open("wb") as out_file, error.open("wb") as error_file:
            process = subprocess.Popen(
                _command(words),
                cwd=self.root,
                env=self.environment(**environment),
                stdin=subprocess.PIPE,
                stdout=out_file,
                stderr=error_file,
            )
        self.running.append(process)
        return Started(process, out, error)

    def close(self):
        """End whatever still runs."""
        for process in self.running:
            _end(process)
        self.running.clear()


def _end(process):
    process.kill()
    process.wait()
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()


def _command(words, most_bytes=0):
    argv = [sys.executable, "-m", "gridapp", *map(str, words)]
    if not most_bytes:
        return argv
    # Files may not grow beyond this, as on a full disk.
    limit = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most_bytes}, {most_bytes}))"
    starved = f"import os, resource, sys; {limit}; os.execv(sys.argv[1], sys.argv[1:])"
    return [sys.executable, "-c", starved, *argv]


@dataclass
class Started:
    """A command that still runs."""

    process: subprocess.Popen[bytes]
    out: Path
    error: Path

    def tell(self, lines):
        """Write lines to its standard input."""
        assert self.process.stdin
        self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())
        self.process.stdin.flush()

    def printed(self):
        return [json.loads(line) for line in complete_lines(self.out)]

    def wait_for(self, count):
        """Wait until it has printed so many lines."""
        until(lambda: len(self.printed()) >= count, process=self.process)

    def kill(self):
        """kill -9: nothing of it runs on."""
        _end(self.process)

    def finish(self):
        """Say that no more comes, and wait for its end."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=_WAIT)
        texts = (path.read_text("utf-8") for path in (self.out, self.error))
        return Said(self.process.returncode, *texts)


@dataclass
class Office(Place):
    """The office PC: the hub's folder is `home/hub`."""

    def admin(self, command, *words, **told):
        return self.good("admin", command, *words, **told)

    def account(self, name, role, place, **more):
        options = [word for key, value in more.items() for word in (f"--{key}", value)]
        self.admin(
            "account", "--name", name, "--person", f"工作人员{name}", "--role", role,
            "--place", place, *options,
        )  # fmt: skip

    def laptop_file(self, account, address):
        """Write an enrolment file; the file and its code."""
        file = self.root / f"{account}.json"
        made = self.admin("laptop", "--account", account, "--out", file, "--address", address)
        return file, made["code"]

    def serve(self, name="hub"):
        """Run the hub; the process and its address."""
        served = self.start("serve", "--port", "0", name=name)
        served.wait_for(1)
        return served, served.printed()[0]["hub"]


@dataclass
class Laptop(Place):
    """One worker's laptop."""

    def desk(self, command, *words, **told):
        return self.run("desk", command, *words, **told)

    def enrol(self, file, code):
        return self.good("desk", "sign-in", "--enrolment", file, "--code", code)

    def status(self):
        return self.good("desk", "status")

    def doors(self):
        return self.desk("doors").lines

    def import_all(self):
        """Import the three rosters; what each import answered."""
        return [self.good("desk", "import", DATA / "rosters" / name) for name in ROSTERS]

    def sync(self):
        return self.good("desk", "sync")


def jsonl(lines):
    """Lines as a stream takes them."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def opened(path):
    """The store of a hub or a desk, opened beside whatever runs; to be closed."""
    custody = Custody(path.parent, path.name, PASSPHRASE)
    return open_store(path, custody.unlock())


def spoil(path, *statements):
    """Change a store as no command does, to see what a mistake of ours would make of it."""
    store = opened(path)
    with store.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    store.close()
