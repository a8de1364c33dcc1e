"""Custody of the key of a store: in the system's key store, or wrapped by a passphrase.

The hub and every desk need the same custody, so it lives here. The raw key is random, made once,
never written in the clear, and never made anew over a store that is there.
"""

import contextlib
import json
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.store.sealing import seal, unseal

# Demonstration stores open for everybody and say so in their key file.
DEMO_PASSPHRASE = "demo"  # noqa: S105 - it is no secret

_SERVICE = "gridapp"
_DEADLINE = 10.0  # seconds: a locked key store with nobody to ask waits for ever
# By full class name: keyrings.alt and others would keep the key in a plain file without a word.
_ALLOWED = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
    }
)


class NoKey(Expected):
    """The key of an existing store is not to be had."""


class NeedsPassphrase(Expected):
    """There is no trusted key store here and no passphrase was given."""


@dataclass(frozen=True)
class Custody:
    """Where the key of the store in `folder` is kept, and how it is asked for."""

    folder: Path
    store_name: str
    passphrase: str | None = None

    @property
    def store_path(self) -> Path:
        """The database file the key opens."""
        return self.folder / self.store_name

    @property
    def key_path(self) -> Path:
        """The key file: a wrapped key, or a mark that the system's key store has it."""
        return self.store_path.with_suffix(".key.json")

    @property
    def is_made(self) -> bool:
        """True where a key or a store is here already."""
        return self.key_path.exists() or self.store_path.exists()

    @property
    def asks(self) -> bool:
        """True where the key is wrapped by a passphrase that a person has to say."""
        try:
            kept = json.loads(self.key_path.read_text(encoding="utf-8"))
            return kept["how"] == "passphrase" and not kept["demo"]
        except (OSError, ValueError, KeyError, TypeError):
            return False  # `unlock` says what is wrong

    def make(self, *, demo: bool = False) -> bytes:
        """Make the key of a new store; raises NoKey where there is a key or a store already."""
        if self.is_made:
            raise NoKey(
                N_("There are records in {folder} already. Nothing was changed."),
                folder=self.folder.name,
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        key = secrets.token_bytes(32)
        passphrase = DEMO_PASSPHRASE if demo else self.passphrase
        kept = _sealed(key, passphrase) if passphrase else self._put_in_keyring(key)
        _write_whole(self.key_path, kept | {"demo": demo})
        return key

    def unlock(self) -> bytes:
        """The key of the existing store; raises NoKey, WrongPassphrase or NeedsPassphrase."""
        if not self.key_path.exists():
            raise NoKey(
                N_(
                    "The key file {file} is missing, so these records stay closed. "
                    "Put it back from the copy; a new key could not open them."
                ),
                file=self.key_path.name,
            )
        try:
            return self._opened(json.loads(self.key_path.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError) as problem:
            raise NoKey(
                N_(
                    "The key file {file} is damaged, so these records stay closed. "
                    "Put it back from the copy; nothing was changed."
                ),
                file=self.key_path.name,
            ) from problem

    def _opened(self, kept: dict[str, Any]) -> bytes:
        if kept["how"] == "keyring":
            return self._from_keyring(kept["entry"])
        passphrase = DEMO_PASSPHRASE if kept["demo"] else self.passphrase
        if not passphrase:
            raise _no_passphrase()
        return unseal(kept, passphrase)

    def _put_in_keyring(self, key: bytes) -> dict[str, Any]:
        entry = f"{self.store_name} {secrets.token_hex(8)}"

        def put(ring: Any) -> Any:
            ring.set_password(_SERVICE, entry, key.hex())
            return ring.get_password(_SERVICE, entry)

        if _asked(put) != key.hex():
            raise _no_passphrase()
        return {"how": "keyring", "entry": entry}

    def _from_keyring(self, entry: str) -> bytes:
        try:
            kept = _asked(lambda ring: ring.get_password(_SERVICE, entry))
        except NeedsPassphrase:
            raise NoKey(
                N_(
                    "This computer's key store cannot be reached, so these records stay closed. "
                    "Nothing was changed. Sign in to the desktop as usual and try again."
                )
            ) from None
        if not kept:
            raise NoKey(
                N_(
                    "This computer's key store no longer has the key of these records. "
                    "They stay closed and unchanged. Please ask the office."
                )
            )
        return bytes.fromhex(kept)


def has_key_store() -> bool:
    """True where a trusted key store of this computer answers."""
    try:
        return bool(_asked(lambda ring: ring is not None))
    except NeedsPassphrase:
        return False


def _sealed(key: bytes, passphrase: str) -> dict[str, Any]:
    return {"how": "passphrase", **seal(key, passphrase)}


def _no_passphrase() -> NeedsPassphrase:
    return NeedsPassphrase(
        N_(
            "An unlock password is needed on this computer. "
            "Set GRIDAPP_PASSPHRASE, or sign in to a desktop that has a key store."
        )
    )


def _asked(ask: Callable[[Any], Any]) -> Any:
    """What the trusted key store of this computer answers to `ask`, if there is one, in time."""
    # Slow to import, and not needed where a passphrase opens the store.
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    answer: list[Any] = []

    def run() -> None:
        # Looking for a key store may hang as well; one that refuses is one that is not there.
        with contextlib.suppress(KeyringError):
            answer.extend(ask(ring) for ring in _trusted(keyring.get_keyring())[:1])

    # A daemon thread: the program must be able to end while the key store still waits.
    worker = threading.Thread(target=run, daemon=True)  # noqa: TID251
    worker.start()
    worker.join(_DEADLINE)
    if not answer:
        raise _no_passphrase()
    return answer[0]


def _trusted(ring: Any) -> list[Any]:
    listed = [ring, *getattr(ring, "backends", ())]
    return [one for one in listed if f"{type(one).__module__}.{type(one).__qualname__}" in _ALLOWED]


def _write_whole(path: Path, content: dict[str, Any]) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    if os.name == "posix":  # else a power cut could take the name, and with it the only key
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
