"""Sealed for one reader, signed by one writer: what travels where anybody may copy it.

Each side has one private key of 32 bytes. Ed25519 (RFC 8032) signs with it; an X25519 key (RFC
7748) derived from it opens what was sealed to its owner. Every seal makes a key of its own, so a
reader's key that gets lost later opens nothing else than what was sealed to it.
"""

import os

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY = 32  # bytes
SIGNATURE = 64
_READER = b"gridapp reader 1"
_SEAL = b"gridapp seal 1"
# Signed words begin so; those of a request begin otherwise (see signature.py).
_SIGNED = b"gridapp-envelope "
_ONCE = bytes(12)  # the nonce: each key seals one text


class NotForUs(ValueError):  # noqa: N818 - it says what the bytes are
    """These bytes were not sealed for this reader under this heading."""


def reader_key(private: bytes) -> bytes:
    """The public key one seals to, of the holder of `private`; 32 bytes."""
    return _reader(private).public_key().public_bytes_raw()


def seal(body: bytes, reader: bytes, heading: bytes) -> bytes:
    """`body` so that only the holder of the `reader` key opens it, and under this heading only.

    Raises NotForUs where `reader` is no key.
    """
    once = X25519PrivateKey.from_private_bytes(os.urandom(KEY))
    shown = once.public_key().public_bytes_raw()
    return shown + _cipher(once, reader, shown + reader).encrypt(_ONCE, body, heading)


def unseal(sealed: bytes, private: bytes, heading: bytes) -> bytes:
    """What `seal` sealed for the holder of `private`; raises NotForUs."""
    reader, shown = _reader(private), sealed[:KEY]
    cipher = _cipher(reader, shown, shown + reader.public_key().public_bytes_raw())
    try:
        return cipher.decrypt(_ONCE, sealed[KEY:], heading)
    except InvalidTag:
        raise NotForUs("sealed for somebody else, or changed on the way") from None


def sign(private: bytes, said: bytes) -> bytes:
    """The signature of the holder of `private` under `said`."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(_SIGNED + said)


def is_signed(public: bytes, said: bytes, signature: bytes) -> bool:
    """True where the holder of this public key (Ed25519) signed `said`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _SIGNED + said)
    except (InvalidSignature, ValueError):
        return False
    return True


def _reader(private: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_derived(private, _READER))


def _cipher(own: X25519PrivateKey, other: bytes, met: bytes) -> AESGCM:
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(other))
    except ValueError:  # of another length, or a point that gives the same secret to everybody
        raise NotForUs("no key") from None
    return AESGCM(_derived(shared, _SEAL + met))


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=purpose).derive(secret)
