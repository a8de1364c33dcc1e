"""Accounts made by the office, one or a sheet of them: what is wrong with each, and the slips."""

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from gridapp.domain.codes import code_list
from gridapp.domain.errors import Expected
from gridapp.domain.fingerprints import spoken
from gridapp.domain.office import AccountSlip, Enlisted, PlaceLine, RowRefused
from gridapp.domain.words import N_
from gridapp.server import accounts, admin, census
from gridapp.server.hub import Hub

_NAME = re.compile(r"[\w.-]{1,40}")
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none is read as another
_SHORTEST, _MADE_UP = 8, 10
_LONGEST_PERSON = 60


class NotAnAccount(Expected):
    """What was given makes no account."""


@dataclass(frozen=True)
class Wanted:
    """An account as people ask for it: role and place by code or by name; `row` of the sheet."""

    name: str
    person: str
    role: str
    place: str
    password: str = ""
    row: int = 0


@dataclass(frozen=True)
class _Checked:
    """The same with a code for the role, and where the post is."""

    wanted: Wanted
    role: str
    place: PlaceLine


def enlist(hub: Hub, wanted: Sequence[Wanted], *, address: str) -> Enlisted:
    """Make these accounts in one transaction; those that cannot be are refused one by one.

    An account named twice for the same person gets a post from each row.
    """
    passed, refused = _checked(hub, wanted)
    passwords = {each.wanted.name: each.wanted.password or made_up() for each in reversed(passed)}
    kept = {name: accounts.hashed(password) for name, password in passwords.items()}
    slips = []
    with hub.store.writing() as connection:
        for each in passed:
            name = each.wanted.name
            if name in kept:
                accounts.add(connection, name, each.wanted.person, kept.pop(name))
            _give_post(hub, connection, each)
            slip = _slip(each, passwords[name])
            slips.append(replace(slip, address=address, digits=spoken(hub.fingerprint)))
    return Enlisted(tuple(slips), tuple(refused))


def made_up() -> str:
    """A password that can be read from paper and typed."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_MADE_UP))


def _checked(hub: Hub, wanted: Iterable[Wanted]) -> tuple[list[_Checked], list[RowRefused]]:
    passed: list[_Checked] = []
    refused = []
    with hub.store.reading() as connection:
        lines = census.places(connection)
        taken = {line.name: "" for line in census.account_lines(connection)}
    for each in wanted:
        try:
            check_password(each.password, optional=True)
            checked = _check(each, lines, taken)
        except Expected as problem:
            refused.append(RowRefused(each.row, problem.text, problem.values))
            continue
        taken[each.name] = each.person
        passed.append(checked)
    return passed, refused


def _check(wanted: Wanted, lines: Sequence[PlaceLine], taken: dict[str, str]) -> _Checked:
    if not 0 < len(wanted.person) <= _LONGEST_PERSON:
        raise NotAnAccount(N_("The person's name is missing. Write it and try again."))
    if not _NAME.fullmatch(wanted.name):
        raise NotAnAccount(
            N_("“{name}” cannot be an account. Use letters and digits, without spaces."),
            name=wanted.name,
        )
    if taken.get(wanted.name, wanted.person) != wanted.person:
        raise accounts.AccountTaken(
            N_("There is already an account “{name}”. Choose another name."), name=wanted.name
        )
    roles = code_list("post_role")
    role = roles.codes.get(wanted.role) or roles.named(wanted.role)
    if role is None:
        raise NotAnAccount(
            N_("“{role}” is not a role. Write it as in the list, for example {example}."),
            role=wanted.role,
            example=next(iter(roles)).zh,
        )
    at_unit = role.traits["node"] == "org"
    place = census.named_place(lines, wanted.place, unit=at_unit)
    if place is None:
        raise NotAnAccount(
            N_("“{place}” is no place of this hub, or several have that name. Use its number."),
            place=wanted.place,
        )
    return _Checked(wanted, role.code, place)


def check_password(password: str, *, optional: bool = False) -> None:
    """Raise NotAnAccount where a password is too short to keep anybody out."""
    if len(password) < _SHORTEST and (password or not optional):
        raise NotAnAccount(
            N_("The password is too short. It needs at least {count} letters or digits."),
            count=_SHORTEST,
        )


def _give_post(hub: Hub, connection: Connection, each: _Checked) -> None:
    code, name = each.place.code, each.wanted.name
    if each.place.level == census.UNIT:
        district = census.district_of(connection, code)
        admin.give_post(hub, connection, name, role=each.role, place=district, unit_id=code)
    else:
        admin.give_post(hub, connection, name, role=each.role, place=code)


def _slip(each: _Checked, password: str) -> AccountSlip:
    slip = AccountSlip(each.wanted.person, each.wanted.name, password)
    return replace(slip, role=each.role, place_name=each.place.name)
