"""What the visit form shows of one household, in one read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from gridapp.client.actions.doors import door_of
from gridapp.client.desk import Desk
from gridapp.client.list_sheets import in_order
from gridapp.domain.address import Address, door_words
from gridapp.domain.issue_rules import standing
from gridapp.domain.outcomes import key_of
from gridapp.domain.records.issues import Issue, IssueStep
from gridapp.domain.records.people import Household, Post, Resident
from gridapp.domain.records.places import House
from gridapp.domain.records.visits import Campaign, Visit
from gridapp.domain.scopes import place_of
from gridapp.domain.times import local_day, moment
from gridapp.store import listing, queries, rows
from gridapp.store.engine import Transaction
from gridapp.store.listing import Listed

_STILL_THE_SAME_KNOCK = timedelta(minutes=15)
_REPORTED = "reported"


class Matter(NamedTuple):
    """An issue of the household: where it stands, and the last words said on its way."""

    issue_id: str
    category: str
    state: str
    told_at: str
    said: str
    said_at: str

    @property
    def is_owed(self) -> bool:
        """True where it was reported done and the household has not been told or asked."""
        return self.state == _REPORTED


class Neighbour(NamedTuple):
    """The household behind the door before or after."""

    household_id: str
    room: str


@dataclass(frozen=True)
class HouseholdView:
    """`label` is "3-2-501", `door` the same in words. Visits and matters are newest first.

    `before` and `after` are the doors in walking order, without those that asked to be left
    alone. `colleagues` hold a post in the same grid.
    """

    household: Household
    label: str
    door: str
    usage: str
    building_id: str
    members: tuple[Resident, ...]
    visits: tuple[Visit, ...]
    matters: tuple[Matter, ...]
    before: Neighbour | None
    after: Neighbour | None
    campaign: Campaign | None
    colleagues: tuple[str, ...]

    def standing(self, visit_id: str) -> Visit | None:
        """The visit of this id, or the one that corrects it."""
        return next((v for v in self.visits if visit_id in (v.id, v.replaces)), None)


def household_view(desk: Desk, household_id: str) -> HouseholdView:
    """Everything the visit form shows of a household; raises NoSuchHousehold."""
    today = local_day(desk.clock())
    with desk.store.reading() as connection:
        home = door_of(connection, household_id)
        (here,) = listing.listed(connection, [home.id])
        before, after = _around(connection, here)
        house = rows.get(connection, House, home.house_id)
        assert house is not None  # listed beside its house above
        return HouseholdView(
            household=home,
            label=house.label,
            door=_in_words(here),
            usage=here.usage,
            building_id=here.building_id,
            members=tuple(rows.where(connection, Resident, household_id=home.id)),
            visits=tuple(_visits(connection, home.id)),
            matters=_matters(connection, home.id),
            before=before,
            after=after,
            campaign=_campaign(connection, today),
            colleagues=_colleagues(connection, desk, home, today),
        )


def _in_words(one: Listed) -> str:
    said = door_words(Address("", "", one.building, "", one.room))
    at = said.rindex(one.room)
    unit = f"{one.unit}单元" if one.unit else ""
    return " ".join(part for part in (said[:at], unit, said[at:]) if part)


def _around(connection: Transaction, here: Listed) -> tuple[Neighbour | None, Neighbour | None]:
    found = listing.behind(connection, compound="", building=here.building_id, unit=None)
    if all(one.household_id != here.household_id for one in found):  # moved out
        return None, None
    way = in_order(found)
    at = next(n for n, one in enumerate(way) if one.household_id == here.household_id)
    return _first(way[:at][::-1]), _first(way[at + 1 :])


def _first(way: Sequence[Listed]) -> Neighbour | None:
    open_to_us = (Neighbour(one.household_id, one.room) for one in way if not one.refusal)
    return next(open_to_us, None)


def _visits(connection: Transaction, household_id: str) -> list[Visit]:
    found = rows.where(connection, Visit, household_id=household_id)
    return sorted(found, key=lambda visit: (visit.visited_at, visit.id), reverse=True)


def _matters(connection: Transaction, household_id: str) -> tuple[Matter, ...]:
    told = rows.where(connection, Issue, household_id=household_id)
    newest = sorted(told, key=lambda issue: (issue.told_at, issue.id), reverse=True)
    return tuple(
        _matter(issue, queries.steps(connection, issue_id=issue.id).get(issue.id, []))
        for issue in newest
    )


def _matter(issue: Issue, steps: Sequence[IssueStep]) -> Matter:
    said = [step for step in steps if step.text]
    return Matter(
        issue_id=issue.id,
        category=issue.category,
        state=standing(steps).state,
        told_at=issue.told_at,
        said=said[-1].text if said else "",
        said_at=said[-1].at if said else "",
    )


def _campaign(connection: Transaction, today: date) -> Campaign | None:
    """The campaign under way with something to be told; of several the one that began last."""
    under_way = [
        each
        for each in rows.where(connection, Campaign)
        if each.talking_points and each.begins_on <= today.isoformat() <= (each.ends_on or "9999")
    ]
    return max(under_way, key=lambda each: (each.begins_on, each.id), default=None)


def _colleagues(
    connection: Transaction, desk: Desk, home: Household, today: date
) -> tuple[str, ...]:
    posts = rows.where(connection, Post, place=place_of(home.scope), unit_id="")
    held = [p for p in posts if p.from_on <= today.isoformat() <= (p.to_on or "9999")]
    return tuple(sorted({p.person for p in held} - {desk.me.person}))


def fresh_visit(
    desk: Desk, visits: Sequence[Visit], *, outcome: str = "", seen: str = ""
) -> Visit | None:
    """Which of these visits this person made a moment ago, under the key of `outcome` if told.

    Coming back to the form, or pressing a key twice, is not a second knock. The visit `seen` on
    the form before counts by when it was written, for its hour may have been set back.
    """
    since = moment(desk.clock() - _STILL_THE_SAME_KNOCK)
    fresh = [
        visit
        for visit in visits
        if visit.written_by == desk.me.account
        and visit.written_at >= since
        and (visit.visited_at >= since or visit.id == seen)
        and (not outcome or key_of(visit.outcome) == key_of(outcome))
    ]
    return max(fresh, key=lambda visit: visit.written_at, default=None)
