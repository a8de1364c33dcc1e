"""The office's own certificate."""

import hashlib
import ssl
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from gridapp.wire.certificate import fingerprint, make

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def test_it_is_of_p_256_for_twenty_years_and_vouches_for_nobody_else():
    pem, _ = make("a passphrase", NOW)
    made = x509.load_pem_x509_certificate(pem)
    key = made.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert isinstance(key.curve, ec.SECP256R1)
    assert made.not_valid_before_utc < NOW
    assert 19 < (made.not_valid_after_utc - NOW).days / 365.25 < 20
    assert not made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_its_key_opens_with_the_passphrase_only():
    pem, key = make("a passphrase", NOW)
    opened = load_pem_private_key(key, b"a passphrase")
    assert opened.public_key() == x509.load_pem_x509_certificate(pem).public_key()
    for wrong in (b"another", None):
        with pytest.raises((ValueError, TypeError)):
            load_pem_private_key(key, wrong)


def test_its_fingerprint_is_what_every_other_program_says_too():
    pem, _ = make("a passphrase", NOW)
    der = ssl.PEM_cert_to_DER_cert(pem.decode())
    assert fingerprint(pem) == hashlib.sha256(der).hexdigest()


def test_two_certificates_are_never_alike():
    made = {fingerprint(make("a passphrase", NOW)[0]) for _ in range(5)}
    assert len(made) == 5


def test_what_is_no_certificate_is_refused():
    with pytest.raises(ValueError, match="PEM"):
        fingerprint(b"not a certificate")
