"""Key stores as computers have them: one that keeps nothing secret, one that hangs, one locked."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as NoRing
from keyring.compat.properties import classproperty
from keyring.errors import KeyringLocked


class PlainRing(KeyringBackend):
    """Writes what it is told into a plain file, as the ones of keyrings.alt do."""

    priority = 1

    def set_password(self, service, username, password):
        kept = {**self._kept(), f"{service}/{username}": password}
        _file().write_text(json.dumps(kept), "utf-8")

    def get_password(self, service, username):
        return self._kept().get(f"{service}/{username}")

    def _kept(self):
        return json.loads(_file().read_text("utf-8")) if _file().exists() else {}


class TrustedRing(PlainRing):
    """Goes by the name of a trusted key store, for the test's computer has none."""


class ForgetfulRing(TrustedRing):
    """Takes a key without a word and does not have it afterwards."""

    def get_password(self, service, username):  # noqa: ARG002
        return None


class HangingRing(TrustedRing):
    """Waits for somebody to unlock it, and nobody is there."""

    def set_password(self, service, username, password):  # noqa: ARG002
        time.sleep(3600)

    def get_password(self, service, username):  # noqa: ARG002
        time.sleep(3600)


class LockedRing(TrustedRing):
    """Says at once that it is locked."""

    def set_password(self, service, username, password):  # noqa: ARG002
        raise KeyringLocked("locked")

    def get_password(self, service, username):  # noqa: ARG002
        raise KeyringLocked("locked")


for _trusted in (TrustedRing, ForgetfulRing, HangingRing, LockedRing):
    _trusted.__module__, _trusted.__qualname__ = "keyring.backends.SecretService", "Keyring"


class Chain(ChainerBackend):
    """Several key stores at once, the plain one first."""

    backends = (PlainRing(), TrustedRing())


def late():
    """Let a key store be found on this computer that hangs when asked whether it is there."""

    class LateRing(PlainRing):
        @classproperty
        def priority(self):
            time.sleep(3600)

    return LateRing


RINGS: dict[str, Callable[[], KeyringBackend]] = {
    "NoRing": NoRing,
    "PlainRing": PlainRing,
    "TrustedRing": TrustedRing,
    "ForgetfulRing": ForgetfulRing,
    "HangingRing": HangingRing,
    "LockedRing": LockedRing,
    "Chain": Chain,
}


def _file():
    return Path(os.environ["RING_FILE"])
