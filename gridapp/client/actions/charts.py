"""The door chart of one building as it stands now."""

from collections import defaultdict
from collections.abc import Sequence

from gridapp.client.desk import Desk
from gridapp.domain.chart import Chart, Door, chart
from gridapp.domain.errors import Expected
from gridapp.domain.records.people import Household
from gridapp.domain.records.places import Building as Card
from gridapp.domain.records.places import House
from gridapp.domain.walking import Door as Stop
from gridapp.domain.walking import walk
from gridapp.domain.words import N_
from gridapp.store import charting, rows, settings

_LAST = "chart_building"


class NoBuildings(Expected):
    """There is no building on this laptop yet."""


def building_chart(desk: Desk, building_id: str = "") -> Chart:
    """A building's chart, its doors in the order of the visit list; raises NoBuildings.

    Of a building that is not here, the one that was looked at last, or else the first.
    """
    now = desk.clock()
    with desk.store.reading() as connection:
        among = charting.buildings(connection)
        if not among:
            raise NoBuildings(N_("There is no building on this laptop yet. Import your roster."))
        by_id = {each.building_id: each for each in among}
        last = by_id.get(settings.read(connection, _LAST, ""), among[0])
        chosen = by_id.get(building_id, last)
        card = rows.get(connection, Card, chosen.building_id)
        assert card is not None
        doors = charting.doors(connection, chosen.building_id, now=now)
    return chart(chosen, _walked(card, doors), among=among, now=now)


def _walked(card: Card, doors: Sequence[Door]) -> list[Door]:
    behind: dict[str, list[Door]] = defaultdict(list)
    for door in doors:
        behind[door.site.house_id].append(door)
    sites = [found[0].site for found in behind.values()]
    way = walk(
        (Stop(site.house_id, site.unit, site.room, site.floor) for site in sites),
        mode=card.walk_mode,
        is_reversed=card.walk_reversed,
        by_hand=card.walk_order,
    )
    return [door for stop in way for door in behind[stop.house_id]]


def building_of(desk: Desk, household_id: str) -> str:
    """The building a household lives in, "" where it is not on this laptop."""
    with desk.store.reading() as connection:
        household = rows.get(connection, Household, household_id)
        house = rows.get(connection, House, household.house_id) if household else None
    return house.building_id if house else ""


def keep_building(desk: Desk, building_id: str) -> None:
    """Remember the building that is looked at."""
    with desk.store.writing() as connection:
        if settings.read(connection, _LAST, "") != building_id:
            settings.keep(connection, **{_LAST: building_id})
