"""The certificate of a hub, beside its records; its key opens only with the key of the records."""

import hmac
import os
import ssl
from datetime import datetime
from pathlib import Path

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.store.keys import Custody
from gridapp.wire import certificate

_CERTIFICATE, _KEY = "hub.certificate.pem", "hub.certificate.key.pem"


class NoCertificate(Expected):
    """There is none, or it does not open."""


def is_there(folder: Path) -> bool:
    """Whether the hub of `folder` has a certificate."""
    return (folder / _CERTIFICATE).exists()


def make(folder: Path, key: bytes, now: datetime) -> str:
    """Make the certificate of the hub in `folder`, whose records open with `key`.

    Its fingerprint. One that is there stays: laptops trust it.
    """
    if is_there(folder):
        return fingerprint(folder)
    public, private = certificate.make(_passphrase(key), now)
    _write(folder / _KEY, private)
    # Last, as it says that both are there: no laptop was told of one whose key did not last.
    _write(folder / _CERTIFICATE, public)
    return certificate.fingerprint(public)


def _write(path: Path, content: bytes) -> None:
    """Write a file that others of this computer cannot read; it lasts when this returns."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def fingerprint(folder: Path) -> str:
    """What laptops know the hub of `folder` by; "" where it has no certificate."""
    if not is_there(folder):
        return ""
    try:
        return certificate.fingerprint((folder / _CERTIFICATE).read_bytes())
    except (OSError, ValueError):
        raise _damaged() from None


def context(custody: Custody) -> ssl.SSLContext:
    """What a protected listener of this hub needs; raises NoCertificate."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    names = (custody.folder / _CERTIFICATE, custody.folder / _KEY)
    try:
        made.load_cert_chain(*names, password=_passphrase(custody.unlock()))
    except (OSError, ssl.SSLError):
        raise _damaged() from None
    return made


def _passphrase(key: bytes) -> str:
    return hmac.new(key, b"gridapp certificate", "sha256").hexdigest()


def _damaged() -> NoCertificate:
    return NoCertificate(
        N_(
            "The hub's certificate in this folder is damaged or its key is missing. "
            "Put both files back from the copy; nothing was changed."
        )
    )
