"""No name of anybody stands in the clear on any disk, not even while somebody works."""

import shutil
import sqlite3

import pytest

from gridapp.domain.records.people import Resident
from gridapp.store import rows
from tests.end_to_end import faulty
from tests.end_to_end.office import jsonl, opened, spoil

pytestmark = pytest.mark.end_to_end

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
# Rare characters, one beyond the first plane; a long name; Latin letters; written by hand below.
TYPED = ("㛃䶮珺", "𠮷田健太", "欧阳·买买提·艾力", "Aygül Qasimova", "赵㙍𬭊琰")
MANY = 200


@pytest.fixture(scope="module")
def names(peopled):
    """Names of the rosters long enough that chance does not write them, and those typed below."""
    laptop, _ = peopled
    store = opened(laptop.home / "desk.db")
    with store.reading() as connection:
        residents = {one.name for one in rows.where(connection, Resident) if len(one.name) > 2}
    store.close()
    return [*TYPED, *sorted(residents)][:MANY]


def found(names, *folders):
    """Which names stand in which files below these folders, in any encoding."""
    written = {name.encode(encoding): name for name in names for encoding in ENCODINGS}
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    contents = [(path.name, path.read_bytes()) for path in files]
    return {
        (name, written[this]) for name, content in contents for this in written if this in content
    }


def lines(homes):
    """A visit for each household, with one of the typed names in each note."""
    return [
        {"id": f"v-{at}", "household": home, "outcome": "11", "note": f"见到{TYPED[at % 5]}"}
        for at, home in enumerate(homes)
    ]


def test_the_search_finds_a_name_in_every_encoding(tmp_path, names):
    for encoding in ENCODINGS:
        (tmp_path / encoding).write_bytes(b"\0\1" + "，".join(names).encode(encoding) + b"\2")
    assert found(names, tmp_path) == {(file, name) for file in ENCODINGS for name in names}


def test_no_name_is_found_in_any_folder_during_or_after_work(town, li, names):
    assert len(names) == MANY
    homes = [door["household"] for door in li.doors()][:40]
    working = li.start("desk", "record-visit", name="visits")
    working.tell(jsonl(lines(homes)).splitlines())
    working.wait_for(40)
    wal = li.home / "desk.db-wal"
    assert wal.stat().st_size > 40_000
    assert found(names, town.root) == set()  # every folder, with -wal and -shm, and temp
    assert working.finish().code == 0

    text = f"{TYPED[0]}家漏水，{TYPED[1]}家也漏水"
    issue = ["--household", homes[0], "--category", "0201", "--text", text]
    assert TYPED[0] not in li.good("desk", "report-issue", *issue)
    served = town.open()
    town.line.fault = faulty.cut_up
    assert li.desk("sync").code == 1
    town.line.fault = faulty.passed
    li.sync()
    zhang = town.laptop("zhang")
    zhang.sync()
    assert zhang.status()["records"]["visit"] == 40
    assert li.desk("record-visit", told=jsonl([{"household": TYPED[0], "outcome": "11"}])).code == 1
    spoil(zhang.home / "desk.db", "DROP TABLE search")
    assert zhang.desk("households", "--find", TYPED[0]).code == 3
    assert list((zhang.home / "log").iterdir())
    assert list((li.home / "backup").iterdir())
    hub_files = {path.name for path in (town.root / "office" / "hub").iterdir()}
    assert hub_files >= {"hub.db", "hub.db-wal", "hub.key.json"}
    assert found(names, town.root) == set()
    served.kill()
    assert found(names, town.root) == set()

    twin = unlocked(li.home, town.root.parent / "twin")
    assert {name for _, name in found(names, twin)} == set(names)
    shutil.rmtree(twin)


def unlocked(home, folder):
    """The same records in a plain database, as they would stand without a key."""
    folder.mkdir()
    store = opened(home / "desk.db")
    with store.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        raw.execute("ATTACH DATABASE ? AS plain KEY ''", (str(folder / "desk.db"),))
        raw.execute("SELECT sqlcipher_export('plain')")
        raw.execute("DETACH DATABASE plain")
    store.close()
    with sqlite3.connect(folder / "desk.db") as plain:
        assert plain.execute("SELECT count(*) FROM visit").fetchone() == (40,)
    plain.close()
    return folder
