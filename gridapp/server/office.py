"""The office's hub on this computer: what its page asks for (see domain.office), done here."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from gridapp.domain.errors import Expected
from gridapp.domain.fingerprints import spoken
from gridapp.domain.office import (
    AccountLine,
    AccountSlip,
    BuildingLine,
    Copy,
    Enlisted,
    EnvelopeTaken,
    GridLine,
    HubState,
    LaptopLine,
    LaptopSlip,
    PlaceLine,
    sign_of,
)
from gridapp.domain.words import N_
from gridapp.server import (
    accounts,
    accounts_sheet,
    addresses,
    admin,
    autostart,
    census,
    certifying,
    clock,
    copies,
    enlist,
    enrolling,
    relay,
    running,
    serving,
)
from gridapp.server.hub import Hub
from gridapp.store import settings
from gridapp.store.engine import Transaction
from gridapp.store.keys import Custody, NeedsPassphrase
from gridapp.store.sealing import WrongPassphrase

Told = TypeVar("Told")


class NotByItself(Expected):
    """Only a person can open the records of this hub."""


class HubOffice:
    """The hub in `folder`; an Office. `home`, `environment`, `system` are those of this computer.

    The records stay open between two actions, until `close`: opening them takes a while.
    """

    def __init__(  # noqa: PLR0913 - all that is of this computer
        self,
        folder: Path,
        passphrase: str | None = None,
        *,
        now: Callable[[], datetime] = clock.now,
        port: int = running.PORT,
        home: Path | None = None,
        environment: Mapping[str, str] = os.environ,
        system: str = sys.platform,
    ) -> None:
        self._folder = folder
        self._passphrase = passphrase
        self._now = now
        self._port = port
        self._starter = running.Starter(folder)
        self._autostart = partial(
            autostart.entry, system=system, home=home or Path.home(), environment=environment
        )
        self._opened: Hub | None = None

    def state(self) -> HubState:
        """How the hub is, without changing anything."""
        told = running.running(self._folder)
        custody = self._custody()
        known = HubState(
            begun=custody.key_path.exists() and custody.store_path.exists(),
            runs=told.runs,
            cut_off=told.cut_off,
            address=told.address,
            starts_with_pc=self._entry()[0].exists(),
            fingerprint=certifying.fingerprint(self._folder),
        )
        if not known.begun:
            return known
        try:
            hub = self._hub()
        except (NeedsPassphrase, WrongPassphrase):
            return replace(known, locked=True)
        with hub.store.reading() as connection:
            known = census.counted(connection, known)
            sign = sign_of(str(settings.read(connection, "hub_id")))
            demo = bool(settings.read(connection, "demo"))
        return replace(known, demo=demo, sign=sign, newest_copy=next(iter(self.copies()), None))

    def unlock(self, passphrase: str) -> None:
        """Open the records with the unlock password; raises WrongPassphrase."""
        self.close()
        before, self._passphrase = self._passphrase, passphrase
        try:
            self._hub()
        except WrongPassphrase:
            self._passphrase = before
            raise

    def begin(self, *, code: str, names: Sequence[str], passphrase: str = "") -> None:
        """Begin a hub for the division `code`; `names` lead to it from the province down.

        Raises NotTheWay, NoKey where a hub is here already, or NeedsPassphrase where this
        computer keeps no keys.
        """
        divisions = admin.way_to(code, names)
        self._passphrase = passphrase or self._passphrase
        self._opened = admin.init(self._custody(), demo=False, clock=self._now)
        admin.tell_divisions(self._opened, divisions)

    def read_divisions(self, file: Path) -> int:
        """Add or rename divisions from a file; how many. Raises NotADivision."""
        return admin.add_divisions(self._hub(), file)

    def start(self) -> str:
        """Start the hub beside this program; its address. Raises RunsAlready or NotStarted."""
        self._hub()  # whatever keeps the records shut is said here and in better words
        return self._starter.start(self._passphrase, self._port)

    def stop(self) -> None:
        """End the hub, whoever started it; raises NotStopped."""
        self._starter.stop()

    def start_with_pc(self, *, on: bool) -> None:
        """Whether the hub starts when somebody signs in here; raises NotByItself or NotKept."""
        if on:
            self._check_opens_by_itself()
        autostart.switch(*self._entry(), on=on)

    def _entry(self) -> tuple[Path, bytes]:
        return self._autostart(running.serve_command(self._folder, self._port))

    def _check_opens_by_itself(self) -> None:
        try:
            serving.existing(self._folder, None).unlock()
        except NeedsPassphrase:
            raise NotByItself(
                N_(
                    "These records open with an unlock password, which only a person can type. "
                    "Start the hub by hand each day. Nothing was changed."
                )
            ) from None

    def places(self) -> tuple[PlaceLine, ...]:
        """Where posts can be, from the top down."""
        return self._read(census.places)

    def accounts(self) -> tuple[AccountLine, ...]:
        """Everybody who has an account, by name."""
        return self._read(census.account_lines)

    def add_account(
        self, *, name: str, person: str, role: str, place: str, password: str = ""
    ) -> AccountSlip:
        """Make an account with its post; raises NotAnAccount or AccountTaken."""
        wanted = enlist.Wanted(name.strip(), person.strip(), role, place, password)
        done = enlist.enlist(self._hub(), [wanted], address=self._address())
        for refused in done.refused:
            raise enlist.NotAnAccount(refused.text, **refused.values)
        return done.slips[0]

    def add_accounts(self, sheet: Path) -> Enlisted:
        """Make the accounts of a sheet; raises CannotRead or NoHeadings where it is none."""
        wanted = accounts_sheet.read_wanted(sheet)
        return enlist.enlist(self._hub(), wanted, address=self._address())

    def new_password(self, account: str, password: str = "") -> AccountSlip:
        """Give an account another password; raises NotLetIn or NotAnAccount."""
        enlist.check_password(password, optional=True)
        given = password or enlist.made_up()
        kept = accounts.hashed(given)
        with self._hub().store.writing() as connection:
            accounts.give_password(connection, account, kept)
            person = accounts.person_name(connection, account)
        digits = spoken(self._hub().fingerprint)
        return AccountSlip(person, account, given, address=self._address(), digits=digits)

    def close_account(self, account: str) -> None:
        """Let an account and its laptops in no more; raises NotLetIn."""
        with self._hub().store.writing() as connection:
            accounts.close(connection, account, self._now())

    def reopen_account(self, account: str) -> None:
        """Let an account and its laptops in again; raises NotLetIn."""
        with self._hub().store.writing() as connection:
            accounts.reopen(connection, account, self._now())

    def grids(self) -> tuple[GridLine, ...]:
        """Every grid, by code."""
        return self._read(census.grid_lines)

    def add_grid(self, *, community: str, name: str) -> str:
        """Add a grid to a community, under its next number; raises NoSuchPlace or BadField."""
        return admin.new_grid(self._hub(), community=community, name=name.strip())

    def rename_grid(self, code: str, name: str) -> None:
        """Give a grid another name; raises NoSuchPlace or BadField."""
        admin.rename_grid(self._hub(), code=code, name=name.strip())

    def buildings(self, grid: str) -> tuple[BuildingLine, ...]:
        """The buildings of a grid, in walking order."""
        return self._read(lambda connection: census.building_lines(connection, grid))

    def laptops(self) -> tuple[LaptopLine, ...]:
        """Every laptop ever registered, the newest first."""
        return self._read(census.laptop_lines)

    def stop_laptop(self, device_id: str) -> None:
        """Let a laptop in no more; what it holds stays on it. Raises NotLetIn."""
        with self._hub().store.writing() as connection:
            accounts.stop_device(connection, device_id, self._now())

    def laptop_file(self, account: str, folder: Path) -> LaptopSlip:
        """Write an enrolment file into `folder`; raises NotLetIn or NotWritten."""
        called = self._addresses()
        hub = replace(self._hub(), addresses=called)
        return enrolling.enrolment(hub, account=account, folder=folder, address=called[0])

    def take_envelope(self, file: Path) -> EnvelopeTaken:
        """Take in what came on a stick and write the answer beside it; raises as relay.relay."""
        hub = self._hub()
        took = relay.relay(hub, file)
        with hub.store.reading() as connection:
            person = accounts.person_name(connection, took.account)
        return EnvelopeTaken(
            person=person,
            tag=took.laptop,
            number=took.number,
            taken=sum(took.verdicts.values()) - took.not_taken,
            not_taken=took.not_taken,
            answer=took.answer,
            said=took.said,
        )

    def make_copy(self, folder: Path | None = None) -> Copy:
        """Copy the records now, to `folder` or beside them; raises StoreFull."""
        return copies.make(self._hub(), folder)

    def copies(self) -> tuple[Copy, ...]:
        """The copies beside the records and where the last one went, the newest first."""
        return copies.listed(self._hub())

    def close(self) -> None:
        """Give the records back; the hub goes on running."""
        if self._opened is not None:
            self._opened.store.close()
            self._opened = None

    def _custody(self) -> Custody:
        return serving.hub_custody(self._folder, self._passphrase)

    def _hub(self) -> Hub:
        if self._opened is None:
            custody = serving.existing(self._folder, self._passphrase)
            self._opened = admin.opened(custody, clock=self._now)
        return self._opened

    def _read(self, ask: Callable[[Transaction], Told]) -> Told:
        with self._hub().store.reading() as connection:
            return ask(connection)

    def _address(self) -> str:
        return self._addresses()[0]

    def _addresses(self) -> tuple[str, ...]:
        if told := running.running(self._folder).addresses:
            return told
        if certifying.is_there(self._folder):
            return addresses.by_name(self._port)
        return (f"http://127.0.0.1:{self._port}",)
