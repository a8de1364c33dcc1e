"""The chart's questions: every door of one building with all that is known behind it."""

from gridapp.domain.chart import Building as Line
from gridapp.domain.chart import Told
from gridapp.domain.knocking import Knock
from gridapp.domain.records.issues import Issue
from gridapp.domain.records.people import Resident
from gridapp.domain.records.places import Building, Compound, Unit
from gridapp.domain.records.visits import Appointment
from gridapp.store import charting
from tests.store.made import NOW, SCOPE, add, house, household, step, visit

AT = "2026-11-20T11:00:00.000Z"


def made(kind, record_id, **told):
    """A record of a kind in the grid."""
    return kind(**{"id": record_id, "scope": SCOPE} | told)


def building(record_id="b", **told):
    return made(Building, record_id, **{"compound_id": "c", "no": "5"} | told)


def built(desk):
    """Building 5 with a stair of two doors, one of them without a household."""
    add(desk, made(Compound, "c", grid="990101001001001", name="榆晴小区"))
    add(desk, building())
    add(desk, made(Unit, "u1", building_id="b", no="1"))
    add(
        desk,
        house("house-1", unit_id="u1", floor=1, walk_key="1", usage="10"),
        house("house-2", unit_id="u1", floor=1, walk_key="2", room="102", label="5-1-102"),
    )
    add(desk, household("h1", head="吴桂芳", resident_count=2, care_tags=("E1",)))


def doors(desk, building_id="b"):
    with desk.reading() as connection:
        return charting.doors(connection, building_id, now=NOW)


def buildings(desk):
    with desk.reading() as connection:
        return charting.buildings(connection)


def test_a_door_comes_with_its_place_and_its_household(desk):
    built(desk)
    first, second = doors(desk)
    assert first.site == ("house-1", "u1", "1", "101", 1)
    assert (first.household_id, first.called, first.residents) == ("h1", "吴**", 2)
    assert (second.label, second.household_id) == ("5-1-102", "")


def test_visits_come_oldest_first_without_those_taken_back(desk):
    built(desk)
    add(
        desk,
        visit("v2", outcome="20", visited_at="2026-11-21T11:00:00.000Z"),
        visit("v1", outcome="11", visited_at=AT),
        visit("v3", deleted=True),
    )
    assert doors(desk)[0].knocks == (
        Knock("11", AT),
        Knock("20", "2026-11-21T11:00:00.000Z"),
    )


def test_people_bring_their_care_tags_and_the_greatest_age(desk):
    built(desk)
    add(
        desk,
        made(Resident, "r1", household_id="h1", name="吴桂芳", birth_ym="1944-05"),
        made(Resident, "r2", household_id="h1", name="吴小远", care_tags=("W4",)),
    )
    behind = doors(desk)[0].behind
    assert (behind.tags, behind.oldest) == ({"E1", "W4"}, 82)


def test_appointments_and_where_issues_stand_are_told(desk):
    built(desk)
    here = {"household_id": "h1"}
    add(desk, made(Appointment, "a1", on="2026-11-28", hour=19, written_at=AT, **here))
    add(desk, made(Issue, "i1", short_no="I-1", told_at=AT, category="0201", text="漏水", **here))
    add(desk, step("register"))
    [door, _] = doors(desk)
    assert door.behind.promises == (("2026-11-28", "", 19, AT),)
    assert door.issues == (Told("i1", "0201", "registered", AT),)


def test_who_moved_out_is_not_behind_the_door_any_more(desk):
    built(desk)
    add(desk, household("h2", house_id="house-2", moved_out_on="2026-10-01"))
    assert [door.household_id for door in doors(desk)] == ["h1", ""]


def test_a_form_of_address_that_is_the_whole_name_is_masked(desk):
    built(desk)
    add(desk, household("h2", house_id="house-2", head="钱 远", salutation="钱远"))
    assert doors(desk)[1].called == "钱**"


def test_buildings_come_in_walking_order_with_their_households(desk):
    built(desk)
    add(desk, building("a", no="12", walk_key="9"), building("gone", deleted=True))
    assert buildings(desk) == [Line("b", "榆晴小区", "5", 1), Line("a", "榆晴小区", "12", 0)]


def test_only_the_doors_of_that_building_are_told(desk):
    built(desk)
    add(desk, building("a", no="12"))
    add(desk, house("far", building_id="a"))
    assert [door.site.house_id for door in doors(desk, "a")] == ["far"]
