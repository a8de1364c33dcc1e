"""Visit lists: made in walking order, printed, handed back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from gridapp.client.desk import Desk
from gridapp.client.list_sheets import in_order, stairs
from gridapp.domain.chart import Building
from gridapp.domain.errors import Expected
from gridapp.domain.fields import check
from gridapp.domain.ids import new_id
from gridapp.domain.list_sheet import ListSheet, care_letters
from gridapp.domain.rates import progress
from gridapp.domain.records.visits import Campaign, PrintLog, VisitList
from gridapp.domain.row_keys import new_row_keys
from gridapp.domain.times import local_day, moment
from gridapp.domain.words import N_
from gridapp.store import listing, outbox, rows, settings
from gridapp.store.engine import Transaction
from gridapp.store.listing import Listed


class NoDoors(Expected):
    """Nothing to knock at."""


class SeveralGrids(Expected):
    """The doors lie in more than one grid, or in two buildings of one number."""


class NoSuchList(Expected):
    """There is no such list on this laptop."""


class NoSuchCampaign(Expected):
    """There is no such campaign on this laptop."""


class CodesTaken(Expected):
    """Short codes of a list that came back are in use on another one."""


class ListPlace(NamedTuple):
    """Where doors of a list are: a building, with how many of them, and a stair, "" for none."""

    building: Building
    unit: str


class OpenList(NamedTuple):
    """A list and how far it has come since it was handed out; open until `returned_at` is told."""

    list_id: str
    short_no: str
    handed_out_at: str
    doors: int
    knocked: int
    met: int
    do_not_knock: int
    copies: int
    places: tuple[ListPlace, ...]
    workers: tuple[str, ...]
    returned_at: str


def make_list(
    desk: Desk,
    *,
    building: str = "",
    unit: str | None = None,
    compound: str = "",
    households: Sequence[str] = (),
    campaign: str = "",
) -> VisitList:
    """A list of the households in a building (its number or id), or of these ids, as they are now.

    The doors lie in one grid. `campaign` is an id or a name. Raises NoDoors, SeveralGrids,
    NoSuchCampaign, BadField.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        found = (
            listing.listed(connection, households)
            if households
            else listing.behind(connection, compound=compound, building=building, unit=unit)
        )
        check_place(found, one_building=not households)
        taken = {key for held in _open(connection) for key in held.row_keys}
        made = VisitList(
            **desk.head(now),
            id=new_id(now),
            scope=found[0].scope,
            short_no=desk.number(connection, "L", now),
            campaign_id=_campaign(connection, campaign),
            workers=(desk.me.person,),
            household_ids=tuple(one.household_id for one in in_order(found)),
            row_keys=new_row_keys(len(found), taken=taken),
            handed_out_at=moment(now),
        )
        check(made)
        outbox.add(connection, [made])
    return made


def check_place(found: Sequence[Listed], *, one_building: bool) -> None:
    """Raise NoDoors where nobody was found, SeveralGrids where they are not in one place."""
    if not found:
        raise NoDoors(N_("There are no doors there. Check the numbers of building and unit."))
    buildings = {one.building_id for one in found}
    if len({one.scope for one in found}) > 1 or (one_building and len(buildings) > 1):
        raise SeveralGrids(
            N_("These doors are not in one place. Name the compound, or make one list for each.")
        )


def _campaign(connection: Transaction, wanted: str) -> str:
    if not wanted:
        return ""
    found = rows.get(connection, Campaign, wanted)
    named = [found] if found else rows.where(connection, Campaign, name=wanted)
    if not named:
        raise NoSuchCampaign(
            N_("There is no campaign “{name}” on this laptop. Send and update, then try again."),
            name=wanted,
        )
    return named[0].id


def _open(connection: Transaction) -> list[VisitList]:
    return rows.where(connection, VisitList, returned_at="")


def list_rows(desk: Desk, list_id: str) -> ListSheet:
    """All that the paper of a list (its id or number) says; raises NoSuchList."""
    now = desk.clock()
    with desk.store.reading() as connection:
        made = _find(connection, list_id)
        campaign = rows.get(connection, Campaign, made.campaign_id)
        return ListSheet(
            short_no=made.short_no,
            campaign=campaign.name if campaign else "",
            workers=made.workers,
            printed_by=desk.me.person,
            printed_at=moment(now),
            as_of=settings.read(connection, "synced_at", ""),
            letters=care_letters(made.id),
            stairs=stairs(connection, made, local_day(now)),
            is_demo=desk.me.demo,
        )


def print_logged(desk: Desk, list_id: str, *, pages: int, purpose: str) -> int:
    """Write down that `pages` pages of a list are printed; the number of this copy, from 1."""
    now = desk.clock()
    with desk.store.writing() as connection:
        made = _find(connection, list_id)
        entry = PrintLog(
            **desk.head(now),
            id=new_id(now),
            scope=made.scope,
            what=made.short_no,
            purpose=purpose,
            pages=pages,
            copy_no=listing.copies(connection, made.id) + 1,
            list_id=made.id,
            printed_at=moment(now),
        )
        check(entry)
        outbox.add(connection, [entry])
    return entry.copy_no or 0


def hand_back(desk: Desk, list_id: str) -> VisitList:
    """Note that all paper of a list has come back; its short codes may be used again."""
    now = desk.clock()
    with desk.store.writing() as connection:
        held = _find(connection, list_id)
        if held.returned_at:
            return held
        back = replace(held, returned_at=moment(now), **desk.head(now))
        outbox.edit(connection, held, back)
    return back


def undo_hand_back(desk: Desk, list_id: str) -> VisitList:
    """Take out again a list that was noted as handed back by mistake; raises CodesTaken."""
    with desk.store.writing() as connection:
        held = _find(connection, list_id)
        taken = {key for other in _open(connection) for key in other.row_keys}
        if held.returned_at and taken.intersection(held.row_keys):
            raise CodesTaken(
                N_("The short codes of this list are in use on another one. Make a new list.")
            )
        out = replace(held, returned_at="", **desk.head(desk.clock()))
        outbox.edit(connection, held, out)
    return out


def my_lists(desk: Desk) -> list[OpenList]:
    """The lists this person has not handed back, newest first."""
    with desk.store.reading() as connection:
        held = [made for made in _open(connection) if desk.me.person in made.workers]
        held.sort(key=lambda made: made.handed_out_at, reverse=True)
        return [_standing(connection, made) for made in held]


def list_standing(desk: Desk, list_id: str) -> OpenList:
    """How far one list (its id or number) has come; raises NoSuchList."""
    with desk.store.reading() as connection:
        return _standing(connection, _find(connection, list_id))


def _standing(connection: Transaction, made: VisitList) -> OpenList:
    knocks = listing.knocks(connection, made.household_ids)
    last = {k.household_id: k.outcome for k in knocks if k.visited_at >= made.handed_out_at}
    come = progress(last.get(this, "") for this in made.household_ids)
    found = {one.household_id: one for one in listing.listed(connection, made.household_ids)}
    listed = [found[this] for this in made.household_ids if this in found]
    return OpenList(
        list_id=made.id,
        short_no=made.short_no,
        handed_out_at=made.handed_out_at,
        doors=len(made.household_ids),
        knocked=come.knocked,
        met=come.met,
        do_not_knock=sum(bool(one.refusal) for one in listed),
        copies=listing.copies(connection, made.id),
        places=_places(listed),
        workers=made.workers,
        returned_at=made.returned_at,
    )


def _places(found: Sequence[Listed]) -> tuple[ListPlace, ...]:
    behind = Counter(one.building_id for one in found)
    places = (
        ListPlace(
            Building(one.building_id, one.compound, one.building, behind[one.building_id]), one.unit
        )
        for one in found
    )
    return tuple(dict.fromkeys(places))


def _find(connection: Transaction, wanted: str) -> VisitList:
    by_id = rows.get(connection, VisitList, wanted)
    numbered = [by_id] if by_id else rows.where(connection, VisitList, short_no=wanted)
    if not numbered:
        raise NoSuchList(
            N_("There is no visit list {number} on this laptop. Check the number on the paper."),
            number=wanted,
        )
    # The number has no year: the newest of that number is meant.
    return max(numbered, key=lambda made: made.handed_out_at)
