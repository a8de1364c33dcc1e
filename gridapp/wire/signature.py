"""Who sent this: each request is signed with the laptop's own key, which never leaves it.

A bearer token read off a log or a proxy could be used by anyone; a signature over this very
request cannot be used for another. Ed25519, RFC 8032.
"""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

DEVICE = "Gridapp-Device"
SIGNATURE = "Gridapp-Signature"


def new_key() -> bytes:
    """A private key, 32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    """The public key of a private one, 32 bytes."""
    key = Ed25519PrivateKey.from_private_bytes(private).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def digest(body: bytes) -> str:
    """The name of a body, echoed by the hub so that a stale or foreign answer is seen."""
    return hashlib.sha256(body).hexdigest()


def about(path: str, span: str = "") -> str:
    """What of a request is signed beside its body: the path, and the range where it has one."""
    return f"{path} {span}" if span else path


def headers(private: bytes, device_id: str, path: str, body: bytes) -> dict[str, str]:
    """The headers that sign a request."""
    key = Ed25519PrivateKey.from_private_bytes(private)
    signature = key.sign(_signed(device_id, path, body))
    return {DEVICE: device_id, SIGNATURE: base64.b64encode(signature).decode()}


def is_signed(public: bytes, device_id: str, path: str, body: bytes, signature: str) -> bool:
    """True where `signature` was made by the holder of this device's key over this request."""
    try:
        raw = base64.b64decode(signature, validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(raw, _signed(device_id, path, body))
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed(device_id: str, path: str, body: bytes) -> bytes:
    return f"gridapp {device_id} {path} {digest(body)}".encode()
