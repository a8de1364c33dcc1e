"""A signature belongs to one device, one path and one body, and to nothing else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.wire import signature

PRIVATE = bytes(range(32))
PUBLIC = signature.public_of(PRIVATE)
DEVICE, PATH, BODY = "0190-device", "/v1/exchange", b"what was told"


def signed(private=PRIVATE, device=DEVICE, path=PATH, body=BODY):
    return signature.headers(private, device, path, body)[signature.SIGNATURE]


SIGNATURE = signed()


@given(st.text(max_size=20), st.text(max_size=20), st.binary(max_size=200))
def test_what_a_device_signed_is_its_own(device, path, body):
    assert signature.is_signed(PUBLIC, device, path, body, signed(PRIVATE, device, path, body))


def test_headers_name_the_device_and_show_neither_key_nor_body():
    told = signature.headers(PRIVATE, DEVICE, PATH, BODY)
    assert told[signature.DEVICE] == DEVICE
    assert set(told) == {signature.DEVICE, signature.SIGNATURE}
    raw = base64.b64decode(told[signature.SIGNATURE])
    assert len(raw) == 64
    assert PRIVATE not in raw


def test_keys_are_new_each_time_and_as_long_as_they_should_be():
    keys = [signature.new_key() for _ in range(20)]
    assert {len(key) for key in keys} == {32}
    assert len(set(keys)) == len({signature.public_of(key) for key in keys}) == 20


@pytest.mark.parametrize(
    ("device", "path", "body"),
    [
        ("0190-devicf", PATH, BODY),
        ("", PATH, BODY),
        (DEVICE, "/v1/exchange/", BODY),
        (DEVICE, "/v1/sign-in", BODY),
        (DEVICE, PATH, BODY + b"\0"),
        (DEVICE, PATH, b""),
        (f"{DEVICE} {PATH}", "", BODY),
    ],
)
def test_signature_is_good_for_nothing_else(device, path, body):
    assert signature.is_signed(PUBLIC, DEVICE, PATH, BODY, SIGNATURE)
    assert not signature.is_signed(PUBLIC, device, path, body, SIGNATURE)


@given(st.binary(min_size=1, max_size=100), st.integers(0))
def test_any_changed_bit_of_a_body_is_seen(body, bit):
    changed = bytearray(body)
    changed[bit // 8 % len(body)] ^= 1 << bit % 8
    assert not signature.is_signed(PUBLIC, DEVICE, PATH, bytes(changed), signed(body=body))


def test_any_changed_bit_of_a_signature_is_seen():
    for bit in range(512):
        raw = bytearray(base64.b64decode(SIGNATURE))
        raw[bit // 8] ^= 1 << bit % 8
        changed = base64.b64encode(raw).decode()
        assert not signature.is_signed(PUBLIC, DEVICE, PATH, BODY, changed), bit


def test_key_of_another_device_does_not_verify():
    other = signature.public_of(signature.new_key())
    assert not signature.is_signed(other, DEVICE, PATH, BODY, SIGNATURE)


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        " ",
        "=",
        "====",
        "%%%%",
        "签名",
        "AAAA",
        SIGNATURE[:-4],
        f" {SIGNATURE}",
        f"{SIGNATURE}\n",
    ],
)
def test_garbage_is_no_signature(garbage):
    assert not signature.is_signed(PUBLIC, DEVICE, PATH, BODY, garbage)


@given(
    st.text(max_size=100) | st.binary(max_size=100).map(lambda raw: base64.b64encode(raw).decode())
)
def test_whatever_stands_in_the_header_nothing_flies(garbage):
    assert not signature.is_signed(PUBLIC, DEVICE, PATH, BODY, garbage)


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32), b"\xff" * 32, bytes(33)])
def test_public_key_that_is_none_verifies_nothing(public):
    assert not signature.is_signed(public, DEVICE, PATH, BODY, SIGNATURE)


def test_digest_tells_bodies_apart():
    assert signature.digest(BODY) != signature.digest(BODY + b" ")
    assert signature.digest(BODY) == signature.digest(bytes(BODY))
