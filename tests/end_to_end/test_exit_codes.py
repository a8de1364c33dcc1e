"""How commands end: 0 done, 1 the person can act, 2 wrong usage, 3 a bug that names nobody."""

import pytest

from tests.end_to_end.office import Office, jsonl, spoil

pytestmark = pytest.mark.end_to_end

NAME = "欧阳买买提"


@pytest.mark.parametrize(
    "words",
    [
        ["desk"],
        ["admin"],
        ["dance"],
        ["desk", "dance"],
        ["desk", "status", "--loud"],
        ["desk", "import"],
        ["desk", "issue-step", "--issue", "I-1"],
        ["desk", "households", "--most", "many"],
        ["serve", "--port", "door"],
        ["admin", "account", "--name", "x"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(tmp_path, words):
    said = Office(tmp_path, tmp_path / "home").run(*words)
    assert (said.code, said.out) == (2, "")
    assert "usage: gridapp" in said.error
    assert not (tmp_path / "home").exists()


def test_a_window_where_there_is_no_screen_is_one_sentence(tmp_path):
    said = Office(tmp_path, tmp_path / "home").run()
    assert (said.code, said.out) == (1, "")
    assert said.error.startswith("There is no screen here")
    assert not (tmp_path / "home").exists()


def test_done_is_0_and_says_nothing_on_the_error_output(li):
    for words in (["status"], ["doors"], ["issues"], ["households", "--find", "没有这样的人"]):
        said = li.desk(*words)
        assert (said.code, said.error) == (0, "")


def test_bug_is_3_with_a_log_that_names_nobody(li):
    home = li.doors()[0]["household"]
    spoil(
        li.home / "desk.db",
        "DROP TABLE search",
        "CREATE TRIGGER spoilt BEFORE INSERT ON visit BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    visit = {"household": home, "outcome": "11", "note": f"见到{NAME}"}
    for said in (
        li.desk("households", "--find", NAME),
        li.desk("record-visit", told=jsonl([visit])),
        li.desk("record-visit", "--household", home, "--outcome", "11", "--note", NAME),
    ):
        assert (said.code, said.out, said.error.count("\n")) == (3, "", 1), said
        assert said.error.startswith("The program made a mistake. What was said to be saved is")
        assert NAME not in said.error
    log = li.home / "log" / "gridapp.log"
    assert str(log) in said.error
    logged = log.read_text("utf-8")
    assert len(logged.splitlines()) == 3
    assert "IntegrityError at " in logged
    assert NAME not in logged
    assert home not in logged
    assert str(li.root) not in logged


def test_bug_whose_log_cannot_be_written_is_still_3(li):
    spoil(li.home / "desk.db", "DROP TABLE search")
    (li.home / "log").write_text("no folder", encoding="utf-8")
    said = li.desk("households", "--find", NAME)
    assert said.code == 3
    assert "Traceback" not in said.error
    assert NAME not in said.error
