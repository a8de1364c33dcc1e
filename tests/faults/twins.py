"""Broken programs: each makes one mistake that a fault brings to light, to see that it is counted."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import msgspec
import requests

from gridapp.domain.errors import Expected
from gridapp.sync import link
from gridapp.wire.columns import Columns
from gridapp.wire.messages import Answer, Ask, Receipt, Remote

_NUMBER = 1 << 40


@dataclass
class Wrapped:
    """The hub as a laptop calls it."""

    remote: Remote

    def __getattr__(self, name: str) -> Any:
        return getattr(self.remote, name)


@dataclass
class Credulous(Wrapped):
    """A laptop that takes each problem of this kind for the hub's yes."""

    problem: type[Expected]

    def exchange(self, ask: Ask) -> Answer:
        try:
            return self.remote.exchange(ask)
        except self.problem:
            return _yes(ask)


def takes_pages_for_answers(remote: Remote) -> Credulous:
    """200 is 200, whoever said it."""
    return Credulous(remote, link.NotTheHub)


def sent_is_taken(remote: Remote) -> Credulous:
    """What has left is marked as sent, whatever comes back."""
    return Credulous(remote, Expected)


def _yes(ask: Ask) -> Answer:
    numbers = {kind: [_NUMBER] * len(made) for kind, made in ask.made.items()}
    receipts = [Receipt(change.change_id, "stored", _NUMBER) for change in ask.changes]
    return Answer(receipts, {}, ask.cursors, more=False, hub_at=ask.desk_at, numbers=numbers)


@dataclass
class Renaming(Wrapped):
    """A laptop that gives its new records other ids each time it sends them."""

    def exchange(self, ask: Ask) -> Answer:
        made = {kind: _renamed(columns) for kind, columns in ask.made.items()}
        return self.remote.exchange(msgspec.structs.replace(ask, made=made))


def _renamed(columns: Columns) -> Columns:
    values = [
        [uuid4().hex for _ in held] if name == "id" else held
        for name, held in zip(columns.names, columns.values, strict=True)
    ]
    return Columns(columns.names, columns.masks, values)


def check_without_digest(answer: requests.Response, _: bytes, media: str) -> None:
    """The hub's own answer, to whatever it was."""
    if answer.headers.get("Content-Type") != media:
        raise link.changed()
