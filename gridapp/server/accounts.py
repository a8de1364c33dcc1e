"""Accounts and the laptops registered for them."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import ColumnElement, Connection, Select, select

from gridapp.domain.errors import Expected
from gridapp.domain.ids import new_id
from gridapp.domain.times import moment
from gridapp.domain.words import N_
from gridapp.store import dialect
from gridapp.store.hub_tables import account, audit
from gridapp.store.hub_tables import device as devices

_TRIES = 5
_WAIT = timedelta(minutes=15)
_TAG_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_FOR_GOOD = "9"  # later than any time: until the office opens the account again


class NotLetIn(Expected):
    """The hub did not let this person or laptop in."""


class AccountTaken(Expected):
    """There is an account of this name."""


@dataclass(frozen=True)
class Device:
    """A registered laptop. `tag` stands in the numbers it gives, e.g. V-7K3-1122-4."""

    device_id: str
    account: str
    tag: str
    public_key: bytes
    label: str


def hashed(password: str) -> str:
    """What is kept of a password. Slow on purpose: to be made before a transaction begins."""
    return PasswordHasher().hash(password)


def add(connection: Connection, name: str, person: str, kept: str) -> None:
    """Make an account whose password was `hashed` before; raises AccountTaken."""
    row = {"name": name, "person": person, "failures": 0, "closed_until": ""}
    if not dialect.insert_new(connection, account, [row | {"password": kept}]):
        raise AccountTaken(
            N_("There is already an account “{name}”. Choose another name."), name=name
        )


def give_password(connection: Connection, name: str, kept: str) -> None:
    """Replace the password by another one, `hashed` before, and forget wrong tries."""
    person_name(connection, name)
    values = {"password": kept, "failures": 0}
    connection.execute(account.update().where(account.c.name == name), values)


def close(connection: Connection, name: str, now: datetime) -> None:
    """Let an account and its laptops in no more; raises NotLetIn where there is none."""
    _switch(connection, name, _FOR_GOOD, "account closed", now)


def reopen(connection: Connection, name: str, now: datetime) -> None:
    """Let an account in again, also where wrong tries closed it."""
    _switch(connection, name, "", "account opened", now)


def _switch(connection: Connection, name: str, until: str, what: str, now: datetime) -> None:
    person_name(connection, name)
    values = {"closed_until": until, "failures": 0}
    connection.execute(account.update().where(account.c.name == name), values)
    _note_down(connection, now, name, what)


def is_open() -> ColumnElement[bool]:
    """Of the table of accounts: those the office has not closed."""
    return account.c.closed_until != _FOR_GOOD


def check_password(
    connection: Connection, name: str, password: str, now: datetime
) -> NotLetIn | None:
    """What is wrong with this sign-in, or None. Five wrong tries close the account a while."""
    # Two tries at once are two tries.
    tried = select(account).where(account.c.name == name).with_for_update()
    found = connection.execute(tried).first()
    if found is not None and found.closed_until == _FOR_GOOD:
        return NotLetIn(N_("The office has closed this account. Please ask the office."))
    if found is not None and found.closed_until > moment(now):
        return NotLetIn(N_("Too many wrong tries. Please wait 15 minutes and try again."))
    if found is not None and _is_right(found.password, password):
        _note(connection, name, failures=0)
        return None
    if found is not None:
        _note(connection, name, failures=found.failures + 1, now=now)
    return NotLetIn(
        N_(
            "The account or the password is not right. Nothing was sent. "
            "Try again, or ask the office for a new password."
        )
    )


def _is_right(hashed: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(hashed, password)
    except VerificationError:
        return False


def _note(connection: Connection, name: str, *, failures: int, now: datetime | None = None) -> None:
    closed = moment(now + _WAIT) if now and failures >= _TRIES else ""
    values = {"failures": 0 if closed else failures, "closed_until": closed}
    connection.execute(account.update().where(account.c.name == name), values)


def person_name(connection: Connection, name: str) -> str:
    """The name of the person behind an account; raises NotLetIn where there is none."""
    found = connection.execute(select(account.c.person).where(account.c.name == name)).scalar()
    if found is None:
        raise NotLetIn(N_("There is no account “{name}” on this hub."), name=name)
    return str(found)


def enrol(
    connection: Connection, name: str, public_key: bytes, label: str, now: datetime
) -> Device:
    """Register a laptop by its public key."""
    made = Device(new_id(now), name, _tag(), public_key, label)
    rest = {"enrolled_at": moment(now), "stopped_at": ""}
    while not dialect.insert_new(connection, devices, [made.__dict__ | rest]):
        made = replace(made, tag=_tag())
    _note_down(connection, now, name, "laptop registered", made.device_id)
    return made


def _note_down(
    connection: Connection, now: datetime, name: str, what: str, about: str = ""
) -> None:
    line = {"at": moment(now), "account": name, "what": what, "about": about}
    connection.execute(audit.insert(), line)


def take_turn(
    connection: Connection, device_id: str, named: str, now: datetime
) -> tuple[str, bool]:
    """What a laptop is to name next time; and whether it goes about twice, or was put back.

    It may name what it was told last, or, where the answer was lost, what it named then. Who names
    nothing, as every envelope does, is not asked, and what it is to name stays.
    """
    query = select(devices.c.turn, devices.c.turn_before, devices.c.account)
    row = connection.execute(query.where(devices.c.device_id == device_id)).one()
    if row.turn and not named:
        return row.turn, False
    is_double = bool(named) and named not in {row.turn, row.turn_before}
    if is_double:
        _note_down(connection, now, row.account, "laptop put back or copied", device_id)
    following = secrets.token_hex(8)
    told = {"turn": following, "turn_before": named}
    connection.execute(devices.update().where(devices.c.device_id == device_id).values(told))
    return following, is_double


def stop_device(connection: Connection, device_id: str, now: datetime) -> None:
    """Let a laptop in no more; raises NotLetIn where there is none, or it was stopped before."""
    stopped = devices.update().where(devices.c.device_id == device_id, devices.c.stopped_at == "")
    if not connection.execute(stopped.values(stopped_at=moment(now))).rowcount:
        raise NotLetIn(N_("This laptop is not registered, or was stopped before."))
    _note_down(connection, now, account_of(connection, device_id), "laptop stopped", device_id)


def _tag() -> str:
    return "".join(secrets.choice(_TAG_LETTERS) for _ in range(3))


def device(connection: Connection, device_id: str) -> Device | None:
    """The registered laptop of this id, unless it was stopped or its account closed."""
    known = select(devices).join(account, account.c.name == devices.c.account)
    query = known.where(devices.c.device_id == device_id, devices.c.stopped_at == "", is_open())
    return _device(connection, query)


def registered(connection: Connection, device_id: str) -> Device | None:
    """The same, also of a laptop that was stopped or whose account is closed."""
    return _device(connection, select(devices).where(devices.c.device_id == device_id))


def _device(connection: Connection, query: Select[Any]) -> Device | None:
    found = connection.execute(query).mappings().first()
    return Device(**{name: found[name] for name in Device.__annotations__}) if found else None


def account_of(connection: Connection, device_id: str) -> str:
    """Whose laptop this is or was, "" where it is nobody's."""
    query = select(devices.c.account).where(devices.c.device_id == device_id)
    return str(connection.execute(query).scalar() or "")
