import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.files.archive import names_inside
from gridapp.files.refused import Refused

MIB = 1 << 20


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_wide_directory(content):
    """The same zip as a streaming writer leaves it: every size in a zip64 field."""
    at = content.rfind(b"PK\5\6")
    offset = struct.unpack_from("<L", content, at + 16)[0]
    old, new = content[offset:at], b""
    while old:
        packed, real, name, extra, note = struct.unpack_from("<2L3H", old, 20)
        here = struct.unpack_from("<L", old, 42)[0]
        wide = struct.pack("<2H3Q", 1, 24, real, packed, here)
        new += old[:20] + struct.pack("<2L3H", 0xFFFFFFFF, 0xFFFFFFFF, name, len(wide), note)
        new += old[34:42] + struct.pack("<L", 0xFFFFFFFF) + old[46 : 46 + name] + wide
        old = old[46 + name + extra + note :]
    count = struct.unpack_from("<H", content, at + 10)[0]
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(new), offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, offset + len(new), 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return content[:offset] + new + end + locator + last


def reason(content, at_most=MIB):
    with pytest.raises(Refused) as refused:
        names_inside(content, at_most=at_most)
    return refused.value.reason


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_names_are_those_zipfile_sees(method):
    content = zipped({"xl/workbook.xml": b"x" * 500, "图片.png": b"", "空": bytes(9000)}, method)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert names_inside(content, at_most=MIB) == set(archive.namelist())


def test_wide_directories_are_read():
    content = with_wide_directory(zipped({"a": b"x" * 500, "b": b"y" * 70000}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
    assert names_inside(content, at_most=MIB) == {"a", "b"}
    assert names_inside(content, at_most=70500) == {"a", "b"}
    assert reason(content, 70499) == "bomb"


def test_a_note_at_the_end_is_passed_over():
    note = "某社区".encode() * 100
    content = zipped({"a": b"x"})[:-2] + struct.pack("<H", len(note)) + note
    assert names_inside(content, at_most=MIB) == {"a"}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_exactly_the_limit_is_allowed(method):
    content = zipped({"a": bytes(100_000), "b": bytes(50_000)}, method)
    assert names_inside(content, at_most=150_000) == {"a", "b"}
    assert reason(content, 149_999) == "bomb"


def test_real_bytes_are_counted_where_sizes_lie():
    content = zipped({"a": bytes(100_000)}).replace(struct.pack("<L", 100_000), bytes(4))
    assert names_inside(content, at_most=100_000) == {"a"}
    assert reason(content, 99_999) == "bomb"


def test_parts_that_share_their_bytes_are_counted_each():
    content = zipped({"a": bytes(100_000)})
    at = content.rfind(b"PK\5\6")
    offset = content.find(b"PK\1\2")
    directory = content[offset:at] * 20
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 20, 20, len(directory), offset, 0)
    assert reason(content[:offset] + directory + end) == "bomb"


def test_locked_and_strange_parts_are_refused():
    content = zipped({"a": b"x" * 99})
    at = content.find(b"PK\1\2")
    locked = bytearray(content)
    locked[at + 8] |= 1
    strange = bytearray(content)
    strange[at + 10] = 93
    assert [reason(bytes(locked)), reason(bytes(strange))] == ["password", "kind"]


WHOLE = zipped({"xl/workbook.xml": b"<workbook/>" * 40, "b": b"y" * 300})


@given(st.data())
def test_any_damage_is_a_refusal_or_harmless(data):
    content = bytearray(data.draw(st.sampled_from([WHOLE, with_wide_directory(WHOLE)])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    del content[data.draw(st.integers(1, len(content))) :]
    with suppress(Refused):
        names_inside(bytes(content), at_most=MIB)
