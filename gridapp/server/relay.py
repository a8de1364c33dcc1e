"""Envelopes that laptops send by stick or mail: opened, taken in, and answered in another one."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from gridapp.domain.errors import Expected
from gridapp.domain.times import moment
from gridapp.domain.words import N_
from gridapp.files import envelope
from gridapp.files.envelope import Envelope, Head
from gridapp.server import accounts, relay_key
from gridapp.server.accounts import Device
from gridapp.server.hub import Hub
from gridapp.store import settings
from gridapp.store.engine import full
from gridapp.wire import codec, parcels, sealed
from gridapp.wire.messages import Answer, Ask, Cursor

KEPT = "envelopes"  # the folder beside the hub's store
_MOST_PAGES = 50
_REMEMBERED = 200  # envelopes of each laptop


class NotForThisHub(Expected):
    """The envelope is another hub's, or no laptop of this hub made it."""


class Stopped(Expected):
    """The office has stopped the laptop; its envelope is kept unopened."""


class Relayed(NamedTuple):
    """Whose envelope it was, the hub's verdicts, where the answer is, and a marked sentence."""

    account: str
    laptop: str
    number: int
    part: int
    parts: int
    verdicts: dict[str, int]
    answer: Path
    said: str

    @property
    def not_taken(self) -> int:
        """How many changes the hub did not take."""
        return self.verdicts.get("refused", 0) + self.verdicts.get("set_aside", 0)


def relay(hub: Hub, file: Path, out: Path | None = None) -> Relayed:
    """Take in an envelope and write its answer to `out`, a file or folder, else beside it.

    The same envelope again is answered the same and changes nothing, in whatever order several
    come. Raises NotForThisHub, Stopped, envelope.NotAnEnvelope, NotWhole or NotWritten.
    """
    came = envelope.read(file)
    device, reader = _sender(hub, came, file)
    with hub.store.writing() as connection:
        private = relay_key.private(connection)
    asked, ask = _opened(came, private, file)
    pages = _pages(hub, device, ask)
    said = _noted(hub, came)
    told = out or file.parent
    if told.is_dir():
        told /= f"{file.name}.answer"
    head = replace(came.head, way=envelope.TO_LAPTOP, made_at=moment(hub.clock()), reader="")
    body = sealed.seal(parcels.answered(asked, pages), reader, head.heading)
    envelope.write(told, head, body, lambda words: sealed.sign(private, words))
    return Relayed(
        account=device.account,
        laptop=device.tag,
        number=head.number,
        part=head.part,
        parts=head.parts,
        verdicts=_verdicts(pages[0]),
        answer=told,
        said=said,
    )


def _pages(hub: Hub, device: Device, ask: Ask) -> list[Answer]:
    """The answer and, as nobody carries a stick for each page, those that follow."""
    side = hub.at(device, by_pages=True)
    pages = [side.exchange(ask)]
    while pages[-1].more and len(pages) < _MOST_PAGES:
        read_to = [Cursor(c.reach, c.epoch, c.rev) for c in pages[-1].cursors]
        pages.append(side.exchange(Ask((), read_to, ask.desk_at)))
    return pages


def _verdicts(answer: Answer) -> dict[str, int]:
    """How often each verdict was given; what got a number needs no receipt."""
    stored = sum(1 for revs in answer.numbers.values() for rev in revs if rev)
    given = Counter(receipt.verdict for receipt in answer.receipts) + Counter(stored=stored)
    return dict(given)


def _sender(hub: Hub, came: Envelope, file: Path) -> tuple[Device, bytes]:
    """The laptop that made the envelope, and the key its answer is to be sealed to."""
    with hub.store.reading() as connection:
        own = settings.read(connection, "hub_id")
        registered = accounts.registered(connection, came.head.laptop)
        device = accounts.device(connection, came.head.laptop)
    _check_addressed(came.head, own, file)
    if registered is None:
        raise NotForThisHub(
            N_(
                "“{file}” is from a laptop this hub does not know. Nothing was changed. Register it first."
            ),
            file=file.name,
        )
    reader = _key(came.head.reader)
    if not reader or not sealed.is_signed(registered.public_key, came.said, came.signature):
        raise envelope.not_whole(file)
    if device is None:
        _keep(hub, registered, came)
        raise Stopped(
            N_(
                "“{file}” is from a laptop ({tag}) that the office has stopped, or whose account "
                "is closed. Nothing was taken from it; a sealed copy is kept with the hub."
            ),
            file=file.name,
            tag=registered.tag,
        )
    return device, reader


def _check_addressed(head: Head, own: str, file: Path) -> None:
    if head.way != envelope.TO_HUB:
        raise NotForThisHub(
            N_(
                "“{file}” is an answer of an office hub, not a laptop's envelope. "
                "Nothing was changed. Take it back to the laptop."
            ),
            file=file.name,
        )
    if head.hub != own:
        raise NotForThisHub(
            N_("“{file}” is for another office hub. Nothing was changed. Take it there."),
            file=file.name,
        )


def _key(told: str) -> bytes:
    """A public key told in hexadecimal; b"" where it is none."""
    try:
        key = bytes.fromhex(told)
    except ValueError:
        return b""
    return key if len(key) == sealed.KEY else b""


def _keep(hub: Hub, device: Device, came: Envelope) -> None:
    """Keep an envelope as it came, for the day the office lets the laptop in again."""
    head, folder = came.head, hub.store.path.with_name(KEPT)
    name = f"{device.tag}-{head.number}-{head.part}-{came.signature[:4].hex()}.envelope"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as problem:
        raise full() from problem
    envelope.put(folder / name, came)


def _opened(came: Envelope, private: bytes, file: Path) -> tuple[bytes, Ask]:
    try:
        asked = sealed.unseal(came.body, private, came.head.heading)
        return asked, codec.decode(asked, Ask)
    except sealed.NotForUs:
        raise NotForThisHub(
            N_(
                "“{file}” was sealed with a key this hub does not have. Nothing was changed. "
                "Ask for the laptop to be registered again."
            ),
            file=file.name,
        ) from None
    except codec.NotOurs:
        raise NotForThisHub(
            N_(
                "What is in “{file}” was written by another version of the program. "
                "Nothing was changed. Bring both computers up to date."
            ),
            file=file.name,
        ) from None


def _noted(hub: Hub, came: Envelope) -> str:
    """Note that this envelope came; what the person is told of its place among the others."""
    head = came.head
    # A laptop that was put back gives a number twice, to envelopes that say something else.
    name, this = f"envelopes {head.laptop}", [head.number, came.signature[:8].hex()]
    with hub.store.writing() as connection:
        before: list[list[Any]] = settings.read(connection, name, [])
        if this not in before:
            settings.keep(connection, **{name: [*before, this][-_REMEMBERED:]})
    if this in before:
        return N_("This envelope had been taken in before. Nothing was taken twice.")
    if any(number > head.number for number, _ in before):
        return N_("A later envelope of this laptop came before this one. Nothing was taken twice.")
    return N_("The envelope was taken in. Take the answer back to the laptop.")
