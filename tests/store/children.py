"""What the tests let a real process do, to be starved or killed: python -m tests.store.children …"""

import itertools
import json
import os
import resource
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import keyring

from gridapp.domain.errors import Expected
from gridapp.store import backup, migrate
from gridapp.store.engine import open_store
from gridapp.store.keys import Custody
from tests.store import rings
from tests.store.made import KEY, NOW


def fill(path, most):
    """Commit row after row in a store whose files may not grow beyond `most` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
    store = open_store(Path(path), KEY)
    with store.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE said (number INTEGER, words TEXT)")
    committed = 0
    try:
        while True:
            with store.writing() as connection:
                row = (committed, "词" * 1000)
                connection.exec_driver_sql("INSERT INTO said VALUES (?, ?)", row)
            committed += 1
    except Expected as problem:
        _say(json.dumps([committed, type(problem).__name__, str(problem)]))
    store.close()


def save(path):
    """Commit number after number and say each once it is saved, until somebody ends it."""
    store = open_store(Path(path), KEY)
    for number in itertools.count():
        with store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO said VALUES (?)", (number,))
        _say(number)


def custody(act, folder, ring):
    """Make or unlock a key with only this key store at hand; the key, or why not, and how long."""
    if ring == "LateRing":
        rings.late()
    else:
        keyring.set_keyring(rings.RINGS[ring]())
    began = time.monotonic()
    try:
        told = getattr(Custody(Path(folder), "desk.db"), act)().hex()
    except Expected as problem:
        told = type(problem).__name__
    _say(json.dumps([told, time.monotonic() - began]))


def upgrades(revisions):
    """Upgrade the store of each line read, and kill it after the seconds that stand behind it."""
    _killing(lambda store: migrate.upgrade(store, "desk", now=_now(), revisions=Path(revisions)))


def copies(folder):
    """Copy the store of each line read, and kill it after the seconds that stand behind it."""
    _killing(lambda store: backup.copy(store, Path(folder), label="daily", now=_now()))


def _now():
    # No two processes begin at the same microsecond.
    return NOW + timedelta(microseconds=os.getpid())


def _killing(work):
    _say("ready")
    for line in sys.stdin:
        path, seconds = line.rstrip("\n").split("\t")
        child = os.fork()
        if not child:
            os._exit(_done(work, Path(path)))
        if seconds:
            time.sleep(float(seconds))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        _say({0: "done", -signal.SIGKILL: "killed"}[os.waitstatus_to_exitcode(status)])


def _done(work, path):
    store = open_store(path, KEY)
    work(store)
    store.close()
    return 0


def _say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    for work in (fill, save, custody, upgrades, copies):
        if work.__name__ == sys.argv[1]:
            work(*sys.argv[2:])
