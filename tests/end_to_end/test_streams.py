"""Streams of visits and issues: killed in the middle, on a full disk, and told again."""

import json
import subprocess
import sys

import pytest

from tests.end_to_end.office import Laptop, jsonl

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def lines(li):
    """100 visits and 10 issues, each with its own id."""
    homes = [door["household"] for door in li.doors()][:100]
    visits = [
        {"id": f"visit-{at}", "household": home, "outcome": "11", "note": f"第{at}户，已宣传"}
        for at, home in enumerate(homes)
    ]
    issues = [
        {"id": f"issue-{at}", "household": home, "category": "0205", "text": f"第{at}户楼道灯不亮"}
        for at, home in enumerate(homes[:10])
    ]
    return visits, issues


def ids(told):
    return [line["id"] for line in told]


def killed_in_the_middle(laptop, command, lines, after):
    """Tell most of it, kill -9 once `after` ids were printed; the ids that were."""
    started = laptop.start("desk", command, name=command)
    started.tell(jsonl(lines[: len(lines) * 3 // 4]).splitlines())
    started.wait_for(after)
    started.kill()
    return ids(started.printed())


def numbers(laptop):
    records = laptop.status()["records"]
    return records["visit"], records["issue"], records["household"]


def test_what_was_printed_survives_kill_9_and_told_again_is_once(town, li, lines):
    visits, issues = lines
    printed = killed_in_the_middle(li, "record-visit", visits, 30)
    assert 30 <= len(printed) <= numbers(li)[0] < 100
    again = li.desk("record-visit", told=jsonl(visits))
    assert (again.code, ids(again.lines)) == (0, ids(visits))
    assert set(printed) <= {line["id"] for line in again.lines if line["again"]}

    printed = killed_in_the_middle(li, "report-issue", issues, 3)
    again = li.desk("report-issue", told=jsonl(issues))
    assert set(printed) <= {line["id"] for line in again.lines if line["again"]}
    assert numbers(li) == (100, 10, 312)
    assert len({line["short_no"] for line in again.lines}) == 10

    town.open()
    li.sync()
    zhang = town.laptop("zhang")
    zhang.sync()
    assert numbers(zhang) == (100, 10, 312)
    for laptop in (li, zhang):
        tally = laptop.sync()
        assert (tally["sent"], tally["received"]) == (0, 0)
    other = town.laptop("other")
    other.sync()
    assert numbers(other) == (0, 0, 0)
    assert other.desk("issues").lines == []

    up_and_over(town, ids(issues)[4])
    assert {line["id"]: line["state"] for line in synced(li).desk("issues").lines}["issue-4"] == (
        "dispatched"
    )


def synced(laptop: Laptop) -> Laptop:
    laptop.sync()
    return laptop


def up_and_over(town, issue):
    """The centre passes one issue up and hands it to the department, whose clerk sees it alone."""
    centre, clerk = synced(town.laptop("centre")), town.laptop("clerk")
    (line,) = [line for line in centre.desk("issues").lines if line["id"] == issue]
    for _ in range(3):
        centre.good("desk", "issue-step", "--issue", line["short_no"], "--step", "pass_up")
    handed = ["--step", "dispatch", "--unit", town.unit, "--text", "请五日内办结"]
    centre.good("desk", "issue-step", "--issue", issue, *handed)
    assert centre.sync()["verdicts"] == {"stored": 4}
    records = synced(clerk).status()["records"]
    assert {kind: count for kind, count in records.items() if count} == {"dispatch": 1}
    (seen,) = clerk.desk("issues").lines
    assert (seen["id"], seen["text"]) == (issue, "第4户楼道灯不亮")
    assert clerk.doors() == []
    assert clerk.desk("households", "--find", "号").lines == []


def test_full_disk_ends_the_stream_with_a_sentence_and_loses_nothing_printed(li, lines):
    visits, _ = lines
    room = sum(path.stat().st_size for path in li.home.glob("desk.db")) // 2
    ended = li.desk("record-visit", told=jsonl(visits), most_bytes=room)
    assert ended.code == 1, ended
    assert ended.error.startswith("The disk is full or cannot be written.")
    assert ended.error.count("\n") == 1
    printed = ids(ended.lines)
    assert 0 < len(printed) < 100
    again = li.desk("record-visit", told=jsonl(visits))
    assert set(printed) <= {line["id"] for line in again.lines if line["again"]}
    assert numbers(li)[0] == 100


def test_reader_that_leaves_early_makes_no_bug(li, lines):
    """As with `record-visit | head -1`: what was read is safe, and the rest may be told again."""
    visits, _ = lines
    process = subprocess.Popen(
        [sys.executable, "-m", "gridapp", "desk", "record-visit"],
        cwd=li.root,
        env=li.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(jsonl(visits).encode())
        process.stdin.close()
        first = json.loads(process.stdout.readline())
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
    assert not (li.home / "log").exists()
    again = li.desk("record-visit", told=jsonl(visits)).lines
    assert again[0] == {**first, "again": True}
    assert numbers(li)[0] == 100
