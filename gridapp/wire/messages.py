"""What desk and hub say to each other: plain values, checked as they are read."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple, Protocol

import msgspec

from gridapp.domain.hub_numbers import MOST
from gridapp.wire.columns import Columns

PROTOCOL = 1


class Change(msgspec.Struct, frozen=True):
    """One edit: only the fields that changed, and the hub number the edit started from.

    `change_id` is the idempotency key: sent twice, answered the same. `base_rev` 0 is a new record.
    `after` names this desk's own changes of the record that it knew and that number does not cover.
    """

    change_id: str
    kind: str
    id: str
    fields: Mapping[str, Any]
    base_rev: int
    written_at: str
    written_by: str
    after: tuple[str, ...] = ()

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

    def under(self, change_id: str) -> "Receipt":
        """The same for another name of the change."""
        return msgspec.structs.replace(self, change_id=change_id)


class Cursor(msgspec.Struct, frozen=True):
    """How far a desk has read one reach: the hub's epoch and the last number.

    From the hub also how many records the reach holds and their checksum (see hub_numbers.Sum).
    """

    reach: str
    epoch: str
    rev: int
    count: int = 0
    total: int = 0


class Span(msgspec.Struct, frozen=True):
    """What one side holds of a reach with numbers after `after` up to `upto`."""

    reach: str
    after: int
    upto: int
    count: int = 0
    total: int = 0


class Sheet(msgspec.Struct, frozen=True):
    """A sheet of the hub's with its seal (see wire.sheets)."""

    tag: bytes
    body: bytes


class Aside(msgspec.Struct, frozen=True):
    """A change the hub did not take, and what it said, told to a hub that forgot it."""

    change: Change
    verdict: str
    reason: str
    values: Mapping[str, Any]


class Run(msgspec.Struct, frozen=True, array_like=True):
    """Which number a run of numbers of a district followed on, under the hub's seal."""

    shard: str
    run: Annotated[int, msgspec.Meta(ge=0, le=MOST)]
    after: Annotated[int, msgspec.Meta(ge=0, le=MOST)]
    seal: str


class Healing(msgspec.Struct, frozen=True):
    """What a desk tells where the two sides do not hold the same, one step after the other.

    First `spans`, its sums by ranges of numbers; then for the `gaps` that differed `listed`: kind,
    id and rev of what it holds there; then `returned`: records the hub lacks, with the `sheets`
    that prove them, and the `runs` of numbers that say what was known when they were given.
    `aside` is what the hub did not take before.
    """

    spans: tuple[Span, ...] = ()
    gaps: tuple[Span, ...] = ()
    listed: Columns = Columns((), (), ())
    returned: Mapping[str, Columns] = {}
    sheets: tuple[Sheet, ...] = ()
    runs: tuple[Run, ...] = ()
    aside: tuple[Aside, ...] = ()


class Healed(msgspec.Struct, frozen=True):
    """The hub's part: the `gaps` that differ, the ids it `wanted` by kind, and those `unproven`."""

    gaps: tuple[Span, ...] = ()
    wanted: Mapping[str, Sequence[str]] = {}
    unproven: Mapping[str, Sequence[str]] = {}


class Ask(msgspec.Struct, frozen=True):
    """One half of an exchange: what a desk hands in and how far it has read.

    `made` are new records by kind, each a change of its own under its id. `turn` is what the hub
    told last: a laptop that was put back or copied names an older one.
    """

    changes: Sequence[Change]
    cursors: Sequence[Cursor]
    desk_at: str
    made: Mapping[str, Columns] = {}
    healing: Healing | None = None
    turn: str = ""


class Offer(msgspec.Struct, frozen=True):
    """Files to fetch instead of the pages of a reach, each everything of a scope as of a number.

    Once all are applied the reach is read up to `then`; without an epoch more will be offered.
    """

    then: Cursor
    etags: tuple[str, ...]


class SnapshotPiece(msgspec.Struct, frozen=True):
    """A piece of a snapshot, and how many bytes the whole has."""

    body: bytes
    total: int


class Rows(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of a snapshot: records by kind, and the seals of their sheets (see wire.sheets)."""

    rows: Mapping[str, Columns]
    seals: tuple[bytes, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """The other half: receipts, a page of records by kind, and new cursors.

    `numbers` has the number of each record made, in order, 0 where a receipt under its id says
    otherwise. `more` says that another page waits. Cursors name all the desk's reaches; one that
    is missing is lost. `records` are whole records with their hub number. `seals` are the tags of
    the sheets of what was made and told (see wire.sheets). `unsure` are reaches whose cursor says
    nothing to this hub: to be healed. `durable` tells by district up to which number the hub has
    a copy elsewhere. A reach whose cursor has no epoch is to be fetched as `offers` say. `runs`
    are those that began since the cursors.
    """

    receipts: Sequence[Receipt]
    records: Mapping[str, Sequence[Mapping[str, Any]]]
    cursors: Sequence[Cursor]
    more: bool
    hub_at: str
    numbers: Mapping[str, list[int]] = {}
    seals: tuple[bytes, ...] = ()
    unsure: tuple[str, ...] = ()
    durable: Mapping[str, int] = {}
    offers: tuple[Offer, ...] = ()
    healed: Healed | None = None
    turn: str = ""
    is_double: bool = False
    runs: tuple[Run, ...] = ()

    def with_turn(self, turn: str, is_double: bool) -> "Answer":  # noqa: FBT001 - a pair
        """The same, with what the laptop is to name next, and whether it goes about twice."""
        return msgspec.structs.replace(self, turn=turn, is_double=is_double)

    def offering(self, offers: tuple[Offer, ...]) -> "Answer":
        """The same, offering these."""
        return msgspec.structs.replace(self, offers=offers)


class SignIn(msgspec.Struct, frozen=True):
    """A laptop introduces itself: who sits at it, and its own public key (Ed25519, 32 bytes)."""

    account: str
    password: str
    public_key: bytes
    label: str
    demo: bool


class Enrolment(msgspec.Struct, frozen=True):
    """What a laptop needs to know of the hub; the same by network and by enrolment file.

    `relay_key` are the hub's public keys for envelopes, hexadecimal (see server.relay_key).
    `fingerprint` is of the hub's certificate, 64 hexadecimal digits, "" where it has none;
    `addresses` are all it listens at.
    """

    hub_id: str
    address: str
    demo: bool
    device_id: str
    tag: str
    account: str
    person: str
    salts: Mapping[str, str]
    first: Answer
    relay_key: str = ""
    fingerprint: str = ""
    addresses: tuple[str, ...] = ()

    def reached(self, fingerprint: str, addresses: Sequence[str]) -> "Enrolment":
        """The same, telling by which certificate and where the hub is reached."""
        return msgspec.structs.replace(self, fingerprint=fingerprint, addresses=tuple(addresses))


class Problem(msgspec.Struct, frozen=True):
    """Why the hub did not answer: marked English for the person, and what fills it."""

    text: str
    values: Mapping[str, Any]


class Spent(NamedTuple):
    """What the line carried so far: bytes there and back, and the seconds that took."""

    up: int = 0
    down: int = 0
    seconds: float = 0.0

    def plus(self, up: int, down: int, seconds: float = 0.0) -> "Spent":
        """That and so much more."""
        return Spent(self.up + up, self.down + down, self.seconds + seconds)


class Remote(Protocol):
    """The hub as a desk sees it: the HTTP client is one, and the hub itself is one."""

    @property
    def spent(self) -> Spent:
        """What talking has cost; nothing where there is no line between."""
        ...

    def sign_in(self, ask: SignIn) -> Enrolment:
        """Register this laptop; raises NotLetIn."""
        ...

    def exchange(self, ask: Ask) -> Answer:
        """One round trip: hand in changes, read what is new."""
        ...

    def snapshot_piece(self, etag: str, offset: int) -> SnapshotPiece:
        """The snapshot from `offset`, at most one piece; raises SnapshotGone."""
        ...
