"""The office's own certificate: no authority vouches for it, its fingerprint does."""

import hashlib
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

_NAME = "gridapp office hub"
_YEARS = timedelta(days=20 * 365)
_EARLIER = timedelta(days=1)  # the clock of the office's computer may go wrong too


def make(passphrase: str, now: datetime) -> tuple[bytes, bytes]:
    """A new certificate and its key as PEM, the key under `passphrase`; EC P-256, 20 years."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + _YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    sealed = BestAvailableEncryption(passphrase.encode())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed)
    return made.public_bytes(Encoding.PEM), private


def fingerprint(pem: bytes) -> str:
    """The SHA-256 of a certificate in PEM, 64 hexadecimal digits; raises ValueError."""
    read = x509.load_pem_x509_certificate(pem)
    return hashlib.sha256(read.public_bytes(Encoding.DER)).hexdigest()
