"""What the documents say of the window and of paper is tested against the code."""

import ast
import re

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from gridapp.domain.codes import code_list
from gridapp.domain.page_codes import read_page_code
from gridapp.domain.row_keys import read_row_key
from gridapp.paper import added_page, cover, list_pages
from gridapp.ui.look.look import Look
from gridapp.ui.menu import Menu
from gridapp.ui.pages import PAGES
from gridapp.ui.words import Words
from tests.test_docs import INLINE, README, TOP, inline

WINDOW, PAPER = TOP / "docs" / "window.md", TOP / "docs" / "paper.md"
OF_PAGES = ("page", "key", "opened with", "for")
ANYWHERE = ("key", "does")
ON_PAGES = ("page", "key", "does")
OF_PRINTS = ("print", "template", "file", "what it is")
MAIN_PAGES = [page for page in PAGES if page.rail == page.name]
DIGIT = re.compile(r"`([0-9])` ([A-Z][\w ]+)[,.]")
HELD = re.compile(r"(?:Ctrl|Alt)[+].+")


def cells(line):
    return [cell.strip() for cell in line.split("|")[1:-1]]


def table(file, heads):
    """The rows below these heads: of each cell its pieces of code."""
    lines = [cells(line) for line in file.read_text("utf-8").splitlines()]
    below = lines[lines.index(list(heads)) + 2 :]
    return [[INLINE.findall(cell) for cell in line] for line in below[: below.index([])]]


def main_keys():
    return {page.name: f"Alt+{number}" for number, page in enumerate(MAIN_PAGES, 1)}


def calls_of_go():
    """The page and the names of what it is opened with, wherever the window goes to one."""
    trees = [ast.parse(f.read_text("utf-8")) for f in (TOP / "gridapp" / "ui").rglob("*.py")]
    for call in (n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Call)):
        named = isinstance(call.func, ast.Attribute) and call.func.attr == "go" and call.args
        if named and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value, {word.arg for word in call.keywords if word.arg}


def test_every_page_of_the_window_has_its_row_and_its_key():
    rows = [(name, keys) for [name], keys, *_ in table(WINDOW, OF_PAGES)]
    keys = main_keys()
    assert rows == [(page.name, [keys[page.name]] if page.name in keys else []) for page in PAGES]


def test_pages_are_opened_with_what_their_rows_say():
    told = {name: set(said) for [name], _, said, _ in table(WINDOW, OF_PAGES)}
    asked = list(calls_of_go())
    assert len(asked) > 20
    assert [(page, names) for page, names in asked if not names <= told[page]] == []


@pytest.fixture
def menu_keys(qtbot, tmp_path):
    """Every key of the menu of an unlocked window."""
    window, kept = QMainWindow(), QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat)
    qtbot.addWidget(window)
    menu = Menu(window, Words(kept, "en"), Look(kept))
    menu.admit(None, [(page.name, page.title) for page in MAIN_PAGES])
    actions = window.findChildren(QAction)
    return {key.toString() for action in actions for key in action.shortcuts()}


def test_the_keys_of_the_menu_are_told_and_no_page_takes_one(menu_keys):
    anywhere = {key for keys, _ in table(WINDOW, ANYWHERE) for key in keys}
    numbered = set(main_keys().values())
    assert anywhere | numbered == menu_keys
    assert {min(numbered), max(numbered)} <= anywhere
    rows = table(WINDOW, ON_PAGES)
    assert {name for [name], *_ in rows} <= {page.name for page in PAGES}
    assert {key for _, keys, _ in rows for key in keys} & menu_keys == set()


def test_every_key_of_the_readme_is_in_the_tables_of_the_window(menu_keys):
    pages = {key for _, keys, _ in table(WINDOW, ON_PAGES) for key in keys}
    named = {piece for piece in inline(README) if HELD.fullmatch(piece)}
    assert len(named) > 8
    assert sorted(named - menu_keys - pages) == []


def test_digits_of_a_door_are_those_of_the_paper():
    told = dict(DIGIT.findall(WINDOW.read_text("utf-8")))
    assert told == {key.code: key.label("en") for key in code_list("paper_key")}


def test_templates_and_codes_of_the_paper_are_as_told():
    told = {path: names for _, names, [path], _ in table(PAPER, OF_PRINTS)}
    for module in (list_pages, added_page, cover):
        assert told[f"{module.__name__.replace('.', '/')}.py"] == [module.TEMPLATE]
    [square] = [piece for piece in inline(PAPER) if piece.startswith("G1:")]
    assert read_page_code(square).template == list_pages.TEMPLATE
    [key] = [piece for piece in inline(PAPER) if re.fullmatch("[0-9A-Z]{5}", piece)]
    assert read_row_key(key) == key
