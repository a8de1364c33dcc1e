"""gridapp demo: what may be asked of it, and what it leaves behind."""

import json
from hashlib import sha256

import pytest

from gridapp.cli import edge
from gridapp.cli.main import parser
from gridapp.demo.command import NotEmpty, register
from gridapp.demo.profiles import PROFILES


def asked(*words):
    return parser("en", [register]).parse_args(["demo", *map(str, words)])


def test_the_smallest_profile_is_played_unless_another_is_asked_for():
    assert asked().profile == "tiny"
    assert {asked("--profile", each).profile for each in PROFILES} == {"tiny", "grid", "fanrong"}


@pytest.mark.parametrize("profile", ["", "Tiny", "city", "tiny grid"])
def test_a_profile_that_does_not_exist_is_wrong_usage(profile, capsys):
    with pytest.raises(SystemExit) as stopped:
        asked("--profile", profile)
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert [each for each in PROFILES if each not in said] == []


def test_a_folder_that_holds_something_is_refused_and_left_as_it_is(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    chosen = asked("--headless", "--out", tmp_path)
    with pytest.raises(NotEmpty, match=f"{tmp_path.name} is not empty"):
        chosen.run(chosen)
    assert edge.guarded(lambda: chosen.run(chosen)) == edge.CAN_ACT
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "keep"
    assert capsys.readouterr().out == ""


def test_the_people_are_written_to_a_file_the_same_each_time(tmp_path, capsys):
    answers = []
    for name in ("one.jsonl", "two.jsonl"):
        chosen = asked("--export", tmp_path / name)
        assert chosen.run(chosen) == edge.DONE
        answers.append(json.loads(capsys.readouterr().out))
    one, two = ((tmp_path / name).read_bytes() for name in ("one.jsonl", "two.jsonl"))
    assert one == two
    assert {answer["sha256"] for answer in answers} == {sha256(one).hexdigest()}
    kinds = [json.loads(line)["kind"] for line in one.splitlines()]
    assert (kinds.count("door"), kinds.count("building")) == (40, 2)
