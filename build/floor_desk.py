"""The floor's desk: the least a client can do, one POST of rows as JSON under zstd 3.

`floor_desk.py PATH ADDRESS` hands in what waits and reads what is new; the seconds begin with the
first row that is read. Where a key lies beside it the store is a SQLCipher file, else plain SQLite.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import msgspec
import requests
import zstandard

from build.floor_rows import COLUMNS, Answer, Ask, Rows, packed, schema

_PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-65536"
_MOST = 1 << 30


def opened(path: Path) -> Any:
    """The store, begun where it is not there."""
    is_new, key = not path.exists(), path.with_suffix(".key")
    if key.exists():
        from sqlcipher3 import dbapi2  # noqa: PLC0415 - only the first pull goes into SQLCipher

        connection: Any = dbapi2.connect(path, isolation_level=None)
        connection.execute(f"PRAGMA key=\"x'{key.read_text('utf-8')}'\"")
    else:
        connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(_PRAGMAS)
    for told in [*schema(), "CREATE TABLE outbox (id text primary key)"] if is_new else ():
        connection.execute(told)
    return connection


def fill(kept: Any, kind: str, rows: Sequence[Sequence[Any]], *, waits: bool) -> None:
    """Put rows there, to be sent where they wait."""
    kept.execute("BEGIN")
    kept.executemany(f"INSERT INTO {kind} VALUES ({_marks(kind)},0)", rows)  # noqa: S608 - our own names
    if waits:
        kept.executemany("INSERT INTO outbox VALUES (?)", [row[:1] for row in rows])
    kept.execute("COMMIT")


def has_read(kept: Any, seq: int) -> None:
    """Let the desk have read up to a number."""
    kept.execute("UPDATE clock SET seq = ?", (seq,))


def sync(kept: Any, address: str) -> tuple[int, int]:
    """Hand in and read; how many rows each."""
    names = ",".join(COLUMNS["visit"])
    waiting = f"SELECT {names} FROM visit WHERE id IN (SELECT id FROM outbox)"  # noqa: S608 - our own names
    rows = kept.execute(waiting).fetchall()
    since = kept.execute("SELECT seq FROM clock").fetchone()[0]
    body = packed(Ask(since, {"visit": rows} if rows else {}))
    session = requests.Session()
    session.trust_env = False
    answer = session.post(address, data=body, headers={"Accept-Encoding": "identity"}, stream=True)
    answer.raise_for_status()
    text = zstandard.ZstdDecompressor().decompress(answer.raw.read(), max_output_size=_MOST)
    told = msgspec.json.decode(text, type=Answer)
    _settle(kept, [row[:1] for row in rows], told)
    return len(rows), sum(map(len, told.rows.values()))


def _settle(kept: Any, sent: list[Any], told: Answer) -> None:
    kept.execute("BEGIN IMMEDIATE")
    kept.executemany("DELETE FROM outbox WHERE id = ?", sent)
    _lay(kept, told.rows)
    has_read(kept, told.seq)
    kept.execute("COMMIT")


def _lay(kept: Any, rows: Rows) -> None:
    for kind, many in rows.items():
        told = f"INSERT OR REPLACE INTO {kind} VALUES ({_marks(kind)},0)"  # noqa: S608 - our own names
        kept.executemany(told, many)


def _marks(kind: str) -> str:
    return ",".join("?" * len(COLUMNS[kind]))


def main(path: str, address: str) -> None:
    """Do it once and say how it went."""
    kept = opened(Path(path))
    began = time.perf_counter()
    sent, received = sync(kept, address)
    seconds = time.perf_counter() - began
    peak = [s for s in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in s]
    memory = int(peak[0].split()[1]) / 1024
    print(json.dumps({"seconds": seconds, "memory": memory, "sent": sent, "received": received}))


if __name__ == "__main__":
    main(*sys.argv[1:])
