"""What desk and hub of the floor agree on: tables with one index, and rows as JSON under zstd."""

from typing import Any

import msgspec
import zstandard

# The fields that say something in the records the benches make.
COLUMNS: dict[str, tuple[str, ...]] = {
    "visit": (
        *("id", "scope", "written_by", "written_at", "short_no", "household_id", "house_id"),
        *("outcome", "visited_at", "mode", "campaign_id", "workers", "typed_by", "talked"),
        *("checklist", "note"),
    ),
    "household": (
        *("id", "scope", "written_by", "written_at", "house_id", "head", "phone"),
        *("resident_count", "resident_kind", "origin", "care_tags", "remark"),
    ),
    "resident": (
        *("id", "scope", "written_by", "written_at", "household_id", "name", "relation"),
        *("sex", "birth_ym", "phone", "care_tags"),
    ),
}
_LEVEL = 3

# Rows by kind, each with the values of COLUMNS in their order.
Rows = dict[str, list[Any]]


class Ask(msgspec.Struct):
    """What a desk hands in, and up to which number it has read."""

    since: int
    rows: Rows


class Answer(msgspec.Struct):
    """The number given to what was handed in, and what is newer than what the desk has read."""

    seq: int
    rows: Rows


def packed(message: Any) -> bytes:
    """A message as bytes."""
    return zstandard.ZstdCompressor(_LEVEL).compress(msgspec.json.encode(message))


def schema() -> list[str]:
    """A table for each kind, one secondary index, and the last number."""
    made = ["CREATE TABLE clock (seq bigint)", "INSERT INTO clock VALUES (0)"]
    for kind, names in COLUMNS.items():
        columns = ",".join(f"{name} {_type(name)}" for name in names)
        made.append(f"CREATE TABLE {kind} ({columns}, seq bigint)")
        made.append(f"CREATE INDEX {kind}_by_seq ON {kind}(seq)")
    return made


def _type(name: str) -> str:
    return {"id": "text primary key", "resident_count": "bigint"}.get(name, "text")
