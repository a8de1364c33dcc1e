"""What is sealed for one reader opens for nobody else, and what one side signed nobody else did."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.wire import sealed, signature

HUB, LAPTOP = bytes(range(32)), bytes(range(1, 33))
HEADING, BODY = b'["to the hub", 3]', "榆晴社区的一封信".encode()
READER = sealed.reader_key(HUB)
SEALED = sealed.seal(BODY, READER, HEADING)


@given(st.binary(max_size=300), st.binary(max_size=60))
def test_reader_opens_what_was_sealed_to_them(body, heading):
    assert sealed.unseal(sealed.seal(body, READER, heading), HUB, heading) == body


def test_nothing_of_the_body_shows_and_no_two_seals_are_alike():
    again = sealed.seal(BODY, READER, HEADING)
    assert BODY not in SEALED
    assert again != SEALED
    assert again[: sealed.KEY] != SEALED[: sealed.KEY]


def test_another_reader_opens_nothing():
    with pytest.raises(sealed.NotForUs):
        sealed.unseal(SEALED, LAPTOP, HEADING)


def test_writer_cannot_open_what_they_sealed():
    """Whoever finds the laptop later learns nothing from old envelopes."""
    letter = sealed.seal(BODY, sealed.reader_key(HUB), HEADING)
    with pytest.raises(sealed.NotForUs):
        sealed.unseal(letter, LAPTOP, HEADING)


@pytest.mark.parametrize("heading", [b"", HEADING + b" ", HEADING[:-1], b'["to the hub", 4]'])
def test_body_does_not_open_under_another_heading(heading):
    with pytest.raises(sealed.NotForUs):
        sealed.unseal(SEALED, HUB, heading)


def test_any_flipped_bit_is_seen():
    for bit in range(len(SEALED) * 8):
        changed = bytearray(SEALED)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(sealed.NotForUs):
            sealed.unseal(bytes(changed), HUB, HEADING)


def test_cut_at_any_length_it_does_not_open():
    for length in range(len(SEALED)):
        with pytest.raises(sealed.NotForUs):
            sealed.unseal(SEALED[:length], HUB, HEADING)


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_nothing_else_flies(garbage):
    with pytest.raises(sealed.NotForUs):
        sealed.unseal(garbage, HUB, HEADING)


@pytest.mark.parametrize("reader", [b"", bytes(31), bytes(32), bytes(33), b"\1" + bytes(31)])
def test_to_what_is_no_key_nothing_is_sealed(reader):
    """Points of small order would give everybody the same secret."""
    with pytest.raises(sealed.NotForUs):
        sealed.seal(BODY, reader, HEADING)


def test_reader_key_is_not_the_key_one_signs_with():
    assert signature.public_of(HUB) != READER
    assert len(READER) == sealed.KEY


@given(st.binary(max_size=200))
def test_what_one_side_signed_is_theirs(said):
    signed = sealed.sign(LAPTOP, said)
    assert len(signed) == sealed.SIGNATURE
    assert sealed.is_signed(signature.public_of(LAPTOP), said, signed)
    assert not sealed.is_signed(signature.public_of(HUB), said, signed)
    assert not sealed.is_signed(signature.public_of(LAPTOP), said + b".", signed)


def test_signature_of_a_request_is_none_of_an_envelope():
    """The laptop has one key for both: what it signed for the one is no good for the other."""
    public = signature.public_of(LAPTOP)
    request = f"gridapp device /v1/exchange {signature.digest(b'')}".encode()
    raw = base64.b64decode(
        signature.headers(LAPTOP, "device", "/v1/exchange", b"")[signature.SIGNATURE]
    )
    assert not sealed.is_signed(public, request, raw)
    signed = base64.b64encode(sealed.sign(LAPTOP, request)).decode()
    assert not signature.is_signed(public, "device", "/v1/exchange", b"", signed)


@pytest.mark.parametrize("signed", [b"", bytes(63), bytes(64), bytes(65)])
@pytest.mark.parametrize("public", [b"", bytes(32), signature.public_of(LAPTOP)])
def test_garbage_is_no_signature(public, signed):
    assert not sealed.is_signed(public, b"said", signed)
