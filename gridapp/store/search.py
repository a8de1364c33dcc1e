"""The derived table people search and sort households in: dropped and made anew at every upgrade."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from gridapp.store import rows
from gridapp.store.tables import derived, on_desk
from gridapp.store.tables import search as words
from gridapp.wire.jsontext import packed

_FILL = """
INSERT OR REPLACE INTO search (household_id, door, head, phone, resident_count, usage, words)
SELECT household.id,
       coalesce(compound.name, '') || ' ' || house.walk_key, household.head, household.phone,
       household.resident_count, house.usage,
       house.label || ' ' || house.address || ' ' || household.head || ' '
       || household.salutation || ' ' || household.phone || ' ' || household.remark || ' '
       || coalesce((SELECT group_concat(resident.name || ' ' || resident.phone, ' ')
                    FROM resident
                    WHERE resident.household_id = household.id AND NOT resident.deleted), '')
"""
# The sign keeps SQLite from walking an index of ids, which reads the table in no order at all.
_FROM = """
FROM household JOIN house ON house.id = household.house_id
LEFT JOIN building ON building.id = house.building_id
LEFT JOIN compound ON compound.id = building.compound_id
WHERE NOT +household.deleted
"""
_MISSING = "AND household.id NOT IN (SELECT household_id FROM search)"
_COUNTS = """
SELECT (SELECT count(*) FROM household WHERE NOT deleted) - (SELECT count(*) FROM search)
"""


def rebuild(connection: Connection) -> None:
    """Make the search table from the records as they stand."""
    derived.drop_all(connection)
    derived.create_all(connection)
    complete(connection)


def forget(connection: Connection, household_ids: Iterable[str]) -> None:
    """Take out the words of these households; the next search makes them anew."""
    these = packed(list(household_ids))
    gone = "DELETE FROM search WHERE household_id IN (SELECT value FROM json_each(?))"
    connection.exec_driver_sql(gone, (these,))


def is_empty(connection: Connection) -> bool:
    """True where no household has its words yet."""
    return connection.execute(words.select().limit(1)).first() is None


def missing(connection: Connection) -> int:
    """How many households cannot be found by their words yet."""
    # Counting what is there takes a tenth of the time of looking for what is not.
    if connection.exec_driver_sql(_COUNTS).scalar_one() <= 0:
        return 0
    return int(connection.execute(text(f"SELECT count(*) {_FROM} {_MISSING}")).scalar_one())


def is_complete(connection: Connection) -> bool:
    """True where every household can be found by its words."""
    return missing(connection) == 0


def complete(connection: Connection) -> None:
    """Make the words of the households that lack them."""
    connection.execute(text(f"{_FILL} {_FROM} {_MISSING} ORDER BY 2"))


def renew(connection: Connection, household_ids: Iterable[str]) -> None:
    """Make the words of these households anew, as after an edit of one."""
    these = {"listed": packed(list(household_ids))}
    chosen = "AND household.id IN (SELECT value FROM json_each(:listed))"
    connection.execute(text(f"{_FILL} {_FROM} {chosen}"), these)


def households_of(connection: Connection, house_ids: Iterable[str]) -> set[str]:
    """The households behind these doors."""
    found = rows.rows_by(connection, on_desk("household"), "house_id", house_ids)
    return {row["id"] for row in found}
