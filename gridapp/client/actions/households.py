"""Amend what is known of a household and of the people in it; every change can be taken back."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gridapp.client.actions.doors import door_of
from gridapp.client.desk import Desk
from gridapp.domain.dates import read_year_month
from gridapp.domain.errors import Expected
from gridapp.domain.fields import check
from gridapp.domain.merge import BOOKKEEPING
from gridapp.domain.names import name_key
from gridapp.domain.outcomes import is_for_good
from gridapp.domain.phones import all_phones
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.scopes import place_of
from gridapp.domain.words import N_
from gridapp.store import outbox, rows, search
from gridapp.store.engine import Transaction

_MONTHS = re.compile("(1[0-2]|0?[1-9])-(1[0-2]|0?[1-9])")
# What stands between the first month and the last, however it is written.
_UNTIL = re.compile("[-~–—到至 ]+|月(?:份)?[-~–—到至 ]*")
_WHERE_IT_BELONGS = frozenset({"id", "scope", "rev", "deleted", "house_id", "household_id"})


class NoSuchResident(Expected):
    """The person is not on this laptop any more."""


class AlreadyThere(Expected):
    """Somebody of that name is written down in this household."""


class NotMonths(Expected):
    """Two months of the year cannot be read."""


class NotARefusal(Expected):
    """The outcome leaves nobody alone for good."""


class NotToBeChanged(Expected):
    """The field says where a record belongs, not what is known."""


@dataclass(frozen=True)
class Amended:
    """A card before and after; they are one where nothing changed, `before` is None where new."""

    before: Household | Resident | None
    after: Household | Resident


def amend_household(desk: Desk, household_id: str, **changes: Any) -> Amended:
    """Change fields of a household.

    `refusal` "" lets it be visited again, as its people must have asked. Raises NoSuchHousehold,
    NotAPhone, NotMonths, NotARefusal, NotToBeChanged, BadField.
    """
    with desk.store.writing() as connection:
        return _amend(desk, connection, door_of(connection, household_id), read_fields(changes))


def amend_resident(desk: Desk, resident_id: str, **changes: Any) -> Amended:
    """Change fields of a person.

    Raises NoSuchResident, NotAPhone, NotADate, ImpossibleDate, DoubtfulDate, NotToBeChanged, BadField.
    """
    with desk.store.writing() as connection:
        return _amend(desk, connection, _resident(connection, resident_id), read_fields(changes))


def add_resident(desk: Desk, household_id: str, *, name: str, **told: Any) -> Amended:
    """Write down one more person of a household; one who was taken out of it comes back.

    The id follows from household and name, so that an import of the same person finds them.
    Raises NoSuchHousehold, AlreadyThere, and what `amend_resident` raises.
    """
    said = read_fields({"name": name.strip(), **told})
    with desk.store.writing() as connection:
        home = door_of(connection, household_id)
        this = desk.place_id(place_of(home.scope), "resident", home.id, name_key(name))
        held = rows.get(connection, Resident, this)
        if held is not None:
            _check_gone(held)
            return _amend(desk, connection, held, {**said, "deleted": False})
        head = {"id": this, "scope": home.scope, "household_id": home.id}
        made = Resident(**{**head, **said, **desk.head(desk.clock())})
        check(made)
        outbox.add(connection, [made])
        search.renew(connection, [home.id])
    return Amended(None, made)


def remove_resident(desk: Desk, resident_id: str) -> Amended:
    """Take a person out of the household; raises NoSuchResident."""
    with desk.store.writing() as connection:
        return _amend(desk, connection, _resident(connection, resident_id), {"deleted": True})


def take_back(desk: Desk, done: Amended) -> None:
    """Put back what an amendment changed, but for what was written over it since."""
    after, kind = done.after, type(done.after)
    with desk.store.writing() as connection:
        held = rows.get(connection, kind, after.id)
        assert held is not None  # cards stay, deleted or not
        if done.before is None:
            _amend(desk, connection, held, {"deleted": True})
            return
        changed = {n for n in kind.kind.fields if getattr(done.before, n) != getattr(after, n)}
        ours = {n for n in changed - BOOKKEEPING if getattr(held, n) == getattr(after, n)}
        _amend(desk, connection, held, {n: getattr(done.before, n) for n in ours})


def _amend(
    desk: Desk, connection: Transaction, before: Household | Resident, said: Mapping[str, Any]
) -> Amended:
    if all(getattr(before, name) == value for name, value in said.items()):
        return Amended(before, before)
    after = replace(before, **said, **desk.head(desk.clock()))
    check(after)
    outbox.edit(connection, before, after)
    search.renew(connection, [getattr(after, "household_id", after.id)])
    return Amended(before, after)


def _resident(connection: Transaction, resident_id: str) -> Resident:
    held = rows.get(connection, Resident, resident_id)
    if held is None or held.deleted:
        raise NoSuchResident(
            N_("This person is not in the household any more. Nothing was changed. Look again.")
        )
    return held


def _check_gone(held: Resident) -> None:
    if not held.deleted:
        raise AlreadyThere(
            N_("“{name}” is written down in this household already. Open that line instead."),
            name=held.name,
        )


def read_fields(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What a person wrote into fields of a card, read in its many spellings.

    Raises NotToBeChanged and what the reading of a phone, a date or months raises.
    """
    for name in changes:
        if name in _WHERE_IT_BELONGS:
            raise NotToBeChanged(N_("“{field}” cannot be changed here."), field=name)
    return {
        name: _READ[name](value) if name in _READ and value else value
        for name, value in changes.items()
    }


def _months(said: str) -> str:
    tidy = _UNTIL.sub("-", unicodedata.normalize("NFKC", said.strip())).strip("-")
    found = _MONTHS.fullmatch(tidy)
    if not found:
        raise NotMonths(
            N_("“{value}” are not two months. Write the first and the last, as 11-03."), value=said
        )
    first, last = (int(month) for month in found.groups())
    return f"{first:02}-{last:02}"


def _refusal(outcome: str) -> str:
    if not is_for_good(outcome):
        raise NotARefusal(
            N_("“{outcome}” does not ask to be left alone. Record a visit instead."),
            outcome=outcome,
        )
    return outcome


def _phones(said: str) -> str:
    return "、".join(all_phones(said))


# What is read in many spellings; "" is always "not known".
_READ: Mapping[str, Callable[[Any], Any]] = {
    "phone": _phones,
    "birth_ym": read_year_month,
    "seasonal": _months,
    "refusal": _refusal,
}
