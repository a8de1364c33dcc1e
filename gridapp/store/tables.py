"""The tables: one per kind of record, derived from its declaration, and the bookkeeping beside."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

from gridapp.domain.fields import Field, Form, Kind, Writing
from gridapp.domain.records import KINDS
from gridapp.wire.jsontext import packed, unpacked


class Packed(TypeDecorator[Any]):
    """JSON in a text column, the same on SQLite and PostgreSQL; lists come back as tuples."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """A value as compact JSON."""
        return None if value is None else packed(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """The value again; a list as a tuple, as records hold it."""
        return None if value is None else unpacked(value)


_TYPES: dict[Form, Any] = {
    Form.WHOLE: BigInteger(),
    Form.FLAG: Boolean(),
    Form.SEVERAL: Packed(),
    Form.MAP: Packed(),
}

_BLANKS: dict[Form, Any] = {
    Form.WHOLE: text("0"),
    # Quoted, it is a default on SQLite and on PostgreSQL alike.
    Form.FLAG: text("'0'"),
    Form.SEVERAL: text("'[]'"),
    Form.MAP: text("'{}'"),
}

# What pages ask by, beside the id.
_INDEXES: dict[str, tuple[str, ...]] = {
    "building": ("compound_id",),
    "unit": ("building_id",),
    "house": ("building_id", "label"),
    "household": ("house_id",),
    "resident": ("household_id",),
    "appointment": ("household_id",),
    "issue": ("household_id",),
    "issue_step": ("issue_id",),
    "dispatch": ("issue_id",),
    "note": ("about_id",),
    "photo": ("about_id", "sha256", "preview"),
    "conflict": ("about_id",),
    "resolution": ("conflict_id",),
    "post": ("account",),
    "grid": ("code",),
    "division": ("code",),
}


def _column(field: Field) -> Column[Any]:
    # What is not written reads as blank, also in rows older than the field.
    key = field.name == "id"
    kind = _TYPES.get(field.form, String())
    default = None if key or field.default is None else _BLANKS.get(field.form, text("''"))
    return Column(field.name, kind, primary_key=key, nullable=not key, server_default=default)


def tables_of_kinds(metadata: MetaData, first: Callable[[Kind], Iterable[Column[Any]]]) -> None:
    """Declare a table for each kind of record; `first` gives its columns before the fields."""
    for kind in KINDS.values():
        columns = [*first(kind), *(_column(field) for field in kind.fields.values())]
        table = Table(kind.name, metadata, *columns)
        for name in _INDEXES.get(kind.name, ()):
            Index(f"{kind.name}_by_{name}", table.c[name])


# A record the hub has not numbered yet. Written out: SQLite uses a partial index only for the
# very words it was made with.
UNSENT = text("rev = 0")

desk = MetaData()
tables_of_kinds(desk, lambda _: ())
for _kind in KINDS.values():
    if _kind.writing is not Writing.REFERENCE:
        Index(f"{_kind.name}_unsent", desk.tables[_kind.name].c.rev, sqlite_where=UNSENT)

# The latest visit of every household is read off the index alone.
_visit = desk.tables["visit"].c
Index("visit_by_household_id", _visit.household_id, _visit.visited_at, _visit.deleted)

# Counted and picked out of a hundred thousand at every opening of the list of households.
STANDING, LEFT_ALONE, MOVED_OUT = (
    text("NOT deleted"),
    text("refusal != ''"),
    text("moved_out_on != ''"),
)
for _name, _where in (("standing", STANDING), ("left_alone", LEFT_ALONE), ("moved_out", MOVED_OUT)):
    Index(f"household_{_name}", desk.tables["household"].c.id, sqlite_where=_where)

# An edit not yet answered. `mask` names the fields that changed; their values are read from the
# record when the change is closed, and sealed into `body` before its bytes leave the machine.
outbox = Table(
    "outbox",
    desk,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("change_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("record_id", String, nullable=False),
    Column("mask", Packed, nullable=False),
    Column("base_rev", BigInteger, nullable=False),
    # The changes of this record that waited when this one began: who wrote it knew them.
    Column("after", Packed, nullable=False, server_default=text("'[]'")),
    # What the hub has where this edit wrote: the record without it is still to be told.
    Column("was", Packed, nullable=False, server_default=text("'{}'")),
    Column("written_at", String, nullable=False),
    Column("written_by", String, nullable=False),
    Column("body", Packed, nullable=True),
)
Index("outbox_by_record", outbox.c.record_id)
Index("outbox_by_change", outbox.c.change_id)

set_aside = Table(
    "set_aside",
    desk,
    Column("change_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("record_id", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("reason_values", Packed, nullable=False),
    Column("body", Packed, nullable=False),
    Column("answered_at", String, nullable=False),
)
Index("set_aside_by_record", set_aside.c.record_id)

cursor = Table(
    "cursor",
    desk,
    Column("reach", String, primary_key=True),
    Column("epoch", String, nullable=False),
    Column("rev", BigInteger, nullable=False),
)

# How many numbered records of a scope are here, and their checksum (see domain.hub_numbers).
tally = Table(
    "tally",
    desk,
    Column("scope", String, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("total", BigInteger, nullable=False),
)

# What the hub said it holds, under its seal (see wire.sheets); to prove it to a hub that forgot.
sheet = Table(
    "sheet",
    desk,
    Column("no", Integer, primary_key=True, autoincrement=True),
    Column("tag", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# What came of a snapshot (see wire.frames) that is still to be fetched whole.
piece = Table(
    "piece",
    desk,
    Column("etag", String, primary_key=True),
    Column("at", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# Records of kinds this program does not know, as they came: a newer one will read them.
unread = Table(
    "unread",
    desk,
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("scope", String, nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("body", Packed, nullable=False),
)

# A picture of ours the hub is to have: `state` is waiting, stored, or refused with the reason why.
picture = Table(
    "picture",
    desk,
    Column("sha256", String, primary_key=True),
    Column("is_preview", Boolean, nullable=False),
    Column("size", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("reason_values", Packed, nullable=False),
)
# Written out like UNSENT above: asked at every look at the bottom line.
UNSTORED = text("state != 'stored'")
Index("picture_unstored", picture.c.sha256, sqlite_where=UNSTORED)

# Small facts of this desk: who, which hub, which device; last sync.
setting = Table("setting", desk, Column("name", String, primary_key=True), Column("value", Packed))

# The numbers one can say on the phone: the last one given for each letter, by day.
numbering = Table(
    "numbering",
    desk,
    Column("letter", String, primary_key=True),
    Column("day", String, nullable=False),
    Column("last", Integer, nullable=False),
)

# What each import of a roster told and wrote, so that it can be taken back as a whole.
_packs = (Column(name, Packed, nullable=False) for name in ("told", "wrote"))
imported = Table("imported", desk, Column("id", String, primary_key=True), *_packs)

# Made from the records and dropped at every upgrade: never migrated, always rebuilt.
derived = MetaData()

search = Table(
    "search",
    derived,
    Column("household_id", String, primary_key=True),
    Column("door", String, nullable=False, server_default=text("''")),
    Column("head", String, nullable=False, server_default=text("''")),
    Column("phone", String, nullable=False, server_default=text("''")),
    Column("resident_count", Integer, nullable=True),
    Column("usage", String, nullable=False, server_default=text("''")),
    Column("words", String, nullable=False),
)
# With the key beside it an order is read off the index alone.
for _name in ("door", "head", "phone", "resident_count", "usage"):
    Index(f"search_by_{_name}", search.c[_name], search.c.household_id)


@cache
def on_desk(kind: str) -> Table:
    """The desk's table of a kind."""
    return desk.tables[kind]
