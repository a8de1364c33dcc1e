"""The derived table people search in: dropped and made anew at every upgrade."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from gridapp.store import rows
from gridapp.store.tables import derived, on_desk
from gridapp.store.tables import search as words
from gridapp.wire.jsontext import packed

_FILL = """
INSERT OR REPLACE INTO search (household_id, words)
SELECT household.id,
       house.label || ' ' || house.address || ' ' || household.head || ' '
       || household.salutation || ' ' || household.phone || ' ' || household.remark || ' '
       || coalesce((SELECT group_concat(resident.name || ' ' || resident.phone, ' ')
                    FROM resident
                    WHERE resident.household_id = household.id AND NOT resident.deleted), '')
"""
_FROM = """
FROM household JOIN house ON house.id = household.house_id
WHERE NOT household.deleted
"""
_MISSING = "AND household.id NOT IN (SELECT household_id FROM search)"


def rebuild(connection: Connection) -> None:
    """Make the search table from the records as they stand."""
    derived.drop_all(connection)
    derived.create_all(connection)
    complete(connection)


def forget(connection: Connection, household_ids: Iterable[str]) -> None:
    """Take out the words of these households; the next search makes them anew."""
    these = {"listed": packed(list(household_ids))}
    connection.execute(words.delete().where(words.c.household_id.in_(rows.LISTED)), these)


def is_complete(connection: Connection) -> bool:
    """True where every household can be found by its words."""
    missing = f"SELECT NOT EXISTS (SELECT 1 {_FROM} {_MISSING})"
    return bool(connection.execute(text(missing)).scalar_one())


def complete(connection: Connection) -> None:
    """Make the words of the households that lack them."""
    connection.execute(text(f"{_FILL} {_FROM} {_MISSING}"))


def households_of(connection: Connection, house_ids: Iterable[str]) -> set[str]:
    """The households behind these doors."""
    found = rows.rows_by(connection, on_desk("household"), "house_id", house_ids)
    return {row["id"] for row in found}
