"""A whole day: a roster, visits and issues offline, and an evening with a bad connection."""

import pytest

from tests.end_to_end import faulty
from tests.end_to_end.office import DATA, GRID, Laptop, jsonl

pytestmark = pytest.mark.end_to_end


def numbers(laptop):
    """Visits, issues and households as the laptop counts them."""
    records = laptop.status()["records"]
    return records["visit"], records["issue"], records["household"]


def test_a_whole_day_with_the_connection_lost_twice(town):
    town.open()
    a = Laptop(town.root, town.root / "a")
    signed = a.good("desk", "sign-in", "--hub", town.line.address, "--account", "li")
    assert (signed["account"], signed["demo"]) == ("li", False)

    imported = a.good("desk", "import", DATA / "rosters" / "榆晴社区住户台账.xlsx")
    assert imported["new"]["household"] == 108
    homes = [door["household"] for door in a.doors()]
    visits = [
        {"household": home, "outcome": outcome, "note": "问了物业的事"}
        for home, outcome in zip(homes, ["11", "20", "10", "31"] * 5, strict=False)
    ]
    assert len(a.desk("record-visit", told=jsonl(visits)).lines) == 20
    issue = {"household": homes[0], "category": "0205", "text": "三楼的灯坏了", "grid": GRID}
    reported = a.desk("report-issue", told=jsonl([issue, {**issue, "household": homes[1]}]))
    assert len(reported.lines) == 2
    before = a.status()
    assert numbers(a) == (20, 2, 108)

    # Lost in the middle of the request: the hub has nothing whole.
    town.line.fault = faulty.cut_up
    lost = a.desk("sync")
    assert (lost.code, lost.out) == (1, "")
    assert lost.error.startswith("The office hub did not answer. Everything you wrote is saved")
    assert a.status() == before
    a.good("desk", "record-visit", "--household", homes[30], "--outcome", "11")

    # Lost in the answer: the hub has taken everything, and the laptop does not know.
    town.line.fault = faulty.dropped
    lost = a.desk("sync")
    assert (lost.code, lost.error.count("\n")) == (1, 1)
    assert sum(a.status()["waiting"].values()) == sum(before["waiting"].values()) + 1
    a.good("desk", "record-visit", "--household", homes[31], "--outcome", "32")
    assert numbers(a) == (22, 2, 108)

    town.line.fault = faulty.passed
    tally = a.sync()
    assert set(tally["verdicts"]) <= {"stored", "merged"}
    after = a.status()
    assert (after["waiting"], after["aside"]) == ({}, [])
    assert numbers(a) == (22, 2, 108)

    b = town.laptop("zhang")
    assert b.sync()["received"] > 108
    assert numbers(b) == (22, 2, 108)
    assert b.doors() == a.doors()
    assert b.desk("issues").out == a.desk("issues").out
    for laptop in (a, b, a, b):
        again = laptop.sync()
        assert (again["sent"], again["received"]) == (0, 0)
