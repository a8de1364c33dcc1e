"""What an import writes: what is new, what fills a blank, where roster and laptop differ."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gridapp.client.roster.planning import Plan
from gridapp.domain.merge import BOOKKEEPING, blank
from gridapp.domain.records.header import Record
from gridapp.domain.records.people import Household, Resident
from gridapp.store import edits, outbox, rows, search
from gridapp.store.engine import Transaction
from gridapp.store.imports import Changed


class Compared(NamedTuple):
    """A record the laptop knows: the blanks the roster fills, and what it says otherwise."""

    before: Record
    told: Record
    fills: Mapping[str, Any]
    others: Mapping[str, Any]


class Outcome:
    """What is new, what fills a blank, and where roster and laptop differ."""

    def __init__(self) -> None:
        self._added: list[list[Record]] = []
        self._revived: list[tuple[Record, Record]] = []
        self._edited: list[tuple[Record, Record]] = []
        self.compared: list[Compared] = []
        self.new: Counter[str] = Counter()
        self.filled: Counter[str] = Counter()
        self.differing: Counter[str] = Counter()

    def judge(self, connection: Transaction, planned: Plan, *, overwrite: bool) -> None:
        """Compare what the roster tells with what this laptop holds."""
        for group in planned.groups():
            if not group:
                continue
            kind = type(next(iter(group.values())))
            held = rows.by_id(connection, kind, group) if rows.has(connection, kind) else {}
            self._added.append([entry for this, entry in group.items() if this not in held])
            self.new[kind.kind.name] += len(self._added[-1])
            for this, before in held.items():
                if before.deleted:
                    self._revive(before, group[this])
                else:
                    self._compare(before, group[this], overwrite=overwrite)

    def _revive(self, before: Record, told: Record) -> None:
        """What was taken away and is listed again is new again."""
        self.new[told.kind.name] += 1
        self._revived.append((before, _changed(before, told, {"deleted": False, **_said(told)})))

    def _compare(self, before: Record, told: Record, *, overwrite: bool) -> None:
        kind, said, held = before.kind, _said(told), before.__dict__
        fills = {n: v for n, v in said.items() if held[n] == blank(kind, n)}
        others = {n: v for n, v in said.items() if held[n] != v and n not in fills}
        if not (fills or others):
            return
        self.compared.append(Compared(before, told, fills, others))
        if others:
            self.differing[kind.name] += 1
        changes = {**fills, **others} if overwrite else fills
        if changes:
            self.filled[kind.name] += 1
            self._edited.append((before, _changed(before, told, changes)))

    def write(self, connection: Transaction, wrote: Callable[[], None]) -> None:
        """Write all of it; `wrote` is called between the parts."""
        for group in self._added:
            outbox.add(connection, group)
            wrote()
        edits.edit(connection, (*self._revived, *self._edited))
        search.forget(connection, self._changed_households())

    def new_ids(self, kind: str) -> set[str]:
        """The ids of a kind that are new."""
        return set(self.added().get(kind, ()))

    def added(self) -> dict[str, list[str]]:
        """The ids that are new, by kind."""
        ids: defaultdict[str, list[str]] = defaultdict(list)
        for group in filter(None, self._added):
            ids[group[0].kind.name] += [entry.id for entry in group]
        for _, after in self._revived:
            ids[after.kind.name].append(after.id)
        return dict(ids)

    def changed(self) -> list[Changed]:
        """What became of records that were known."""
        return [
            Changed(after.kind.name, after.id, _differing(before, after))
            for before, after in self._edited
        ]

    def _changed_households(self) -> set[str]:
        """Those known before whose words changed; of new ones there are none to forget."""
        added = [entry for group in self._added for entry in group]
        changed = [after for _, after in self._edited]
        new = {entry.id for entry in added if isinstance(entry, Household)}
        people = (entry for entry in (*added, *changed) if isinstance(entry, Resident))
        own = {entry.id for entry in changed if isinstance(entry, Household)}
        return own | {entry.household_id for entry in people} - new


def _said(told: Record) -> dict[str, Any]:
    return {
        name: value
        for name, value in told.__dict__.items()
        if name not in BOOKKEEPING and value != blank(told.kind, name)
    }


def _changed(before: Record, told: Record, changes: Mapping[str, Any]) -> Record:
    head: dict[str, Any] = {"written_by": told.written_by, "written_at": told.written_at}
    return replace(before, **changes, **head)


def _differing(before: Record, after: Record) -> dict[str, Sequence[Any]]:
    held, new = before.__dict__, after.__dict__
    return {name: (held[name], new[name]) for name in held if held[name] != new[name]}
