"""What the hub remembers beside the records: names of districts, answers it gave, offers not taken."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from gridapp.store import dialect
from gridapp.store.hub_log import rev_of
from gridapp.store.hub_tables import answered, offered
from gridapp.store.hub_tables import shard as shards


def salts(connection: Connection, wanted: Iterable[str]) -> dict[str, str]:
    """The namespaces in which these districts' places are named."""
    listed = sorted(set(wanted))
    for shard in listed:
        rev_of(connection, shard)
    found = select(shards.c.shard, shards.c.salt).where(shards.c.shard.in_(listed))
    return dict(connection.execute(found).all())


def answers(
    connection: Connection, shard: str, change_ids: Iterable[str]
) -> dict[str, Mapping[str, Any]]:
    """What was answered before to those of these changes that came before."""
    here = answered.c.shard == shard, answered.c.change_id.in_(dialect.listed(change_ids))
    found = connection.execute(select(answered).where(*here)).mappings()
    return {row["change_id"]: dict(row) for row in found}


def keep_answers(connection: Connection, given: Sequence[Mapping[str, Any]]) -> None:
    """Remember what was answered, so that the same change is answered the same again."""
    dialect.upsert(connection, answered, given)


def keep_offers(connection: Connection, kept: Sequence[Mapping[str, Any]]) -> None:
    """Keep, word for word, what was offered and not taken; once."""
    dialect.insert_new(connection, offered, kept)
