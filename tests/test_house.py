"""House rules a machine can check."""

import ast
import re
from itertools import chain
from pathlib import Path

from build.words import MO, compiled, kept, marked

TOP = Path(__file__).parent.parent
APP = sorted((TOP / "gridapp").rglob("*.py"))
TESTS = sorted((TOP / "tests").rglob("*.py"))
SCRIPTS = sorted((TOP / "build").rglob("*.py"))
TREES = {file: ast.parse(file.read_text("utf-8")) for file in (*APP, *TESTS)}

# Words the glossary gives another name, as the whole of a name; and endings that say nothing.
BANNED = {
    *("area", "turf", "user", "staff", "canvasser", "home", "family", "citizen", "ledger"),
    *("ticket", "case", "event", "problem", "feedback", "callback", "evaluation", "kpi"),
    *("backend", "master", "context", "manager", "info", "data", "process"),
    *("helper", "util", "utils", "base", "impl"),
}
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


def test_names_come_from_the_glossary():
    bad = [
        (file.relative_to(TOP), name)
        for file in APP
        for name in names(TREES[file])
        if name.lower().strip("_") in BANNED or EMPTY_ENDINGS.search(name)
    ]
    assert bad == []


def test_rule_about_names_sees_a_breach():
    found = names(ast.parse("class RowManager:\n    data: str\ndef callback(): ..."))
    assert [n for n in found if n in BANNED or EMPTY_ENDINGS.search(n)] == [
        "RowManager",
        "data",
        "callback",
    ]


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
