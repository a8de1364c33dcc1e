"""House rules a machine can check."""

import ast
import re
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QLayout, QLineEdit, QPlainTextEdit, QTableView

from build.words import MO, compiled, kept, marked

TOP = Path(__file__).parent.parent
APP = sorted((TOP / "gridapp").rglob("*.py"))
TESTS = sorted((TOP / "tests").rglob("*.py"))
SCRIPTS = sorted((TOP / "build").rglob("*.py"))
TREES = {file: ast.parse(file.read_text("utf-8")) for file in (*APP, *TESTS)}

# Words the glossary gives another name: not in records, their fields, nor actions. Elsewhere a
# problem is a problem and home is the home folder.
OTHER_WORDS = {
    *("area", "turf", "user", "staff", "canvasser", "home", "family", "citizen", "ledger"),
    *("ticket", "case", "event", "problem", "feedback", "callback", "evaluation", "kpi"),
    *("backend", "master", "context"),
}
# Words that say nothing, anywhere.
EMPTY_WORDS = {"manager", "info", "data", "process", "helper", "util", "utils", "base", "impl"}
EMPTY_ENDINGS = re.compile(r"(Manager|Helper|Utils?|Base|Impl|Data|Info)$")
FIELD = re.compile(r"{(\w*)}")


def names(tree):
    """Names of classes, functions and fields that a module gives."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
            fields = [line.target for line in node.body if isinstance(line, ast.AnnAssign)]
            yield from (field.id for field in fields if isinstance(field, ast.Name))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def mentioned(tree):
    """Modules that are imported and attributes that are reached for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", "") or ""
            yield from chain.from_iterable(
                f"{module}.{alias.name}".split(".") for alias in node.names
            )


def test_files_fit_in_the_head():
    written = [f for f in (*APP, *TESTS, *SCRIPTS) if "revisions" not in f.parts]  # generated
    assert [f for f in written if len(f.read_text("utf-8").splitlines()) > 300] == []


def test_every_module_says_what_it_is_for():
    assert [file for file in APP if not ast.get_docstring(TREES[file])] == []


def is_empty(name):
    return name.lower().strip("_") in EMPTY_WORDS or bool(EMPTY_ENDINGS.search(name))


def qt_names():
    """What a class of Qt may be asked by: an override keeps the name."""
    kinds = (QAbstractItemModel, QLayout, QLineEdit, QPlainTextEdit, QTableView)
    return {name for kind in kinds for name in dir(kind)}


def test_names_say_something():
    given = [(f.relative_to(TOP), n) for f in APP for n in names(TREES[f]) if is_empty(n)]
    bad = [(f, n) for f, n in given if "ui" not in f.parts or n not in qt_names()]
    assert bad == []


def test_records_and_actions_are_named_from_the_glossary():
    trade = [file for file in APP if {"records", "actions"}.intersection(file.parts)]
    assert trade
    bad = [(f.name, n) for f in trade for n in names(TREES[f]) if n.lower() in OTHER_WORDS]
    assert bad == []


def test_rules_about_names_see_a_breach():
    found = list(names(ast.parse("class RowManager:\n    data: str\ndef callback(): ...")))
    assert [name for name in found if is_empty(name)] == ["RowManager", "data"]
    assert [name for name in found if name in OTHER_WORDS] == ["callback"]


def test_no_test_is_mocked_or_skipped():
    banned = {"mock", "skip", "skipif", "xfail", "importorskip"}
    assert [file for file in TESTS if banned.intersection(mentioned(TREES[file]))] == []


def test_every_marked_string_is_a_plain_literal():
    """An f-string or a variable inside N_ would never reach the catalogue."""
    calls = [node for file in APP for node in ast.walk(TREES[file]) if isinstance(node, ast.Call)]
    marks = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "N_"]
    texts = {c.args[0].value for c in marks if isinstance(c.args[0], ast.Constant)}
    assert len([c for c in marks if not isinstance(c.args[0], ast.Constant)]) == 0
    assert texts == {message.id for message in marked() if message.id}


def test_every_marked_string_is_translated():
    said = {message.id: message.string for message in kept()}
    assert [text.id for text in marked() if text.id and not said.get(text.id)] == []


def test_translations_keep_their_placeholders():
    pairs = [(str(message.id), str(message.string)) for message in kept() if message.string]
    assert [p for p in pairs if set(FIELD.findall(p[0])) != set(FIELD.findall(p[1]))] == []


def test_compiled_catalogue_is_what_the_words_give():
    assert MO.read_bytes() == compiled(kept())
