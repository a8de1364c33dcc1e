"""What an office does on the hub of its own computer, as its page sees it: shapes and promises."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from gridapp.domain.codes import code_list

READ_ALOUD = 4  # words: one hub in a million


@dataclass(frozen=True)
class Copy:
    """One copy of the hub's records; `made_at` is UTC text, `size` bytes."""

    file: Path
    made_at: str
    size: int


@dataclass(frozen=True)
class HubState:
    """How the hub of this computer is; figures and words are blank while it is `locked`.

    `cut_off` is True where it ended without being told to, as at a power cut. `sign` are codes of
    the list read_aloud: two people who hear the same words speak of the same hub. `fingerprint` is
    of its certificate (see domain.fingerprints), "" where laptops cannot reach it.
    """

    begun: bool
    locked: bool = False
    demo: bool = False
    runs: bool = False
    cut_off: bool = False
    address: str = ""
    starts_with_pc: bool = False
    fingerprint: str = ""
    sign: tuple[str, ...] = ()
    accounts: int = 0
    laptops: int = 0
    grids: int = 0
    buildings: int = 0
    newest_copy: Copy | None = None


@dataclass(frozen=True)
class PlaceLine:
    """A place a post can be at: `level` is one of the list division_level, "grid" or "unit"."""

    code: str
    name: str
    level: str


@dataclass(frozen=True)
class PostLine:
    """One post of an account; `role` is of the list post_role."""

    role: str
    place: str
    place_name: str


@dataclass(frozen=True)
class AccountLine:
    """An account as the office lists it; `laptops` counts those not stopped."""

    name: str
    person: str
    posts: tuple[PostLine, ...]
    is_closed: bool
    laptops: int


@dataclass(frozen=True)
class AccountSlip:
    """What a person is handed on paper to sign in with; the password is told this once.

    `digits` say the hub's certificate (see domain.fingerprints), "" where it has none.
    """

    person: str
    account: str
    password: str
    role: str = ""
    place_name: str = ""
    address: str = ""
    digits: str = ""


@dataclass(frozen=True)
class RowRefused:
    """A row of a sheet that was not taken, and why: a marked text and its values."""

    row: int
    text: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Enlisted:
    """What a sheet of accounts came to."""

    slips: tuple[AccountSlip, ...]
    refused: tuple[RowRefused, ...]


@dataclass(frozen=True)
class GridLine:
    """A grid and what the hub holds of it."""

    code: str
    name: str
    community: str
    workers: int
    buildings: int
    houses: int
    households: int


@dataclass(frozen=True)
class BuildingLine:
    """A building of a grid and the doors the hub knows in it."""

    compound: str
    no: str
    houses: int


@dataclass(frozen=True)
class LaptopLine:
    """A registered laptop; `stopped_at` is "" while it may call. Times are UTC text."""

    device_id: str
    tag: str
    label: str
    account: str
    person: str
    enrolled_at: str
    stopped_at: str


@dataclass(frozen=True)
class LaptopSlip:
    """The paper that goes with an enrolment file; `steps` are marked texts."""

    person: str
    account: str
    file: Path
    code: str
    address: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class EnvelopeTaken:
    """An envelope of a laptop that was taken in; `said` is a marked sentence for the clerk."""

    person: str
    tag: str
    number: int
    taken: int
    not_taken: int
    answer: Path
    said: str


class Office(Protocol):
    """The hub of this computer. Every refusal is an Expected; one action is one transaction."""

    def state(self) -> HubState:
        """How the hub is, without changing anything."""

    def unlock(self, passphrase: str) -> None:
        """Open the records with the unlock password; raises WrongPassphrase."""

    def begin(self, *, code: str, names: Sequence[str], passphrase: str = "") -> None:
        """Begin a hub for the division `code`; `names` lead to it from the province down."""

    def read_divisions(self, file: Path) -> int:
        """Add or rename divisions from a file; how many."""

    def start(self) -> str:
        """Start the hub beside this program; its address."""

    def stop(self) -> None:
        """End the hub, whoever started it."""

    def start_with_pc(self, *, on: bool) -> None:
        """Whether the hub starts when somebody signs in to this computer."""

    def places(self) -> tuple[PlaceLine, ...]:
        """Where posts can be, from the top down."""

    def accounts(self) -> tuple[AccountLine, ...]:
        """Everybody who has an account, by name."""

    def add_account(
        self, *, name: str, person: str, role: str, place: str, password: str = ""
    ) -> AccountSlip:
        """Make an account with its post; role and place by code or by name."""

    def add_accounts(self, sheet: Path) -> Enlisted:
        """Make the accounts of a sheet; bad rows come back with the reason."""

    def new_password(self, account: str, password: str = "") -> AccountSlip:
        """Give an account another password, a made-up one where none is given."""

    def close_account(self, account: str) -> None:
        """Let an account and its laptops in no more."""

    def reopen_account(self, account: str) -> None:
        """Let an account and its laptops in again."""

    def grids(self) -> tuple[GridLine, ...]:
        """Every grid, by code."""

    def add_grid(self, *, community: str, name: str) -> str:
        """Add a grid to a community of 12 digits; the code it got."""

    def rename_grid(self, code: str, name: str) -> None:
        """Give a grid another name."""

    def buildings(self, grid: str) -> tuple[BuildingLine, ...]:
        """The buildings of a grid, in walking order."""

    def laptops(self) -> tuple[LaptopLine, ...]:
        """Every laptop ever registered, the newest first."""

    def stop_laptop(self, device_id: str) -> None:
        """Let a laptop in no more; what it holds stays on it."""

    def laptop_file(self, account: str, folder: Path) -> LaptopSlip:
        """Write an enrolment file into `folder` for a laptop that never met the hub."""

    def take_envelope(self, file: Path) -> EnvelopeTaken:
        """Take in what came on a stick and write the answer beside it."""

    def make_copy(self, folder: Path | None = None) -> Copy:
        """Copy the records now, to `folder` or to where the last copy went."""

    def copies(self) -> tuple[Copy, ...]:
        """The copies where the last one went, the newest first."""

    def close(self) -> None:
        """Give the records back; the hub goes on running."""


def sign_of(hub_id: str) -> tuple[str, ...]:
    """The few words (codes of the list read_aloud) by which people tell one hub from another."""
    words = list(code_list("read_aloud").codes)
    digest = hashlib.sha256(hub_id.encode()).digest()
    return tuple(words[byte % len(words)] for byte in digest[:READ_ALOUD])
