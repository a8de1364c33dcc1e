"""What the page of lists shows and keeps: where a list can be made, what is there, what was printed."""

from collections import Counter
from typing import NamedTuple

from gridapp.client.actions.visit_lists import make_list
from gridapp.client.desk import Desk
from gridapp.client.list_sheets import in_order
from gridapp.domain.chart import Building
from gridapp.domain.errors import Expected
from gridapp.domain.records.people import Post
from gridapp.domain.records.places import Unit
from gridapp.domain.records.visits import Campaign, PrintLog, VisitList
from gridapp.domain.times import local_day, read_moment
from gridapp.domain.walk import natural_key
from gridapp.domain.words import N_
from gridapp.store import charting, listing, rows, settings
from gridapp.store.engine import Transaction

_OFFICE = "slip_office"


class NoSuchBuilding(Expected):
    """There is no such building on this laptop."""


class Stair(NamedTuple):
    """A stair entrance (its `no` as people write it) and how many households it has."""

    unit_id: str
    no: str
    households: int


class Print(NamedTuple):
    """One entry of the print log."""

    copy_no: int
    printed_at: str
    person: str
    purpose: str
    pages: int


class SlipOffice(NamedTuple):
    """Where a resident finds us, as the slips say it."""

    phone: str = ""
    hours: str = ""


def buildings(desk: Desk) -> list[Building]:
    """Every building with households on this laptop, in walking order."""
    with desk.store.reading() as connection:
        return [each for each in charting.buildings(connection) if each.households]


def building(desk: Desk, building_id: str) -> Building:
    """The building of this id; raises NoSuchBuilding."""
    with desk.store.reading() as connection:
        for each in charting.buildings(connection):
            if each.building_id == building_id:
                return each
    raise NoSuchBuilding(N_("This building is not on this laptop any more."))


def stairs(desk: Desk, building_id: str) -> list[Stair]:
    """The stair entrances of a building; none where it has but one way in."""
    with desk.store.reading() as connection:
        units = rows.where(connection, Unit, building_id=building_id)
        found = listing.behind(connection, compound="", building=building_id, unit=None)
    behind = Counter(one.unit for one in found)
    units.sort(key=lambda unit: natural_key(unit.no))
    return [Stair(unit.id, unit.no, behind[unit.no]) for unit in units if behind[unit.no]]


def stair_no(desk: Desk, unit_id: str) -> str:
    """How people call a stair entrance, "" for the whole building."""
    with desk.store.reading() as connection:
        return _stair_no(connection, unit_id) or ""


def _stair_no(connection: Transaction, unit_id: str) -> str | None:
    unit = rows.get(connection, Unit, unit_id) if unit_id else None
    return unit.no if unit else None


def list_of_today(desk: Desk, *, building: str, unit: str) -> str:
    """The id of the list of just these doors that I made today and still hold, "" for none.

    `building` and `unit` are ids, `unit` is "" for the whole building.
    """
    today = local_day(desk.clock())
    with desk.store.reading() as connection:
        no = _stair_no(connection, unit)
        found = listing.behind(connection, compound="", building=building, unit=no)
        doors = tuple(one.household_id for one in in_order(found))
        held = rows.where(connection, VisitList, returned_at="")
    fits = [
        made
        for made in held
        if desk.me.person in made.workers
        and made.household_ids == doors
        and local_day(read_moment(made.handed_out_at)) == today
    ]
    return max(fits, key=lambda made: made.handed_out_at).id if fits else ""


def list_for(desk: Desk, *, building: str, unit: str) -> str:
    """The same list, made now where there is none, under the campaign under way.

    Raises NoDoors, SeveralGrids.
    """
    if held := list_of_today(desk, building=building, unit=unit):
        return held
    with desk.store.reading() as connection:
        no, campaign = _stair_no(connection, unit), _under_way(connection, desk)
    return make_list(desk, building=building, unit=no, campaign=campaign.id if campaign else "").id


def campaign_name(desk: Desk, list_id: str = "") -> str:
    """The campaign of a list, or the one a list made now would have; "" for none."""
    with desk.store.reading() as connection:
        made = rows.get(connection, VisitList, list_id) if list_id else None
        if made is not None:
            campaign = rows.get(connection, Campaign, made.campaign_id)
        else:
            campaign = _under_way(connection, desk)
    return campaign.name if campaign else ""


def _under_way(connection: Transaction, desk: Desk) -> Campaign | None:
    today = local_day(desk.clock()).isoformat()
    running = [
        each
        for each in rows.where(connection, Campaign)
        if each.begins_on <= today <= (each.ends_on or "9999")
    ]
    return max(running, key=lambda each: (each.begins_on, each.id), default=None)


def prints(desk: Desk, list_id: str) -> list[Print]:
    """When a list was printed, and by whom, newest first."""
    with desk.store.reading() as connection:
        named = {post.account: post.person for post in rows.where(connection, Post)}
        found = rows.where(connection, PrintLog, list_id=list_id)
    named[desk.me.account] = desk.me.person
    found.sort(key=lambda entry: (entry.printed_at, entry.copy_no or 0), reverse=True)
    return [
        Print(
            copy_no=entry.copy_no or 0,
            printed_at=entry.printed_at,
            person=named.get(entry.written_by, entry.written_by),
            purpose=entry.purpose,
            pages=entry.pages or 0,
        )
        for entry in found
    ]


def untyped_doors(desk: Desk, connection: Transaction) -> int:
    """How many doors of the printed lists in this person's hands have nothing typed in yet."""
    held = [
        made
        for made in rows.where(connection, VisitList, returned_at="")
        if desk.me.person in made.workers and listing.copies(connection, made.id)
    ]
    return sum(
        listing.unvisited(connection, made.household_ids, made.handed_out_at) for made in held
    )


def slip_office(desk: Desk) -> SlipOffice:
    """What the slips of this laptop say of the office."""
    with desk.store.reading() as connection:
        return SlipOffice(**settings.read(connection, _OFFICE, {}))


def keep_slip_office(desk: Desk, *, phone: str, hours: str) -> None:
    """Remember what the slips say of the office."""
    with desk.store.writing() as connection:
        settings.keep(connection, **{_OFFICE: {"phone": phone, "hours": hours}})
