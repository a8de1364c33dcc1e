"""By stick or mail: what waits goes to the office hub in an envelope, and an answer comes back."""

import contextlib
from pathlib import Path
from typing import NamedTuple

from gridapp.client.actions.send import safety, sending
from gridapp.client.desk import Desk
from gridapp.domain.errors import Expected
from gridapp.domain.times import moment
from gridapp.domain.words import N_
from gridapp.files import envelope
from gridapp.store import settings
from gridapp.sync import relayed
from gridapp.wire import codec, parcels, sealed

LARGEST = 32 * 10**6  # bytes of one file; as much as the hub takes by network
_AROUND = 1000  # bytes of head and seal
_CARRIED = "carried"  # the setting: number and time of the last envelope


class NoSeal(Expected):
    """The hub never told this laptop its keys."""


class NotForThisLaptop(Expected):
    """The answer is not this laptop's, or not from its hub."""


class Written(NamedTuple):
    """The envelopes written, under one number, how many changes they carry, and as of when."""

    files: tuple[Path, ...]
    number: int
    changes: int
    at: str


class TakenIn(NamedTuple):
    """The hub's verdicts on what waited, records read, and a marked sentence for the person."""

    number: int
    verdicts: dict[str, int]
    received: int
    said: str

    @property
    def not_taken(self) -> int:
        """How many changes the hub did not take."""
        return self.verdicts.get("refused", 0) + self.verdicts.get("set_aside", 0)


class Carried(NamedTuple):
    """The last envelope written: its name, and when. What had left by then and waits is in it."""

    name: str
    at: str


def next_name(desk: Desk) -> str:
    """What the next envelope is called, e.g. 7K3-12.envelope for the 12th of the laptop 7K3."""
    with desk.store.reading() as connection:
        return _name(desk, relayed.last_number(connection) + 1)


def carried(desk: Desk) -> Carried | None:
    """The last envelope this laptop wrote, None where it never did."""
    with desk.store.reading() as connection:
        kept = settings.read(connection, _CARRIED)
    return None if kept is None else Carried(Path(_name(desk, kept["number"])).stem, kept["at"])


def write_out(desk: Desk, file: Path, *, largest: int = LARGEST) -> Written:
    """Write all that waits into `file`; beyond `largest` bytes into file-1, file-2 and so on.

    In a folder it names the file itself. Nothing counts as sent until an answer comes, so an envelope may be lost. Raises NoSeal,
    SendingAlready or envelope.NotWritten.
    """
    reader, _ = _hub_keys(desk)
    private, now = bytes.fromhex(desk.me.private_key), desk.clock()
    with sending(desk):
        number, ask = relayed.ask_of(desk.store, now)
        while file.is_dir() and _is_taken(file / _name(desk, number)):
            number, ask = relayed.ask_of(desk.store, now)
        changes = safety(desk).waiting
    bodies = parcels.parted(ask, min(largest, envelope.MOST_BYTES) - _AROUND)
    named = file / _name(desk, number) if file.is_dir() else file
    files = _names(named, len(bodies))
    for part, (path, body) in enumerate(zip(files, bodies, strict=True), 1):
        head = envelope.Head(
            way=envelope.TO_HUB,
            hub=desk.me.hub_id,
            laptop=desk.me.device_id,
            number=number,
            part=part,
            parts=len(bodies),
            made_at=moment(now),
            reader=sealed.reader_key(private).hex(),
        )
        closed = sealed.seal(body, reader, head.heading)
        envelope.write(path, head, closed, lambda said: sealed.sign(private, said))
    with desk.store.writing() as connection:
        settings.keep(connection, **{_CARRIED: {"number": number, "at": moment(now)}})
    return Written(files, number, changes, moment(now))


def take_in(desk: Desk, file: Path) -> TakenIn:
    """Take in the hub's answer to an envelope; twice, late or out of order does no harm.

    Raises NoSeal, NotForThisLaptop, SendingAlready, envelope.NotAnEnvelope or envelope.NotWhole.
    """
    _, signer = _hub_keys(desk)
    came = envelope.read(file)
    _check_addressed(desk, came.head, file)
    if not sealed.is_signed(signer, came.said, came.signature):
        raise envelope.not_whole(file)
    private = bytes.fromhex(desk.me.private_key)
    try:
        body = sealed.unseal(came.body, private, came.head.heading)
        ask, pages = parcels.opened(body)
    except (sealed.NotForUs, codec.NotOurs):
        raise envelope.not_whole(file) from None
    with sending(desk):
        landed = relayed.land(desk.store, ask, pages, desk.clock())
    return TakenIn(came.head.number, dict(landed.verdicts), landed.received, _said(landed))


def _hub_keys(desk: Desk) -> tuple[bytes, bytes]:
    """The hub's keys: one to seal to, one its answers are signed with."""
    with contextlib.suppress(ValueError):
        keys = bytes.fromhex(desk.me.relay_key)
        if len(keys) == 2 * sealed.KEY:
            return keys[: sealed.KEY], keys[sealed.KEY :]
    raise NoSeal(
        N_(
            "This laptop was registered before envelopes were known, so none can be sealed. "
            "Nothing was changed. Ask the office to register it again."
        )
    )


def _name(desk: Desk, number: int) -> str:
    return f"{desk.me.tag}-{number}.envelope"


def _is_taken(named: Path) -> bool:
    """True where this laptop used the name before it was put back: only there may that be now."""
    return any(path.exists() for path in (named, *_names(named, 2)))


def _names(file: Path, count: int) -> tuple[Path, ...]:
    if count == 1:
        return (file,)
    return tuple(file.with_name(f"{file.stem}-{n}{file.suffix}") for n in range(1, count + 1))


def _check_addressed(desk: Desk, head: envelope.Head, file: Path) -> None:
    if head.way != envelope.TO_LAPTOP:
        raise NotForThisLaptop(
            N_(
                "“{file}” is an envelope for the office hub, not its answer. Nothing was changed. "
                "Take it to the office and bring the answer back."
            ),
            file=file.name,
        )
    if head.hub != desk.me.hub_id:
        raise NotForThisLaptop(
            N_("“{file}” is from another office hub. Nothing was changed. Choose another file."),
            file=file.name,
        )
    if head.laptop != desk.me.device_id:
        raise NotForThisLaptop(
            N_("“{file}” is the answer for another laptop. Nothing was changed. Take it there."),
            file=file.name,
        )


def _said(landed: relayed.Landed) -> str:
    if not landed.is_due and not landed.verdicts:
        return N_(
            "This answer is older than what this laptop has read already. Nothing was changed."
        )
    if not landed.is_due:
        return N_(
            "The answer was taken in. What is new at the office comes with the next envelope."
        )
    if landed.differs:
        return N_(
            "The answer was taken in. The office hub and this laptop do not hold the same: "
            "send once by network, then both are compared and made whole."
        )
    if landed.more:
        return N_("The answer was taken in. More waits at the office: make another envelope.")
    if landed.verdicts or landed.received:
        return N_("The answer was taken in.")
    return N_("There is nothing new in this answer. Nothing was changed.")
