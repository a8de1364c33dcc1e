"""Copies of a store are whole, closed to others, and few."""

from datetime import timedelta

import pytest

from gridapp.store import backup, rows
from gridapp.store.engine import StoreFull, WrongKey, open_store
from tests.store.made import KEY, NOW, Pace, household, killer
from tests.store.planted import looks

HOUR = timedelta(hours=1)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "second place"


@pytest.fixture
def filled(desk):
    with desk.writing() as connection:
        rows.insert(connection, [household(f"h{n}", head=f"吴桂芳{n}") for n in range(3000)])
    return desk


def test_copy_opens_with_the_same_key_and_holds_the_same(filled, folder):
    made = backup.copy(filled, folder, label="before-0002", now=NOW)
    with pytest.raises(WrongKey):
        open_store(made, bytes(32))
    copied = open_store(made, KEY)
    assert looks(copied) == looks(filled)
    with copied.writing() as connection:
        rows.insert(connection, [household("new")])
    copied.close()
    assert "吴桂芳".encode() not in made.read_bytes()
    assert not made.read_bytes().startswith(b"SQLite format 3")


def test_copy_is_named_after_store_purpose_and_local_time(filled, folder):
    made = backup.copy(filled, folder, label="before-0002", now=NOW)
    assert made.name == "desk-before-0002-20261122T184207312000.db"
    assert [path.name for path in folder.iterdir()] == [made.name]


def test_copy_holds_one_moment_while_somebody_writes(filled, folder):
    before = looks(filled)
    with filled.writing() as connection:
        rows.insert(connection, [household("not yet")])
        made = backup.copy(filled, folder, label="daily", now=NOW)
    copied = open_store(made, KEY)
    assert looks(copied) == before
    copied.close()


def test_only_the_newest_copies_of_a_purpose_are_kept(desk, folder):
    other = backup.copy(desk, folder, label="before-0002", now=NOW)
    made = [
        backup.copy(desk, folder, label="daily", now=NOW + timedelta(days=n), keep=3)
        for n in range(6)
    ]
    assert sorted(folder.iterdir()) == sorted([other, *made[3:]])


def test_five_copies_are_kept_unless_asked_otherwise(desk, folder):
    made = [backup.copy(desk, folder, label="daily", now=NOW + n * HOUR) for n in range(7)]
    assert sorted(folder.iterdir()) == made[2:]


def test_copies_of_a_time_when_the_clock_was_ahead_push_out_no_newer_one(desk, folder):
    ahead = [
        backup.copy(desk, folder, label="daily", now=NOW + n * 9000 * HOUR) for n in range(1, 6)
    ]
    made = [backup.copy(desk, folder, label="daily", now=NOW + n * HOUR) for n in range(2)]
    assert sorted(folder.iterdir()) == sorted([*made, *ahead[2:]])


def test_rolling_copy_is_made_at_most_once_in_twenty_hours(desk, folder):
    after = [0, 1, 19.9, 20.1, 21, 40, 40.2, 1000]
    made = [backup.roll(desk, folder, now=NOW + hours * HOUR) for hours in after]
    assert [hours for hours, copy in zip(after, made, strict=True) if copy] == [0, 20.1, 40.2, 1000]
    assert sorted(folder.iterdir()) == [copy for copy in made if copy]


def test_rolling_copy_goes_on_after_the_clock_was_a_year_ahead(desk, folder):
    backup.roll(desk, folder, now=NOW + timedelta(days=365))
    assert backup.roll(desk, folder, now=NOW) is not None
    assert backup.roll(desk, folder, now=NOW + HOUR) is None
    assert backup.roll(desk, folder, now=NOW + 21 * HOUR) is not None


def test_copy_for_an_upgrade_is_no_rolling_copy(desk, folder):
    backup.copy(desk, folder, label="before-0002", now=NOW)
    assert backup.roll(desk, folder, now=NOW + HOUR) is not None


def test_folder_that_cannot_be_written_is_said_to_the_person(desk, tmp_path):
    (tmp_path / "a file").write_text("")
    with pytest.raises(StoreFull):
        backup.copy(desk, tmp_path / "a file", label="daily", now=NOW)


def test_copy_killed_halfway_never_bears_its_name(filled, folder):
    before = looks(filled)
    filled.close()
    halves = 0
    with killer("copies", folder) as ask:
        pace = Pace(lambda: ask(filled.path))
        for _ in range(40):
            outcome = ask(filled.path, pace.draw())
            pace.hear(outcome)
            assert outcome in {"done", "killed"}
            halves += bool(list(folder.glob("*.part")))
            for path in folder.glob("*.db"):
                copied = open_store(path, KEY)
                assert looks(copied) == before
                copied.close()
                path.unlink()
    assert halves >= 1
    made = backup.copy(filled, folder, label="daily", now=NOW + 24 * HOUR)
    assert list(folder.iterdir()) == [made], "the next day clears what the cuts left behind"
