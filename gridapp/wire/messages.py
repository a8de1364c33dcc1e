"""What desk and hub say to each other: plain values, checked as they are read."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec

PROTOCOL = 1


class Change(msgspec.Struct, frozen=True):
    """One edit: only the fields that changed, and the hub number the edit started from.

    `change_id` is the idempotency key: sent twice, answered the same. `base_rev` 0 is a new record.
    """

    change_id: str
    kind: str
    id: str
    fields: Mapping[str, Any]
    base_rev: int
    written_at: str
    written_by: str

    def by(self, account: str) -> "Change":
        """The same change as written by `account`."""
        return msgspec.structs.replace(self, written_by=account)

    def held(self) -> "Change":
        """The same change with its lists as tuples, as records hold them; JSON knows only lists."""
        fields = {n: tuple(v) if isinstance(v, list) else v for n, v in self.fields.items()}
        return msgspec.structs.replace(self, fields=fields)


class Receipt(msgspec.Struct, frozen=True):
    """The hub's answer to one change.

    `verdict` is stored, merged, conflict (kept beside the other's value), refused (a command the
    rules did not allow) or set_aside (needs a person). `reason` is marked English for the person,
    `values` fill it.
    """

    change_id: str
    verdict: str
    rev: int
    reason: str = ""
    values: Mapping[str, Any] = {}


class Cursor(msgspec.Struct, frozen=True):
    """How far a desk has read one reach: the hub's epoch and the last number."""

    reach: str
    epoch: str
    rev: int


class Ask(msgspec.Struct, frozen=True):
    """One half of an exchange: what a desk hands in and how far it has read."""

    changes: Sequence[Change]
    cursors: Sequence[Cursor]
    desk_at: str


class Answer(msgspec.Struct, frozen=True):
    """The other half: a receipt for each change, a page of records by kind, and new cursors.

    `more` says that another page waits. Cursors name all the desk's reaches; one that is missing
    is lost. `records` are whole records with their hub number.
    """

    receipts: Sequence[Receipt]
    records: Mapping[str, Sequence[Mapping[str, Any]]]
    cursors: Sequence[Cursor]
    more: bool
    hub_at: str


class SignIn(msgspec.Struct, frozen=True):
    """A laptop introduces itself: who sits at it, and its own public key (Ed25519, 32 bytes)."""

    account: str
    password: str
    public_key: bytes
    label: str
    demo: bool


class Enrolment(msgspec.Struct, frozen=True):
    """What a laptop needs to know of the hub; the same by network and by enrolment file."""

    hub_id: str
    address: str
    demo: bool
    device_id: str
    tag: str
    account: str
    person: str
    salts: Mapping[str, str]
    first: Answer


class Problem(msgspec.Struct, frozen=True):
    """Why the hub did not answer: marked English for the person, and what fills it."""

    text: str
    values: Mapping[str, Any]


class Remote(Protocol):
    """The hub as a desk sees it: the HTTP client is one, and the hub itself is one."""

    def sign_in(self, ask: SignIn) -> Enrolment:
        """Register this laptop; raises NotLetIn."""
        ...

    def exchange(self, ask: Ask) -> Answer:
        """One round trip: hand in changes, read what is new."""
        ...
