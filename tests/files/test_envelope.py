"""An envelope comes whole or not at all, and whatever else lies on the stick is told apart."""

import hashlib
import json
import os
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.errors import Expected
from gridapp.files import envelope

HEAD = envelope.Head(
    way=envelope.TO_HUB,
    hub="hub-1",
    laptop="laptop-1",
    number=3,
    part=1,
    parts=2,
    made_at="2026-11-22T10:00:00.000Z",
    reader="ab" * 32,
)
BODY = bytes(range(256))


def sign(said):
    """Stands for a signature: who made it is asked elsewhere."""
    return hashlib.sha512(said).digest()


@pytest.fixture
def path(tmp_path):
    """An envelope on the stick."""
    path = tmp_path / "li.envelope"
    envelope.write(path, HEAD, BODY, sign)
    return path


def refused(path, begins, kind=Expected):
    with pytest.raises(kind) as told:
        envelope.read(path)
    said = str(told.value)
    assert begins in said
    assert path.name in said


def test_what_is_written_is_read(path):
    came = envelope.read(path)
    assert (came.head, came.body) == (HEAD, BODY)
    assert came.signature == sign(came.said)


def test_head_can_be_read_by_anybody_with_an_editor(path):
    first, head, _ = path.read_bytes().split(b"\n", 2)
    assert first == b"gridapp envelope 1"
    told = json.loads(head)
    assert (told["hub"], told["laptop"], told["number"]) == ("hub-1", "laptop-1", 3)
    assert (told["size"], told["sha256"]) == (256, hashlib.sha256(BODY).hexdigest())


def test_cut_at_any_length_it_did_not_come_whole(path):
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        refused(path, "did not come whole", envelope.NotWhole)


def test_with_one_byte_more_it_did_not_come_whole(path):
    path.write_bytes(path.read_bytes() + b"\0")
    refused(path, "did not come whole", envelope.NotWhole)


def test_any_changed_byte_is_seen_in_what_is_signed_or_at_once(path):
    """The files room knows no key: where it reads on, what was signed is not what is there."""
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            came = envelope.read(path)
        except Expected:
            continue
        assert came.signature != sign(came.said), at


@given(st.binary(max_size=400))
def test_anything_else_is_refused_in_one_sentence(tmp_path_factory, garbage):
    path = tmp_path_factory.mktemp("stick") / "letter.txt"
    path.write_bytes(garbage)
    refused(path, "Nothing was")


@given(
    st.dictionaries(
        st.sampled_from(["way", "hub", "number", "part", "size", "sha256", "reader"]),
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.none()),
    )
)
def test_head_that_lies_is_refused(tmp_path_factory, lies):
    path = tmp_path_factory.mktemp("stick") / "li.envelope"
    envelope.write(path, HEAD, BODY, sign)
    first, head, rest = path.read_bytes().split(b"\n", 2)
    told = json.loads(head) | lies
    path.write_bytes(b"\n".join([first, json.dumps(told).encode(), rest]))
    try:
        came = envelope.read(path)
    except envelope.NotWhole:
        return
    assert came.body == BODY
    assert isinstance(came.head.heading, bytes)


@pytest.mark.parametrize(
    "lies",
    [
        {"laptop": "\0"},
        {"laptop": "\ud800"},
        {"hub": "中心"},
        {"made_at": "9" * 200},
        {"number": 10**1000},
        {"part": 1 << 40},
    ],
    ids=lambda lies: next(iter(lies)),
)
def test_what_no_store_and_no_file_name_could_hold_is_no_head(path, lies):
    first, head, rest = path.read_bytes().split(b"\n", 2)
    told = json.dumps(json.loads(head) | lies).encode()
    path.write_bytes(b"\n".join([first, told, rest]))
    refused(path, "did not come whole", envelope.NotWhole)


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (b"", "did not come whole"),
        (b"gridapp envelope 1\r\n", "did not come whole"),
        (b"gridapp envelope 0\n", "did not come whole"),
        (b"gridapp envelope 2\n{}\n", "was made by a newer program"),
        (b"gridapp envelope 99\n", "was made by a newer program"),
        (b"a letter to the office\n", "is not an envelope"),
        (b"PK\3\4" + bytes(5000), "is not an envelope"),
        (b"gridapp envelope 1\n" + b"[" * 4000 + b"\n", "did not come whole"),
        (b"gridapp envelope 1\n" + b"9" * 4090 + b"\n", "did not come whole"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, content, begins):
    path = tmp_path / "x.envelope"
    path.write_bytes(content)
    refused(path, begins)


def test_folder_missing_file_and_pipe_are_told_at_once(tmp_path):
    refused(tmp_path, "is not an envelope")
    refused(tmp_path / "no such file", "cannot be opened")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        refused(tmp_path / "pipe", "is not an envelope")


def test_huge_files_are_refused_without_being_read(tmp_path, path):
    huge = tmp_path / "film.mp4"
    huge.touch()
    os.truncate(huge, 2 << 30)  # it takes no room: it is one hole
    refused(huge, "is not an envelope")
    os.truncate(path, 2 << 30)
    refused(path, "did not come whole", envelope.NotWhole)
    told = json.dumps({**asdict(HEAD), "size": 2 << 30, "sha256": "0" * 64}).encode()
    path.write_bytes(b"gridapp envelope 1\n" + told + b"\n" + b"0" * 128 + b"\n")
    os.truncate(path, 2 << 30)
    refused(path, "did not come whole", envelope.NotWhole)


def test_headings_of_two_envelopes_differ(path):
    head = envelope.read(path).head
    others = [
        replace(HEAD, way=envelope.TO_LAPTOP),
        replace(HEAD, hub="hub-2"),
        replace(HEAD, laptop="laptop-2"),
        replace(HEAD, number=4),
        replace(HEAD, part=2),
        replace(HEAD, parts=3),
        replace(HEAD, hub='hub-1", "laptop-1'),
    ]
    assert len({each.heading for each in (head, *others)}) == 8


def test_an_envelope_replaces_an_envelope_and_nothing_else(path, tmp_path):
    envelope.write(path, replace(HEAD, number=4), b"more", sign)
    assert envelope.read(path).head.number == 4
    letter = tmp_path / "letter.txt"
    letter.write_text("a letter", encoding="utf-8")
    for taken in (letter, tmp_path):
        with pytest.raises(envelope.NotWritten, match="is there already"):
            envelope.write(taken, HEAD, BODY, sign)
    assert letter.read_text("utf-8") == "a letter"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(envelope.NotWritten, match="is there already"):
            envelope.write(tmp_path / "pipe", HEAD, BODY, sign)


def test_where_nothing_can_be_written_it_is_told_and_nothing_is_left(tmp_path, path):
    whole = path.read_bytes()
    with pytest.raises(envelope.NotWritten, match="cannot be written"):
        envelope.write(tmp_path / "nowhere" / "x.envelope", HEAD, BODY, sign)
    with pytest.raises(envelope.NotWritten, match="cannot be written"):
        envelope.write(tmp_path / ("x" * 300), HEAD, BODY, sign)
    (tmp_path / f"{path.name}.part").mkdir()  # as where the place takes no file
    with pytest.raises(envelope.NotWritten, match="cannot be written"):
        envelope.write(path, HEAD, BODY, sign)
    assert path.read_bytes() == whole
    assert sorted(each.name for each in tmp_path.iterdir()) == [path.name, f"{path.name}.part"]
