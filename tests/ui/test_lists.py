"""Cells for other programs, and rows read a page at a time."""

import re

import pytest
from PySide6.QtCore import Qt

from gridapp.client.actions.listing import Column
from gridapp.domain.names import masked
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.visits import Visit
from gridapp.ui.lists.cells import cell, copied
from gridapp.ui.lists.model import ListModel


class Thousands:
    """A list of 5,000 rows that notes what is asked of it."""

    name = "thousands"
    columns = (Column("head", Household.kind.fields["head"], 8, order="head"),)

    def __init__(self):
        self.read = []

    def needless(self):
        return set()

    def keys(self, *, descending, find, **asked):
        assert set(asked) == {"order", "only"}
        numbers = [f"{n:04}" for n in range(5000) if find in f"{n:04}"]
        return numbers[::-1] if descending else numbers

    def rows(self, keys):
        self.read += keys
        return {key: [f"n{key}"] for key in keys if key != "0007"}


@pytest.fixture
def listing():
    return Thousands()


@pytest.fixture
def model(inside, listing):
    made = ListModel(inside.here, listing)
    made.masking = False
    made.refresh()
    return made


def test_only_the_rows_in_sight_are_read(model, listing):
    assert model.rowCount() == 5000
    assert listing.read == []
    assert model.index(4321, 0).data() == "n4321"
    assert len(listing.read) <= 100
    assert model.index(4322, 0).data() == "n4322"
    assert len(listing.read) <= 100  # from the same page, kept


def test_every_row_shows_its_own_and_a_row_that_is_gone_nothing(model):
    shown = [model.index(row, 0).data() for row in range(5000)]
    assert shown == ["" if n == 7 else f"n{n:04}" for n in range(5000)]


def test_a_key_is_found_where_it_stands_now(model):
    assert model.row_of("0042") == 42
    model.descending = True
    model.refresh()
    assert model.row_of("0042") == 4957
    model.find = "99"
    model.refresh()
    assert model.row_of("0042") == -1
    assert model.key(0) == "4999"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("王阿姨", "王阿姨"),
        ("=1+1", "'=1+1"),
        ("+8613", "'+8613"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "' =1"),
        ("两\n行\t字", "两 行 字"),
        ("3-2-501", "3-2-501"),
        ("'quoted", "'quoted"),
        ("", ""),
    ],
)
def test_no_cell_becomes_a_formula_or_two_cells(text, plain):
    assert copied(["头"], [[text, "x"]]).text() == f"{plain}\tx\n"


@pytest.mark.usefixtures("qapp")
def test_cells_are_a_table_of_texts_and_never_marked_up():
    html = copied(["门牌"], [["<script>alert(1)</script>", "007"]]).html()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert len(re.findall(r"<td [^>]*mso-number-format:'\\@'", html)) == 2
    assert "<th " in html


def test_a_value_is_said_in_words(inside):
    words, desk = inside.here.words, inside.here.desk
    fields = {**Household.kind.fields, **Visit.kind.fields, **Resident.kind.fields}

    def said(name, value, **told):
        column = Column(name, fields[name], 8, **told)
        return cell(words, desk, column, value, masking=True)

    assert said("outcome", "20") == "没人"
    assert said("care_tags", ("E1", "W2")) == "独居老人、低保"
    assert said("resident_count", 0) == "0"
    assert said("resident_count", None) == ""
    assert said("head", "欧阳小远", mask=masked) == "欧阳**"
    assert said("visited_at", "2026-11-22T00:30:00.000Z") == "今天 08:30"
    assert said("sex", "X9") == "X9"  # a code of a newer hub


def test_the_head_of_a_column_is_the_label_of_its_field(model):
    assert model.headerData(0, Qt.Orientation.Horizontal) == "户主/联系人"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
