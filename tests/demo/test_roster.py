import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from gridapp.demo.community import make
from gridapp.demo.roster import export, write_roster
from gridapp.domain.address import building_no, room_no, unit_no
from gridapp.domain.codes import code_list
from gridapp.domain.idnumber import read_id_number
from gridapp.files.roster import roster_rows
from gridapp.files.sheets import read_sheets

TOP = Path(__file__).parents[2]
WRITTEN = """
import sys
from pathlib import Path
from gridapp.demo.community import make
from gridapp.demo.roster import export, write_roster
profile, seed = sys.argv[1], int(sys.argv[2])
write_roster(make(profile, seed), Path(sys.argv[3]))
sys.stdout.buffer.write(export(profile, seed))
"""
HEADS = [
    *("楼号", "单元", "房号", "户主姓名", "与户主关系"),
    *("身份证号", "联系电话", "常住人数", "房屋性质", "备注"),
]


def written(folder, hash_seed, profile="grid", seed=7):
    """What another process makes of the seed: the export, and the workbook."""
    path = folder / f"{hash_seed}.xlsx"
    made = subprocess.run(
        [sys.executable, "-c", WRITTEN, profile, str(seed), str(path)],
        cwd=TOP,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
    )
    return made.stdout, path.read_bytes()


@pytest.fixture
def sheet(tmp_path):
    community = make("grid", 7)
    path = tmp_path / "榆晴社区.xlsx"
    write_roster(community, path)
    [sheet] = read_sheets(path)
    return community, sheet


@pytest.mark.parametrize("profile", ["grid", "fanrong"])
def test_same_seed_gives_the_same_bytes_in_every_process(tmp_path, profile):
    first, second = (written(tmp_path, each, profile) for each in ("1", "4242"))
    assert [hashlib.sha256(each).hexdigest() for each in first] == [
        hashlib.sha256(each).hexdigest() for each in second
    ]
    assert first[0] == export(profile, 7)


def test_another_seed_gives_other_bytes(tmp_path):
    assert export("tiny", 1) != export("tiny", 2)
    for seed in (1, 2):
        write_roster(make("tiny", seed), tmp_path / f"{seed}.xlsx")
    assert (tmp_path / "1.xlsx").read_bytes() != (tmp_path / "2.xlsx").read_bytes()


def test_export_has_every_door_and_person_on_sorted_lines():
    community = make("tiny", 3)
    text = export("tiny", 3).decode()
    lines = text.splitlines()
    assert lines == sorted(lines)
    told = [json.loads(line) for line in lines]
    doors = {line["label"]: line for line in told if line["kind"] == "door"}
    assert len(doors) == 40
    for place in community.places():
        names = [person["name"] for person in doors[place.door.label]["household"]["members"]]
        assert names == [person.name for person in place.door.household.members]
    kinds = {line["kind"] for line in told}
    assert kinds == {"community", "division", "post", "compound", "building", "unit", "door"}


def test_roster_has_two_titles_and_the_heads_of_an_office(sheet):
    community, table = sheet
    assert table.rows[0][0].startswith("青禾市云桥区听枫街道榆晴社区第一网格")
    assert "演示数据" in table.rows[0][0]
    assert community.worker in table.rows[1][0]
    assert table.rows[2] == HEADS
    assert table.merged == [((0, 0), (0, 9)), ((1, 0), (1, 9))]


def test_every_door_and_person_is_read_back_from_the_roster(sheet):
    community, table = sheet
    roster = roster_rows([table])
    assert [skipped.reason for skipped in roster.skipped] == ["title", "title", "heading"]
    for place, entry in zip(community.places(), roster.entries, strict=True):
        cells, members = entry.cells, place.door.household.members
        assert building_no(cells["building"]) == place.building.no
        assert unit_no(cells["unit"]) == place.unit.no
        assert room_no(cells["room"]) == place.door.room
        usage = code_list("usage").named(str(cells["usage"]))
        assert usage is not None
        assert usage.code == place.door.usage
        assert cells["resident_count"] == (len(members) or "")
        rows = [cells, *(member.cells for member in entry.members)] if members else []
        assert [(row["name"], row["id_number"], row["phone"]) for row in rows] == [
            (person.name, person.id_number, person.phone) for person in members
        ]
        relations = [code_list("relation").named(str(row["relation"])) for row in rows]
        assert [each and each.code for each in relations] == [each.relation for each in members]
        assert all(
            read_id_number(row["id_number"], today=date(2026, 11, 22)).fictitious for row in rows
        )


def test_rooms_half_below_ground_are_written_with_a_minus(sheet):
    _, table = sheet
    assert "-101" in [row[2] for row in table.rows]
    assert "1甲号楼" in [row[0] for row in table.rows]
    assert "榆钱巷" in [row[0] for row in table.rows]


def test_workbook_does_not_tell_when_it_was_written(tmp_path):
    path = tmp_path / "tiny.xlsx"
    write_roster(make("tiny", 1), path)
    with ZipFile(BytesIO(path.read_bytes())) as parts:
        assert b"2026-11-01T00:00:00Z" in parts.read("docProps/core.xml")
