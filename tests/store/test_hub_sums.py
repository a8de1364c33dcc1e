"""Sums that are wrong are begun anew, and those of other places are let alone."""

from gridapp.domain.scopes import scope
from gridapp.store import hub_sums
from tests.store.hub_pages import DISTRICT, HERE, many, write
from tests.store.made import SCOPE, visit

ELSEWHERE = scope(f"{DISTRICT}009001001")


def sums(connection):
    """What is counted of each scope."""
    found = connection.exec_driver_sql("SELECT scope, count, total FROM scope")
    return {each["scope"]: (each["count"], each["total"]) for each in found.mappings()}


def test_what_stands_in_a_reach_is_counted_anew_and_nothing_else(hub):
    write(hub, *many("h", 20), visit("v1"), *many("e", 3, ELSEWHERE))
    with hub.writing() as connection:
        right = sums(connection)
        connection.exec_driver_sql("UPDATE scope SET count = count + 1, total = 7")
        hub_sums.recount(connection, HERE)
        assert sums(connection) == {**right, ELSEWHERE: (4, 7)}
    assert right[SCOPE][0] == 21
