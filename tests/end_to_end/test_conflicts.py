"""Two laptops, one field: listed, chosen and settled by the command line, and where a record is."""

import pytest

pytestmark = pytest.mark.end_to_end

HEADS = "小区,楼号,单元,房号,姓名,人数"


def imported(laptop, residents):
    """Import the one household with so many residents."""
    roster = laptop.root / f"{residents}.csv"
    roster.write_text(f"{HEADS}\n榆晴小区,5号楼,1单元,101,雷怡诺,{residents}\n", "utf-8")
    laptop.good("desk", "import", roster)


def residents(laptop):
    return [door["residents"] for door in laptop.doors()]


@pytest.fixture
def both(town):
    """li and zhang wrote different numbers, li first."""
    town.open()
    li, zhang = town.laptop("li"), town.laptop("zhang")
    imported(li, 4)
    imported(zhang, 3)
    for laptop in (li, zhang, li):
        laptop.sync()
    return li, zhang


def test_what_two_people_wrote_is_listed_chosen_and_settled(both):
    li, zhang = both
    (told,) = li.desk("conflicts").lines
    assert (told["door"], told["field"], told["stands"]) == ("5-1-101", "resident_count", 4)
    assert (told["kept"]["value"], told["offered"]["value"]) == (4, 3)
    assert li.good("desk", "resolve", told["id"], "--take", "5")["takes"] == "other"
    assert li.desk("conflicts").lines[0]["decision"]["is_confirmed"] is False
    li.sync()
    zhang.sync()
    assert residents(li) == residents(zhang) == [5]
    zhang.good("desk", "resolve", told["id"], "--take", "offered")
    zhang.sync()
    assert residents(zhang) == [3]
    assert zhang.desk("conflicts").lines[0]["decision"]["is_confirmed"] is True


def test_what_cannot_be_decided_is_told_in_a_sentence(both):
    said = both[0].desk("resolve", "none", "--take", "kept")
    assert (said.code, said.error.count("\n")) == (1, 1)
    assert said.error.startswith("There is nothing of this number to decide.")


def test_it_tells_where_a_record_is(both):
    li, _ = both
    visit = li.good("desk", "record-visit", "--household", "5-1-101", "--outcome", "20")
    assert li.good("desk", "where", visit["short_no"])["place"] == "laptop"
    li.sync()
    found = li.good("desk", "where", visit["id"])
    assert (found["kind"], found["place"]) == ("visit", "hub")
    assert li.desk("where", "V-9").code == 1
