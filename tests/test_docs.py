"""What the documents say is tested against the code."""

import argparse
import re
import shlex
import tomllib
from itertools import groupby
from pathlib import Path

import pytest

from gridapp import __version__
from gridapp.cli.main import parser
from gridapp.demo.command import register as demo

TOP = Path(__file__).parent.parent
README, README_ZH = TOP / "README.md", TOP / "README.zh-CN.md"
ARCHITECTURE = TOP / "docs" / "architecture.md"
DOCS = [README, README_ZH, *sorted((TOP / "docs").glob("*.md"))]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
ROOMS = sorted(file.parent.name for file in (TOP / "gridapp").glob("*/__init__.py"))

LANGUAGES = ("zh_CN", "en")

FENCED = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)\s#]+)")
OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")
OURS = re.compile(r"(?:gridapp|resources|build|docs|tests)/[\w./-]*")
IN_A_ROOM = re.compile(rf"(?:{'|'.join(ROOMS)})/[\w./-]*")
HAN = re.compile("[一-鿿]")


def words(line):
    """A line of shell, cut where a word ends; `&&`, `|` and the like are words of their own."""
    cut = shlex.shlex(line, posix=True, punctuation_chars=True)
    cut.whitespace_split = True
    return list(cut)


def commands(text):
    """What a shell would run: `a && b` is two."""
    for line in text.replace("\\\n", " ").splitlines():
        for ends, run in groupby(words(line), lambda word: set(word) <= set("();<>|&")):
            if not ends:
                yield [word for word in run if not re.match(r"[A-Z_]+=", word)]


def fenced(file):
    """Every command of the blocks people copy from."""
    blocks = FENCED.findall(file.read_text("utf-8"))
    return [command for block in blocks for command in commands(block)]


def inline(file):
    """Every piece of code in the sentences, each on one line."""
    prose = FENCED.sub("", file.read_text("utf-8"))
    return [" ".join(piece.split()) for piece in INLINE.findall(prose)]


def named(file):
    """Our own commands in the sentences."""
    return [words(piece) for piece in inline(file) if piece.startswith("gridapp ")]


def ours(file):
    return [command for command in fenced(file) if command[0] == "gridapp"]


def code_words(file):
    return [
        *(word for command in fenced(file) for word in command),
        *(word for piece in inline(file) for word in piece.split()),
    ]


def everything(language):
    return parser(language, [demo])


def parts(command, name="gridapp"):
    """Every argument of every command, with the command's name."""
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for told in action._choices_actions:
                yield f"{name} {told.dest}", told
            for word, sub in action.choices.items():
                yield from parts(sub, f"{name} {word}")
        else:
            yield name, action


def every_command(command, name="gridapp"):
    yield name, command
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, sub in action.choices.items():
                yield from every_command(sub, f"{name} {word}")


OPTIONS = {option for _, part in parts(everything("en")) for option in part.option_strings}
COPIED = [command for file in DOCS for command in ours(file)]
NAMED = [command for file in DOCS for command in named(file)]


@pytest.mark.parametrize("command", COPIED, ids=" ".join)
def test_every_command_people_copy_is_understood(command):
    assert everything("zh_CN").parse_args(command[1:]).run


@pytest.mark.parametrize("command", NAMED, ids=" ".join)
def test_every_command_in_a_sentence_is_understood(command):
    """One without options only names a command, so what it needs may be left out."""
    if any(word.startswith("-") for word in command):
        assert everything("zh_CN").parse_args(command[1:]).run
    else:
        with pytest.raises(SystemExit) as left:
            everything("en").parse_args([*command[1:], "--help"])
        assert left.value.code == 0


def test_documents_hold_commands_and_a_wrong_one_is_seen():
    assert len(COPIED) > 10
    assert len(NAMED) > 8
    assert list(commands("A=1 gridapp x --y 'a b' && gridapp z < f  # why")) == [
        ["gridapp", "x", "--y", "a b"],
        ["gridapp", "z"],
        ["f"],
    ]
    for wrong in (["desk", "door"], ["desk", "doors", "--nme"], ["admin", "grid"]):
        with pytest.raises(SystemExit) as left:
            everything("en").parse_args(wrong)
        assert left.value.code == 2


def test_both_readmes_hold_the_same_commands():
    assert fenced(README_ZH) == fenced(README)
    assert inline(README_ZH) == inline(README)


def test_both_readmes_hold_the_same_links():
    def links(file):
        found = LINK.findall(file.read_text("utf-8"))
        return [link for link in found if not link.startswith("README")]  # each names the other

    assert links(README_ZH) == links(README)


def test_both_readmes_have_the_same_parts():
    def shape(file):
        return [line.split()[0] for line in file.read_text("utf-8").splitlines() if line[:1] == "#"]

    assert shape(README_ZH) == shape(README)


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_every_path_that_is_named_is_there(file):
    said = code_words(file)
    paths = [TOP / word for word in said if OURS.fullmatch(word)]
    paths += [TOP / "gridapp" / word for word in said if IN_A_ROOM.fullmatch(word)]
    links = [link for link in LINK.findall(file.read_text("utf-8")) if "://" not in link]
    paths += [file.parent / link for link in links]
    assert [path for path in paths if not path.exists()] == []


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_every_option_that_is_named_is_there(file):
    """Options of other programs may stand in a command of theirs, not alone."""
    others = [c for c in fenced(file) if c[0] != "gridapp"]
    theirs = {word for command in others for word in command}
    theirs |= {word for piece in inline(file) if " --" in piece for word in piece.split()}
    mine = {word for command in (*ours(file), *named(file)) for word in command}
    said = set(OPTION.findall(file.read_text("utf-8")))
    assert sorted(said - (theirs - mine) - OPTIONS) == []


def test_every_room_has_its_row_and_rows_point_downwards():
    layers = next(
        c["layers"] for c in PROJECT["tool"]["importlinter"]["contracts"] if "layers" in c
    )
    order = [room for layer in layers[1:] for room in layer.split(" | ")]
    rows = re.findall(r"^\| `gridapp/(\w+)` \|", ARCHITECTURE.read_text("utf-8"), re.MULTILINE)
    assert rows == order
    assert sorted(rows) == ROOMS


def test_the_licence_is_apache_2_0():
    heading = (TOP / "LICENSE").read_text("utf-8").split("\n\n")[0].split()
    assert " ".join(heading[:4]) == "Apache License Version 2.0,"
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert [
        file.name for file in (README, README_ZH) if "Apache-2.0" not in file.read_text("utf-8")
    ] == []


def test_the_changes_of_this_version_are_told():
    told = (TOP / "CHANGELOG.md").read_text("utf-8")
    entry = told.partition(f"\n## {__version__}\n")[2].partition("\n## ")[0]
    assert re.findall(r"^- \w", entry, re.MULTILINE)
    assert PROJECT["project"]["version"] == __version__


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_of_every_command_has_help(language):
    told = [(name, part.dest, part.help or "") for name, part in parts(everything(language))]
    assert [each for each in told if not each[2].strip()] == []


def test_help_is_chinese_on_chinese_computers():
    built_in = (argparse._HelpAction, argparse._VersionAction)
    own = [(n, part) for n, part in parts(everything("zh_CN")) if not isinstance(part, built_in)]
    assert len(own) > 50
    assert [(name, part.dest) for name, part in own if not HAN.search(part.help)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_of_every_command_can_be_printed(language):
    """A stray per cent sign in a translation would break it."""
    printed = {name: sub.format_help() for name, sub in every_command(everything(language))}
    assert [name for name, text in printed.items() if f"usage: {name}" not in text] == []


def test_every_picture_is_shown_and_small():
    pictures = sorted((TOP / "docs" / "pictures").iterdir())
    shown = {
        (file.parent / link).resolve()
        for file in DOCS
        for link in LINK.findall(file.read_text("utf-8"))
    }
    assert [file for file in pictures if file.resolve() not in shown] == []
    assert [file for file in pictures if file.stat().st_size > 200_000] == []


def test_every_test_a_document_names_is_there():
    files = (TOP / "tests").rglob("test_*.py")
    there = {
        name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))
    }
    named = {name for file in DOCS for name in re.findall(r"`(test_\w+)`", file.read_text("utf-8"))}
    assert len(named) > 30
    assert named - there == set()
