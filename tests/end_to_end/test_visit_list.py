"""A visit list from the command line: made, printed, printed again, handed back."""

import re
import subprocess

import pytest

from tests.end_to_end.office import opened

pytestmark = pytest.mark.end_to_end


def text_of(path):
    argv = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(argv, capture_output=True, check=True).stdout.decode()


def private_words(laptop):
    """What the rosters told of people and no list may tell of them."""
    store = opened(laptop.home / "desk.db")
    with store.reading() as connection:
        told = connection.exec_driver_sql(
            "SELECT id_number FROM resident UNION SELECT phone FROM resident "
            "UNION SELECT phone FROM household UNION SELECT remark FROM household "
            "UNION SELECT name FROM resident WHERE length(name) > 1"
        ).scalars()
        words = [word for word in told if word]
    store.close()
    return words


def test_a_stair_entrance_is_printed_and_tells_no_more_than_a_door_needs(li):
    doors = [line for line in li.doors() if line["door"].startswith("5-1-")]
    pdf = li.root / "list.pdf"
    done = li.good(
        "desk", "visit-list", "--compound", "榆晴小区", "--building", "5", "--unit", "1", "--out", pdf,
        GRIDAPP_LANG="zh_CN",
    )  # fmt: skip
    assert (done["copy"], done["file"], done["not_in_font"]) == (1, str(pdf), [])
    text = text_of(pdf)
    assert len(doors) == 12
    for door in doors:
        room = door["door"].rpartition("-")[2]
        assert len(re.findall(rf"(?<![0-9A-Z-]){room}(?![0-9A-Z])", text)) == 1, room
    assert "入户" in text
    assert "户主" in text
    assert done["list"] in text
    private = private_words(li)
    assert len(private) > 300
    assert [word for word in private if word in text] == []


def test_a_list_printed_again_keeps_its_number_and_counts_its_copies(li):
    first = li.good("desk", "visit-list", "--building", "7甲", "--cover", "--slips")
    (listed,) = li.desk("visit-lists").lines
    assert (listed["short_no"], listed["copies"], listed["knocked"]) == (first["list"], 1, 0)
    again = li.good("desk", "visit-list", "--list", first["list"], "--page", "1")
    assert (again["list"], again["pages"], again["copy"]) == (first["list"], 1, 2)
    assert (li.root / f"{first['list']}.pdf").exists()
    assert "copy 2" in text_of(li.root / again["file"])
    store = opened(li.home / "desk.db")
    with store.reading() as connection:
        printed = connection.exec_driver_sql(
            "SELECT pages, copy_no, purpose FROM print_log ORDER BY copy_no"
        ).all()
    store.close()
    purpose = "visits at the door"
    assert printed == [(first["pages"], 1, purpose), (1, 2, purpose)]


def test_a_list_handed_back_is_open_no_longer(li):
    made = li.good("desk", "visit-list", "--building", "7甲")
    back = li.good("desk", "visit-list", "--back", made["list"])
    assert back["list"] == made["list"]
    assert li.desk("visit-lists").out == ""


def test_a_building_is_walked_as_it_was_set(li):
    up = li.desk("walk", "--building", "7甲").lines
    assert up[0]["room"] < up[-1]["room"]
    down = li.desk("walk", "--building", "7甲", "--mode", "lift").lines
    assert [stop["room"] for stop in down] != [stop["room"] for stop in up]
    assert li.desk("walk", "--building", "7甲", "--reversed").lines == up
    by_hand = li.desk("walk", "--building", "7甲", "--order", down[0]["house_id"]).lines
    assert sorted(stop["house_id"] for stop in by_hand) == sorted(stop["house_id"] for stop in up)
    assert li.desk("walk", "--building", "7甲", "--mode", "fly").code == 1


def test_what_cannot_be_printed_is_told_in_a_sentence(li):
    nowhere = li.root / "nowhere" / "list.pdf"
    for words in (
        ["--building", "77"],
        [],
        ["--list", "L-000-0101-1"],
        ["--back", "L-000-0101-1"],
        ["--building", "7甲", "--campaign", "没有"],
        ["--building", "7甲", "--page", "99"],
        ["--building", "7甲", "--out", nowhere],
    ):
        said = li.desk("visit-list", *words)
        assert (said.code, said.out, said.error.count("\n")) == (1, "", 1), (words, said)
    assert not (li.home / "log").exists()
