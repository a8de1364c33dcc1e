"""Messages as bytes: they come back equal, and nothing else passes for one."""

import time
import tracemalloc

import msgspec
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from gridapp.domain.records import KINDS
from gridapp.wire.codec import NotOurs, decode, encode
from gridapp.wire.columns import Columns, pack, unpack
from gridapp.wire.messages import (
    Answer,
    Aside,
    Ask,
    Change,
    Cursor,
    Enrolment,
    Healing,
    Problem,
    Receipt,
    Sheet,
    SignIn,
    Span,
)
from tests.store.made import JSON, values

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WHOLE = st.integers(0, 2**53)


def told(kind):
    """Some fields of a record of this kind, as they travel."""
    fields = {name: values(field) for name, field in KINDS[kind].fields.items()}
    fields["rev"] = WHOLE  # the hub numbers what it tells
    return st.fixed_dictionaries({}, optional=fields)


CHANGES = st.sampled_from(list(KINDS)).flatmap(
    lambda kind: st.builds(
        Change,
        change_id=TEXT,
        kind=st.just(kind),
        id=TEXT,
        fields=told(kind),
        base_rev=WHOLE,
        written_at=TEXT,
        written_by=TEXT,
    )
)
CURSORS = st.lists(st.builds(Cursor, reach=TEXT, epoch=TEXT, rev=WHOLE), max_size=3)
RECEIPTS = st.builds(
    Receipt, TEXT, TEXT, WHOLE, reason=TEXT, values=st.dictionaries(TEXT, JSON, max_size=2)
)
LYING = Columns(["id"], [1, 1], [["only one"]])
ASKS = st.builds(Ask, changes=st.lists(CHANGES, max_size=4), cursors=CURSORS, desk_at=TEXT)
RECORDS = st.sets(st.sampled_from(list(KINDS)), max_size=3).flatmap(
    lambda kinds: st.fixed_dictionaries({kind: st.lists(told(kind), max_size=4) for kind in kinds})
)
ANSWERS = st.builds(
    Answer,
    receipts=st.lists(RECEIPTS, max_size=3),
    records=RECORDS,
    cursors=CURSORS,
    more=st.booleans(),
    hub_at=TEXT,
)
ASK = Ask(
    changes=[
        Change("c1", "household", "h1", {"head": "吴桂芳", "care_tags": ("E1",)}, 5, "t", "wu"),
        Change("c2", "visit", "v1", {"note": "有狗" * 50}, 0, "t", "wu"),
    ],
    cursors=[Cursor("990101001001001*/place", "e1", 7)],
    desk_at="2026-11-22T10:42:07.312Z",
)


@settings(deadline=None)
@given(ASKS)
def test_ask_comes_back_equal(ask):
    assert decode(encode(ask), Ask) == ask


@settings(deadline=None)
@given(ANSWERS)
def test_answer_comes_back_equal(answer):
    assert decode(encode(answer), Answer) == answer


@given(st.builds(SignIn, TEXT, TEXT, st.binary(max_size=40), TEXT, st.booleans()))
def test_sign_in_comes_back_equal(sign_in):
    assert decode(encode(sign_in), SignIn) == sign_in


@given(st.builds(Problem, TEXT, st.dictionaries(TEXT, JSON, max_size=3)))
def test_problem_comes_back_equal(problem):
    assert decode(encode(problem), Problem) == problem


@settings(deadline=None)
@given(ANSWERS)
def test_enrolment_comes_back_equal(first):
    enrolment = Enrolment(
        hub_id="h",
        address="http://127.0.0.1:8080",
        demo=False,
        device_id="d",
        tag="7K3",
        account="wu",
        person="吴桂芳",
        salts={"990101": "salt"},
        first=first,
    )
    assert decode(encode(enrolment), Enrolment) == enrolment


RETURNED = pack([{"id": "v1", "rev": 2**62, "workers": ("吴",)}, {"id": "v2", "rev": 5}])
HEALING = Healing(
    spans=(Span("990101*/place", 0, 2**63 - 1, 3, 2**47),),
    gaps=(Span("990101*/place", 7, 9),),
    listed=pack([{"kind": "visit", "id": "v1", "rev": 2**62}]),
    returned={"visit": RETURNED},
    sheets=(Sheet(b"tag", b"body"),),
    aside=(Aside(Change("c", "visit", "v3", {"x": 1}, 0, "t", "wu"), "refused", "Why.", {}),),
)


def test_new_records_and_what_is_given_back_come_back_equal():
    ask = Ask([], [], "t", {"visit": RETURNED}, HEALING)
    read = decode(encode(ask), Ask)
    assert read.healing
    assert unpack(read.made["visit"]) == unpack(read.healing.returned["visit"]) == unpack(RETURNED)
    assert unpack(read.healing.listed) == unpack(HEALING.listed)
    assert (read.healing.spans, read.healing.gaps) == (HEALING.spans, HEALING.gaps)
    assert (read.healing.sheets, read.healing.aside) == (HEALING.sheets, HEALING.aside)


@pytest.mark.parametrize(
    "bent",
    [
        {"made": {"visit": LYING}},
        {"healing": Healing(listed=LYING)},
        {"healing": Healing(returned={"visit": LYING})},
    ],
    ids=["made", "listed", "returned"],
)
def test_columns_that_lie_are_refused_wherever_they_stand(bent):
    assert refused_or_read(encode(Ask([], [], "t", **bent)), Ask) == "refused"


def refused_or_read(sent, kind):
    try:
        decode(sent, kind)
    except NotOurs:
        return "refused"
    return "read"


@pytest.mark.parametrize("kind", [Ask, Answer, SignIn, Enrolment])
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_and_nothing_else_flies(kind, sent):
    assert refused_or_read(sent, kind) == "refused"
    assert refused_or_read(zstandard.compress(sent), kind) == "refused"


@pytest.mark.parametrize("kind", [Ask, Answer, SignIn, Enrolment])
@given(JSON)
def test_any_other_json_is_refused(kind, said):
    assert refused_or_read(zstandard.compress(msgspec.json.encode(said)), kind) == "refused"


def test_ask_cut_short_anywhere_is_refused():
    sent = encode(ASK)
    found = {cut: refused_or_read(sent[:cut], Ask) for cut in range(len(sent))}
    assert [cut for cut, outcome in found.items() if outcome == "read"] == []


def test_no_changed_bit_is_taken_for_what_was_said():
    sent = encode(ASK)
    for at in range(len(sent) * 8):
        changed = bytearray(sent)
        changed[at // 8] ^= 1 << at % 8
        try:
            read = decode(bytes(changed), Ask)
        except NotOurs:
            continue
        assert read == ASK, f"bit {at}"


def test_one_message_is_not_another():
    answer = Answer([], {}, [], more=False, hub_at="t")
    assert refused_or_read(encode(answer), Ask) == "refused"
    assert refused_or_read(encode(ASK), Answer) == "refused"
    assert refused_or_read(encode(ASK), Enrolment) == "refused"


@pytest.mark.parametrize("more", [b"x", b"\0" * 100, encode(ASK)])
def test_bytes_behind_a_message_are_not_passed_over(more):
    assert refused_or_read(encode(ASK) + more, Ask) == "refused"


def packed(changes):
    text = b'{"changes":' + changes + b',"cursors":[[],[],[]],"desk_at":""}'
    return zstandard.compress(text)


@pytest.mark.parametrize(
    "changes",
    [
        b'[["kind"],[1,1],[["visit"]]]',
        b'[["kind"],[2],[["visit"]]]',
        b'[["kind"],[-1],[["visit"]]]',
        b'[["kind"],[1],[]]',
        b'[["kind"],[1.5],[["visit"]]]',
        b'[["kind"],["1"],[["visit"]]]',
        b'[["kind"],[99999999999999999999999999],[["visit"]]]',
        b'[["kind"],[1],[["visit"]],"more"]',
        b'[["kind"],[1]]',
        b'[["kind"],[1],[["visit"]]]',
        b'[["kind"],[1],[[1]]]',
        b'[["kind"],[1],[["\xff"]]]',
        b'[["kind"],[1],[["\\ud800"]]]',
        b'[["kind"],[1],[[1e999]]]',
        b"[[" + b'"kind",' * 3 + b'"kind"],[15],[[1],[2],[3],[4]]]',
    ],
)
def test_columns_that_lie_are_refused(changes):
    assert refused_or_read(packed(changes), Ask) == "refused"


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_lists_within_lists_without_end_are_refused(depth):
    deep = b"[" * depth + b"]" * depth
    assert refused_or_read(packed(b'[["fields"],[1],[[' + deep + b"]]]"), Ask) == "refused"
    assert refused_or_read(zstandard.compress(deep), Ask) == "refused"


def test_small_message_that_unpacks_to_very_much_is_refused_cheaply():
    bomb = zstandard.compress(b"\0" * 200_000_000, 19)
    assert len(bomb) < 20_000
    tracemalloc.start()
    began = time.monotonic()
    with pytest.raises(NotOurs, match="size"):
        decode(bomb, Ask)
    seconds = time.monotonic() - began
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 2
    assert most < 100_000_000


def test_message_that_hides_its_size_is_refused_too():
    hidden = zstandard.ZstdCompressor(write_content_size=False)
    assert refused_or_read(hidden.compress(b"\0" * 200_000_000), Ask) == "refused"


def test_message_that_is_larger_than_it_says_is_refused():
    small, large = zstandard.compress(b"\0" * 1000), zstandard.compress(b"\0" * 100_000)
    head = zstandard.frame_header_size(large)
    lying = small[: zstandard.frame_header_size(small)] + large[head:]
    assert refused_or_read(lying, Ask) == "refused"


def test_message_that_asks_for_a_huge_window_is_refused():
    bare = zstandard.ZstdCompressionParameters(window_log=31, enable_ldm=True)
    maker = zstandard.ZstdCompressor(compression_params=bare).compressobj()
    sent = maker.compress(msgspec.json.encode({"changes": "x" * 1000})) + maker.flush()
    assert refused_or_read(sent, Ask) == "refused"


def test_records_alike_are_small():
    """Columns, not objects: else a page would carry each field's name two thousand times."""
    said = {"scope": "990101001001001/place", "house_id": "", "salutation": "", "remark": "无"}
    records = [{"id": f"{n:032x}", "phone": f"100{n:08}", **said} for n in range(2000)]
    sent = encode(Answer([], {"household": records}, [], more=False, hub_at=""))
    assert len(sent) < 0.7 * len(zstandard.compress(msgspec.json.encode(records), 3))
    assert decode(sent, Answer).records["household"] == records
