"""What people and scripts type wrong: one sentence for each, and the rest goes on."""

import pytest

from tests.end_to_end.office import NEXT_GRID, jsonl

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def home(li):
    return li.doors()[0]["household"]


def waits(laptop):
    return sum(laptop.status()["waiting"].values())


def test_bad_lines_are_told_by_number_and_the_good_ones_are_taken(li, home):
    good = {"household": home, "outcome": "20"}
    bad = [
        (b"not json", "not a JSON object"),
        (b"[1, 2]", "not a JSON object"),
        (b'"words"', "not a JSON object"),
        (b"[" * 100_000, "not a JSON object"),
        ("户主不在".encode("gb18030"), "not a JSON object"),
        (jsonl([good | {"note": "\ud800"}]).encode("utf-8", "surrogatepass"), "not a JSON object"),
        (b'{"note": "\\ud800"}', "not a JSON object"),
        (b'{"checklist": {"count": 1e999}}', "missing"),
        (b'{"checklist": {"count": NaN}}', "not a JSON object"),
        (b'{"checklist": {"count": 1%s}}' % (b"0" * 40), "not a JSON object"),
        ({"outcome": "20"}, "“household” is still missing"),
        ({"household": home}, "“outcome” is still missing"),
        (good | {"outcome": "99"}, "“99” is not an outcome"),
        (good | {"outcome": 20}, "cannot hold this value"),
        (good | {"household": "5-1-999"}, "no household “5-1-999” on this laptop"),
        (good | {"household": {"id": home}}, "cannot hold this value"),
        (good | {"nots": "a"}, "“nots” is not a field of Visit"),
        (good | {"note": "字" * 2001}, "cannot hold this value"),
        (good | {"note": ["a"]}, "cannot hold this value"),
        (good | {"visited_at": "yesterday"}, "“yesterday” is not a time"),
        (good | {"visited_at": "0001-01-01"}, "is not a time"),
        (good | {"outcome": "22", "next_on": "明天"}, "is not a date"),
        (good | {"id": ""}, "still missing"),
        (good | {"id": "x" * 65}, "cannot hold this value"),
        *[(good | {name: "x"}, "is not a field of Visit") for name in OURS],
    ]
    told = b"\xef\xbb\xbf" + jsonl([good]).encode()
    for line, _ in bad:
        told += (line if isinstance(line, bytes) else jsonl([line]).encode()).rstrip() + b"\n\n"
    told += jsonl([good]).encode()
    said = li.desk("record-visit", told=told)
    assert said.code == 1
    assert len(said.lines) == 2
    complaints = said.error.splitlines()
    assert len(complaints) == len(bad)
    for at, (complaint, (line, expected)) in enumerate(zip(complaints, bad, strict=True)):
        assert complaint.startswith(f"{2 + 2 * at}: "), complaint
        assert expected in complaint, (line, complaint)
    assert not (li.home / "log").exists()
    assert li.status()["records"]["visit"] == 2


OURS = ("scope", "rev", "written_by", "hub_at", "deleted", "short_no", "typed_by", "household_id")


def test_times_are_taken_as_people_and_programs_write_them(li, home):
    times = ["2026-11-21 19:05", "2026-11-21", "2026-11-21T11:05:00Z", "2026-11-21T19:05+08:00"]
    told = [{"household": home, "outcome": "20", "visited_at": time} for time in times]
    said = li.desk("record-visit", told=jsonl(told))
    assert (said.code, len(said.lines), said.error) == (0, 4, "")
    assert li.doors()[0]["last_at"] == "2026-11-21T11:05:00.000Z"


def test_bad_issues_are_told_and_the_good_ones_are_taken(li, home):
    good = {"household": home, "category": "0205", "text": "三楼的灯坏了"}
    bad = [
        (good | {"category": "9999"}, "“9999” is not a category"),
        (good | {"category": "02"}, "“02” is not a category"),
        (good | {"text": "灯坏"}, "at least four characters"),
        (good | {"text": "   灯坏   "}, "at least four characters"),
        ({"category": "0205", "text": "东门的灯坏了"}, "Give a household or a place"),
        (good | {"household": "", "place": "东门", "grid": NEXT_GRID}, "Which grid is it in?"),
        (good | {"told_at": "2026-11-22"}, "is not a field of Issue"),
        (good | {"on_spot": 3}, "cannot hold this value"),
    ]
    told = jsonl([line for line, _ in bad] + [good])
    said = li.desk("report-issue", told=told)
    assert (said.code, len(said.lines)) == (1, 1)
    complaints = said.error.splitlines()
    assert len(complaints) == len(bad)
    for complaint, (_, expected) in zip(complaints, bad, strict=True):
        assert expected in complaint
    assert [line["text"] for line in li.desk("issues").lines] == ["三楼的灯坏了"]


def test_single_commands_refuse_with_one_sentence_and_write_nothing(li, home):
    before = waits(li)
    late = ["--outcome", "22", "--next-on", "明天"]
    for words, expected in (
        (["record-visit", "--household", home, "--outcome", "99"], "is not an outcome"),
        (["record-visit", "--outcome", "11"], "“household” is still missing"),
        (["record-visit", "--household", "9-9-999", "--outcome", "11"], "no household"),
        (["record-visit", "--household", home, *late], "is not a date"),
        (["report-issue", "--category", "0205", "--text", "东门的灯坏了"], "Where is it?"),
        (["issue-step", "--issue", "I-9", "--step", "void"], "There is no issue I-9"),
    ):
        said = li.desk(*words)
        assert (said.code, said.out, said.error.count("\n")) == (1, "", 1)
        assert expected in said.error
    assert waits(li) == before


def test_day_of_an_appointment_has_to_be_a_day(li, home):
    words = ["--household", home, "--outcome", "22", "--next-on"]
    said = li.desk("record-visit", *words, "banana")
    assert (said.code, said.out, said.error.count("\n")) == (1, "", 1)
    assert li.desk("record-visit", *words, "2026-11-30").code == 0


def test_people_read_sentences_in_their_language(li):
    words = ["record-visit", "--household", "9-9-999", "--outcome", "11"]
    said = li.desk(*words, GRIDAPP_LANG="zh_CN")
    assert (said.code, "9-9-999" in said.error) == (1, True)
    assert "household" not in said.error
