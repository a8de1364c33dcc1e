"""A roster that was imported in the window: where it went, and how it is stopped and taken back."""

import pytest
from PySide6.QtWidgets import QComboBox

from gridapp.client.actions.undo_import import past_imports
from gridapp.client.actions.visits import record_visit
from gridapp.client.roster.planning import Dealing
from gridapp.domain.records.people import Household
from gridapp.domain.records.places import Building
from tests.client.conftest import GRID, NEXT_GRID, dump, held, row
from tests.ui.conftest import building, find
from tests.ui.importing import LISTED, choose, finish, offer, page, press, said, shown, walk

__all__ = ["offer", "page", "walk"]


def test_a_list_is_walked_through_by_enter_and_imported(inside, desk, sheet, offer, walk, qtbot):
    before = len(held(desk, Household))
    offer(sheet(*LISTED, title="榆晴小区住户台账"))
    walk(3)
    assert "要新增 3 户、3 人。" in said(inside, "import-said")
    assert len(held(desk, Household)) == before
    finish(inside, qtbot)
    assert said(inside, "import-said") == "新增了 3 户、3 人。"
    assert "已存本机" in said(inside, "import-more")
    assert len(held(desk, Household)) == before + 3
    assert {each.no for each in held(desk, Building)} == {"3", "8", "9"}


def test_an_import_is_undone_at_once(inside, desk, sheet, offer, walk, qtbot):
    offer(sheet(*LISTED))
    before = dump(desk)
    walk(3)
    finish(inside, qtbot)
    press(inside, qtbot, "undo-import")
    qtbot.waitUntil(lambda: "撤销了：3 户去掉了" in said(inside, "notice-text"))
    assert dump(desk) == before


def test_an_import_of_before_is_undone_after_a_question(inside, desk, page, qtbot):
    (past,) = past_imports(desk)
    door = held(desk, Household)[0].id
    record_visit(desk, household=door, outcome="20")
    assert "新增 54 户" in said(inside, "past-1-text")
    press(inside, qtbot, "past-1")
    assert "54 户" in said(inside, "notice-text")
    press(inside, qtbot, "answer-2")
    assert past_imports(desk) == [past]
    press(inside, qtbot, "past-1")
    press(inside, qtbot, "answer-1")
    qtbot.waitUntil(lambda: past_imports(desk) == [])
    qtbot.waitUntil(lambda: "1 户后来有走访" in said(inside, "notice-text"))
    assert [each.id for each in held(desk, Household)] == [door]
    assert page.isVisible()


def test_ctrl_z_takes_the_import_back(inside, desk, sheet, offer, walk, qtbot):
    offer(sheet(*LISTED))
    walk(3)
    finish(inside, qtbot)
    inside.undo()
    qtbot.waitUntil(lambda: len(past_imports(desk)) == 1)
    assert len(held(desk, Household)) == 54


def test_a_stopped_import_imports_nothing(inside, desk, sheet, offer, walk, qtbot):
    offer(sheet(*LISTED))
    walk(3)
    before = dump(desk)
    with desk.store.writing():  # the import waits for this
        press(inside, qtbot, "next")
        press(inside, qtbot, "stop-import")
    qtbot.waitUntil(
        lambda: bool(shown(inside, "roster-told")) and "停下了" in said(inside, "roster-told")
    )
    assert dump(desk) == before
    finish(inside, qtbot)
    assert len(held(desk, Household)) == 57


class TestSeveralGrids:
    """For a person with two grids there is one step more."""

    @pytest.fixture
    def desk(self, town):
        return town.desk("both")

    @pytest.fixture
    def stairs(self, desk, take):
        return take(*building(), at=desk, dealing=Dealing(grid=NEXT_GRID, compound="榆晴小区"))

    def test_buildings_are_dealt_as_before_and_corrected(
        self, inside, desk, sheet, offer, walk, qtbot
    ):
        known = row("101", "雷怡诺", building="3号楼", unit="1单元")
        offer(sheet(known, *LISTED, title="榆晴小区"))
        walk(2)
        assert "分到网格" in said(inside, "roster-step")
        grids = {
            said(inside, f"building-{n}"): find(inside, f"grid-{n}").currentData()
            for n in (1, 2, 3)
        }
        assert grids == {
            "榆晴小区 3号楼　1 户": NEXT_GRID,
            "榆晴小区 8号楼　2 户": GRID,
            "榆晴小区 9号楼　1 户": GRID,
        }
        choose(find(inside, "grid-3"), NEXT_GRID)
        walk(2)
        finish(inside, qtbot)
        scopes = {each.no: each.scope for each in held(desk, Building)}
        assert scopes == {
            "3": f"{NEXT_GRID}/place",
            "8": f"{GRID}/place",
            "9": f"{NEXT_GRID}/place",
        }

    def test_all_buildings_are_dealt_at_once(self, inside, sheet, offer, walk):
        offer(sheet(*LISTED, title="榆晴小区"))
        walk(2)
        choose(find(inside, "grid-of-all"), NEXT_GRID)
        boxes = [find(inside, f"grid-{n}") for n in (1, 2)]
        assert [box.currentData() for box in boxes] == [NEXT_GRID] * 2
        assert isinstance(boxes[0], QComboBox)
