"""A hub put back to a copy by the command: what the laptops hold since then comes back to it."""

import pytest

from tests.end_to_end.office import opened

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def zhang(town):
    return town.laptop("zhang")


def on_hub(town):
    """What of the hub's records are visits and issues, and what they say."""
    store = opened(town.root / "office" / "hub" / "hub.db")
    with store.reading() as connection:
        visits = connection.exec_driver_sql("SELECT note FROM visit ORDER BY note").scalars().all()
        issues = connection.exec_driver_sql("SELECT text FROM issue ORDER BY text").scalars().all()
    store.close()
    return visits, issues


def work(laptop, text):
    """A visit with words, and an issue: how much waits then."""
    door = laptop.doors()[0]["household"]
    laptop.good("desk", "record-visit", "--household", door, "--outcome", "11", "--note", text)
    laptop.good("desk", "report-issue", "--household", door, "--category", "0205", "--text", text)


def test_nothing_is_lost_where_a_copy_of_yesterday_is_put_back(town, li, zhang):
    town.open()
    work(li, "昨天写的一条")
    li.sync()
    zhang.sync()
    copy = town.office.admin("backup", "--out", town.root / "elsewhere")["copy"]
    work(li, "今天写的一条")
    work(zhang, "张今天写的一条")
    for laptop in (li, zhang):
        laptop.sync()
    work(li, "还没上传的一条")
    town.shut()
    assert town.office.admin("restore", copy) == {"restored": copy}
    assert on_hub(town) == (["昨天写的一条"],) * 2, "the hub forgot today"
    town.open()
    assert li.sync()["given_back"] > 0
    zhang.sync()
    written = sorted(["昨天写的一条", "今天写的一条", "张今天写的一条", "还没上传的一条"])
    assert on_hub(town) == (written, written)
    li.sync()
    for laptop in (li, zhang):
        assert sorted(line["text"] for line in laptop.desk("issues").lines) == written
        assert (laptop.sync()["round_trips"], laptop.status()["waiting"]) == (1, {})


def test_what_cannot_be_put_back_leaves_the_records_alone(town, li):
    town.open()
    li.sync()
    copy = town.office.admin("backup", "--out", town.root / "elsewhere")["copy"]
    no_copy = town.root / "no copy.db"
    no_copy.write_bytes(b"words" * 1000)
    for file, said in (
        (copy, "running already"),
        (town.root / "nothing.db", "There is no copy “nothing.db”"),
    ):
        refused = town.office.run("admin", "restore", file)
        assert (refused.code, refused.out, refused.error.count("\n")) == (1, "", 1)
        assert said in refused.error
    town.shut()
    refused = town.office.run("admin", "restore", no_copy)
    assert (refused.code, refused.out, refused.error.count("\n")) == (1, "", 1)
    town.open()
    assert li.sync()["round_trips"] == 1
