"""Records of kinds this program does not know: kept as they came, for a newer program to read."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from gridapp.store import rows, tallies
from gridapp.store.tables import unread
from gridapp.wire.jsontext import packed


def put(connection: Connection, kind: str, arrived: Sequence[Mapping[str, Any]]) -> None:
    """Keep records as they came."""
    ids = [str(values["id"]) for values in arrived]
    here = unread.c.kind == kind, unread.c.id.in_(rows.LISTED)
    query = select(unread.c.id, unread.c.scope, unread.c.rev).where(*here)
    found = connection.execute(query, {"listed": packed(ids)})
    before = [(this, scope, rev) for this, scope, rev in found]
    come = [(str(v["id"]), str(v.get("scope", "")), int(v.get("rev", 0))) for v in arrived]
    told = [
        (kind, this, scope, rev, packed(dict(values)))
        for (this, scope, rev), values in zip(come, arrived, strict=True)
    ]
    connection.exec_driver_sql("INSERT OR REPLACE INTO unread VALUES (?, ?, ?, ?, ?)", told)
    tallies.change(connection, kind, before, come)


def said(values: Mapping[str, Any]) -> dict[str, Any]:
    """What such a record says, without what the hub added."""
    return {name: value for name, value in values.items() if name not in {"rev", "hub_at"}}
