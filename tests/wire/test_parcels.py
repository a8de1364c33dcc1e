"""An ask cut to any size carries the same; what needs each other stays together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.wire import codec, parcels
from gridapp.wire.columns import pack, unpack
from gridapp.wire.messages import Answer, Ask, Change, Cursor

CURSORS = (Cursor("place", "epoch", 7),)


def edit(number, about, **fields):
    return Change(
        change_id=f"change-{number}",
        kind="household",
        id=about,
        fields=fields,
        base_rev=0,
        written_at="",
        written_by="li",
    )


def ask(issues, homes, edits):
    """Issues with two steps each, new households, and an edit of each of these."""
    made = {
        "issue": [{"id": f"issue-{n}", "text": "灯" * n} for n in range(issues)],
        "issue_step": [
            {"id": f"step-{n}-{s}", "issue_id": f"issue-{n}"}
            for s in range(2)
            for n in range(issues)
        ],
        "household": [{"id": f"home-{n}", "head": f"户{n}"} for n in range(homes)],
    }
    changes = [edit(n, f"home-{n % max(homes, 1)}", remark=str(n)) for n in range(edits)]
    return Ask(
        changes,
        CURSORS,
        "2026-11-22T10:00:00.000Z",
        made={kind: pack(rows) for kind, rows in made.items() if rows},
    )


def opened(parts):
    return [codec.decode(part, Ask) for part in parts]


def said(asks):
    """Every change of some asks, in any order."""
    made = [
        (kind, sorted(row.items())) for a in asks for kind in a.made for row in unpack(a.made[kind])
    ]
    return sorted(map(str, [*made, *(change for a in asks for change in a.changes)]))


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 9), st.integers(1, 900))
def test_parts_say_together_what_the_whole_says(issues, homes, edits, most):
    whole = ask(issues, homes, edits)
    parts = parcels.parted(whole, most)
    assert said(opened(parts)) == said([whole])
    assert all(each.cursors == list(CURSORS) for each in opened(parts))


def test_what_fits_is_one_part_as_it_was():
    whole = ask(3, 3, 3)
    assert parcels.parted(whole, 10**6) == [codec.encode(whole)]


def test_nothing_to_say_is_still_an_ask():
    (part,) = parcels.parted(Ask((), CURSORS, "now"), 1)
    assert codec.decode(part, Ask).desk_at == "now"


def test_parts_are_no_larger_than_they_may_be():
    whole = ask(200, 200, 200)
    most = len(codec.encode(whole)) // 3
    parts = parcels.parted(whole, most)
    assert len(parts) > 2
    assert max(map(len, parts)) <= most


def test_what_unpacks_to_too_much_is_parted_however_small_it_is():
    rows = [{"id": f"note-{n}", "text": "灯" * 300_000} for n in range(80)]
    whole = Ask((), CURSORS, "", made={"note": pack(rows)})
    assert len(codec.encode(whole)) < 100_000
    parts = opened(parcels.parted(whole, 1 << 25))
    assert len(parts) > 1
    assert sum(len(part.made["note"]) for part in parts) == 80


def test_what_is_about_one_thing_is_never_parted():
    parts = opened(parcels.parted(ask(3, 2, 4), 1))
    assert len(parts) == 5
    for part in parts:
        ids = {kind: [row["id"] for row in unpack(rows)] for kind, rows in part.made.items()}
        if issue := ids.get("issue"):
            number = issue[0].removeprefix("issue-")
            assert ids["issue_step"] == [f"step-{number}-0", f"step-{number}-1"]
        else:
            assert {change.id for change in part.changes} == set(ids["household"])
            assert len(part.changes) == 2


def test_answer_comes_back_page_by_page_with_its_ask():
    asked = codec.encode(ask(1, 1, 1))
    pages = [Answer((), {}, CURSORS, more=more, hub_at="then") for more in (True, False)]
    body = parcels.answered(asked, pages)
    ours, theirs = parcels.opened(body)
    assert codec.encode(ours) == asked
    assert [page.more for page in theirs] == [True, False]
    first = len(parcels.answered(asked, pages[:1]))
    for length in {*range(len(body))} - {first}:
        with pytest.raises(codec.NotOurs):
            parcels.opened(body[:length])
