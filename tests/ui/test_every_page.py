"""Every page, in both languages and in every size of letters: nothing is cut, all of it has a name."""

from itertools import product

import pytest
from PySide6.QtWidgets import QLabel

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import report_issue
from gridapp.client.actions.visits import record_visit
from gridapp.domain.records.places import Building
from gridapp.domain.words import LANGUAGES
from gridapp.ui.look import sizes
from gridapp.ui.pages import PAGES
from tests.client.conftest import held
from tests.ui import seen


@pytest.fixture
def subjects(desk, stairs):
    """What pages with a subject are opened with, after some visits and a problem."""
    doors = list_doors(desk)
    assert len(doors) == stairs.households
    for door, outcome in zip(doors, ["11", "20", "31", "50", "40", "30", "11"], strict=False):
        record_visit(desk, household=door.household_id, outcome=outcome)
    told = report_issue(desk, category="0205", text="厨房下水反水", household=doors[0].household_id)
    household = {"household": doors[0].household_id}
    return {
        "visit": household | {"outcome": "11"},
        "household": {"id": doors[0].household_id},
        "issue": {"id": told.issue.id},
        "report": household,
        "walk": {"building": held(desk, Building)[0].id},
    }


COMPLAINTS = (seen.cut, seen.overlapping, seen.outside, seen.nameless, seen.unreached)


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_nothing_is_cut_and_all_of_it_has_a_name(inside, subjects, page):
    inside.go(page, **subjects.get(page, {}))
    found = {}
    for language, size in product(LANGUAGES, sizes.SIZES):
        inside.here.look.choose(size=size, elder=size == sizes.ELDER)
        inside.here.words.choose(language)
        seen.settled()
        for complaint in COMPLAINTS:
            if said := complaint(inside.window):
                found[language, size, complaint.__name__] = said
    assert found == {}


def test_a_cut_text_is_seen(qtbot):
    label = QLabel("这一行放不下")
    qtbot.addWidget(label)
    label.setFixedWidth(20)
    label.show()
    assert seen._is_cut(label)


def test_no_part_of_a_page_flashes_up_before_it_has_its_place(inside, subjects, qapp):
    strays = seen.Strays(inside.window)
    qapp.installEventFilter(strays)
    for page in PAGES:
        inside.go(page.name, **subjects.get(page.name, {}))
        seen.settled()
    qapp.removeEventFilter(strays)
    assert strays.found == []
