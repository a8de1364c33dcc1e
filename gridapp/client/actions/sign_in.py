"""Sign in: register this laptop, by network or by an enrolment file, and begin its store."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from gridapp.client.desk import Desk, Me
from gridapp.domain.errors import Expected
from gridapp.domain.fingerprints import is_whole
from gridapp.domain.words import N_
from gridapp.store import migrate, search, settings
from gridapp.store.engine import open_store
from gridapp.store.keys import Custody
from gridapp.store.sealing import WrongPassphrase, unseal
from gridapp.sync.applying import apply
from gridapp.wire import codec, signature
from gridapp.wire.messages import Enrolment, Remote, SignIn

_KEY_BYTES = 32


class SignedInAlready(Expected):
    """There is a desk in the data folder."""


class NotAFingerprint(Expected):
    """What was typed cannot be the digits of a certificate."""


class NotAnEnrolment(Expected):
    """The file is no enrolment file."""


def certificate_at(address: str, said: str) -> str:
    """The fingerprint of the hub's certificate, whose digits the office `said`; "" for none.

    Raises NotAFingerprint, or NotItsCertificate where the address shows another one.
    """
    if not said:
        return ""
    if not is_whole(said):
        raise NotAFingerprint(
            N_(
                "These are not the digits of a certificate: the office reads out six groups of "
                "five. Nothing was sent."
            )
        )
    from gridapp.sync.http import certificate_at as shown_at  # noqa: PLC0415 - as below

    return shown_at(address, said)


def hub_at(address: str, fingerprint: str = "") -> Remote:
    """The hub at an address, before it knows this laptop."""
    # Slow to import, and an enrolment file needs no network.
    from gridapp.sync.http import HttpRemote  # noqa: PLC0415

    return HttpRemote(address, fingerprint=fingerprint)


def sign_in(  # noqa: PLR0913 - who, where, and by which words
    custody: Custody,
    remote: Remote,
    *,
    account: str,
    password: str,
    label: str,
    address: str,
    demo: bool,
    clock: Callable[[], datetime],
    fingerprint: str = "",
) -> Desk:
    """Register this laptop with the hub and begin its store; raises what `remote` raises.

    `fingerprint` is of the certificate `remote` trusts, "" where a known root vouches for it.
    """
    _refuse_second(custody, demo=demo)
    private = signature.new_key()
    public = signature.public_of(private)
    ask = SignIn(account=account, password=password, public_key=public, label=label, demo=demo)
    told = remote.sign_in(ask)
    # A certificate before the hub's own, as a proxy of the office has, is not the hub's.
    known = told.fingerprint if address.strip().startswith("http:") else fingerprint
    told = told.reached(known, told.addresses)
    return _begin(custody, told, private, address=address, clock=clock)


def enrol(custody: Custody, file: Path, code: str, *, clock: Callable[[], datetime]) -> Desk:
    """Begin the store of a laptop that never met the hub, from its enrolment file."""
    _refuse_second(custody, demo=False)
    private, told = _opened(file, code.strip().upper().replace("-", ""))
    return _begin(custody, told, private, address=told.address, clock=clock)


def _opened(file: Path, code: str) -> tuple[bytes, Enrolment]:
    problem = NotAnEnrolment(
        N_("{file} is not an enrolment file. Ask the office for the file they made for you."),
        file=file.name,
    )
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["gridapp"] != "laptop":
            raise problem
        opened = unseal(kept, code)
        return opened[:_KEY_BYTES], codec.decode(opened[_KEY_BYTES:], Enrolment)
    except (OSError, ValueError, KeyError, TypeError):
        raise problem from None


def _refuse_second(custody: Custody, *, demo: bool) -> None:
    if custody.is_made and _finished(custody, demo=demo):
        raise SignedInAlready(
            N_(
                "Somebody has signed in on this laptop already. Nothing was changed. "
                "Use another data folder (GRIDAPP_HOME) for another person."
            )
        )


def _finished(custody: Custody, *, demo: bool) -> bool:
    """False where a sign-in was cut off: its key and its empty store are taken up again."""
    try:
        key = custody.unlock()
        if json.loads(custody.key_path.read_text(encoding="utf-8"))["demo"] != demo:
            return True  # the key of a demonstration is no secret
    except WrongPassphrase:
        return True
    if not custody.store_path.exists():
        return False
    with (
        contextlib.closing(open_store(custody.store_path, key)) as store,
        store.reading() as connection,
    ):
        begun = bool(migrate.revision_of(connection))
        return begun and settings.read(connection, "me") is not None


def _begin(
    custody: Custody,
    told: Enrolment,
    private: bytes,
    *,
    address: str,
    clock: Callable[[], datetime],
) -> Desk:
    key = custody.unlock() if custody.is_made else custody.make(demo=told.demo)
    store = open_store(custody.store_path, key)
    migrate.upgrade(store, "desk", now=clock())
    me = Me(
        account=told.account,
        person=told.person,
        device_id=told.device_id,
        tag=told.tag,
        private_key=private.hex(),
        hub_id=told.hub_id,
        address=address,
        demo=told.demo,
        salts=told.salts,
        relay_key=told.relay_key,
        fingerprint=told.fingerprint,
        addresses=told.addresses,
    )
    with store.writing() as connection:
        search.rebuild(connection)
        apply(connection, told.first)
        settings.keep(connection, me=asdict(me), synced_at=told.first.hub_at)
    return Desk(store, me, clock)
