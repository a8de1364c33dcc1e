"""The floor's hub: one bare ASGI endpoint that takes rows, keeps them and tells what is new.

`floor_hub.py PATH` keeps them in SQLite, `floor_hub.py postgresql://…` in PostgreSQL. Nothing is
signed, judged, merged or checked.
"""

import json
import socket
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import msgspec
import uvicorn
import zstandard

from build.floor_rows import COLUMNS, Answer, Ask, Rows, packed, schema

_PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL"
_MOST = 1 << 30


class Kept(Protocol):
    """Where rows are."""

    def take(self, rows: Rows) -> int:
        """Write them in one durable transaction; the number they got."""
        ...

    def news(self, since: int) -> Rows:
        """What got a later number."""
        ...


class InSqlite:
    """Rows in a SQLite file, which is begun where it is not there."""

    def __init__(self, path: str) -> None:
        is_new = not Path(path).exists()
        self._kept = sqlite3.connect(path, isolation_level=None)
        self._kept.executescript(_PRAGMAS)
        for told in schema() if is_new else ():
            self._kept.execute(told)

    def take(self, rows: Rows) -> int:
        self._kept.execute("BEGIN IMMEDIATE")
        told = "UPDATE clock SET seq = seq + 1 RETURNING seq"
        seq = int(self._kept.execute(told).fetchone()[0])
        for kind, many in rows.items():
            marks = ",".join("?" * len(COLUMNS[kind]))
            told = f"INSERT INTO {kind} VALUES ({marks},{seq}) {_replacing(kind)}"  # noqa: S608 - our own names
            self._kept.executemany(told, many)
        self._kept.execute("COMMIT")
        return seq

    def news(self, since: int) -> Rows:
        found = {kind: self._kept.execute(_newer(kind, since)).fetchall() for kind in COLUMNS}
        return {kind: rows for kind, rows in found.items() if rows}


class InPostgres:
    """Rows in a PostgreSQL database: copied aside, then laid over what is there."""

    def __init__(self, address: str) -> None:
        import psycopg  # noqa: PLC0415 - the floor on SQLite does not carry it

        self._kept = psycopg.connect(address, autocommit=True)
        if not self._kept.execute("SELECT to_regclass('clock')").fetchone()[0]:  # type: ignore[index]
            for told in schema():
                self._kept.execute(told)

    def take(self, rows: Rows) -> int:
        with self._kept.transaction(), self._kept.cursor() as cursor:
            cursor.execute("UPDATE clock SET seq = seq + 1 RETURNING seq")
            seq = int(cursor.fetchone()[0])  # type: ignore[index]
            for kind, many in rows.items():
                names = ",".join(COLUMNS[kind])
                cursor.execute(f"CREATE TEMP TABLE t_{kind} (LIKE {kind}) ON COMMIT DROP")
                with cursor.copy(f"COPY t_{kind} ({names}) FROM STDIN") as copy:
                    for row in many:
                        copy.write_row(row)
                from_there = f"SELECT {names}, {seq} FROM t_{kind}"  # noqa: S608 - our own names
                cursor.execute(f"INSERT INTO {kind} {from_there} {_replacing(kind)}")
        return seq

    def news(self, since: int) -> Rows:
        found = {kind: self._kept.execute(_newer(kind, since)).fetchall() for kind in COLUMNS}
        return {kind: rows for kind, rows in found.items() if rows}


def _replacing(kind: str) -> str:
    new = ",".join(f"{name} = excluded.{name}" for name in (*COLUMNS[kind][1:], "seq"))
    return f"ON CONFLICT (id) DO UPDATE SET {new}"


def _newer(kind: str, since: int) -> str:
    return f"SELECT {','.join(COLUMNS[kind])} FROM {kind} WHERE seq > {since}"  # noqa: S608 - our own names


def app(kept: Kept) -> Callable[..., Awaitable[None]]:
    """The endpoint."""

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        body, more = b"", True
        while more:
            part = await receive()
            body += part.get("body", b"")
            more = part.get("more_body", False)
        text = zstandard.ZstdDecompressor().decompress(body, max_output_size=_MOST)
        ask = msgspec.json.decode(text, type=Ask)
        news = kept.news(ask.since)
        seq = kept.take(ask.rows) if ask.rows else ask.since
        answer = packed(Answer(seq, news))
        size = str(len(answer)).encode()
        heads = [(b"content-type", b"application/json"), (b"content-encoding", b"zstd")]
        heads.append((b"content-length", size))
        await send({"type": "http.response.start", "status": 200, "headers": heads})
        await send({"type": "http.response.body", "body": answer})

    return asked


def main(where: str) -> None:
    """Serve on this computer until the program is ended; says where in one JSON line."""
    kept = InPostgres(where) if where.startswith("postgresql:") else InSqlite(where)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app(kept), log_config=None, access_log=False, lifespan="off")
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    print(json.dumps({"hub": address}), flush=True)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1])
