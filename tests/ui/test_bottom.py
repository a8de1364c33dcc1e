"""The line at the bottom says that all is sent only when it is, paper and all."""

import pytest

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.visit_lists import make_list, print_logged
from gridapp.client.actions.visits import record_visit
from gridapp.client.actions.whereabouts import left
from tests.ui import seen
from tests.ui.conftest import find
from tests.ui.seen import settled


@pytest.fixture
def sent(town, desk, stairs, inside):
    """Everything on this laptop was answered."""
    assert stairs.households == 54
    with inside.here.acting("visit"):
        town.sync(desk)
    settled()
    return inside


def line(inside):
    settled()
    return find(inside, "bottom-waiting").text()


def test_all_is_sent(sent):
    assert line(sent) == "已存本机 · 全部送到总台"


def test_what_waits_is_never_called_sent(desk, sent):
    with sent.here.acting("visit"):
        record_visit(desk, household=list_doors(desk)[0].household_id, outcome="20")
    assert line(sent) == "已存本机 · 待上传 1 条"


def test_paper_that_was_printed_still_has_to_be_typed_in(town, desk, sent):
    with sent.here.acting("visit_list"):
        print_logged(desk, make_list(desk, building="3", unit="1").id, pages=2, purpose="入户")
        town.sync(desk)
    assert line(sent) == "已存本机 · 记录已送到总台"
    assert find(sent, "bottom-paper").text() == "纸质清单还有 18 户没录"
    assert left(desk).doors == 18


@pytest.mark.parametrize("size", [16, 30])
def test_nothing_of_it_is_cut(town, desk, sent, size):
    print_logged(desk, make_list(desk, building="3", unit="1").id, pages=2, purpose="入户")
    town.sync(desk)
    sent.here.look.choose(size=size, elder=False)
    sent.here.changed.emit(frozenset({"visit_list"}))
    settled()
    assert seen.cut(sent.window) == []
    assert seen.overlapping(sent.window) == []
