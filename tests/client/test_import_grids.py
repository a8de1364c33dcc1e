"""Whose households these are: the worker's only grid, a named one, or one for each building."""

import pytest

from gridapp.client.desk import NotYourGrid
from gridapp.client.roster.planning import Dealing
from gridapp.domain.records.people import Household
from gridapp.domain.records.places import Building, Compound
from tests.client.conftest import FAR_GRID, GRID, NEXT_GRID, dump, held, row

NAMED = "榆晴小区"


def grids(desk):
    """The grid of each building."""
    return {each.no: each.scope for each in held(desk, Building)}


def refused(take, **told):
    """What is said to a person whose import is refused; nothing was imported."""
    before = dump(told["at"])
    with pytest.raises(NotYourGrid) as refusal:
        take(row(), **told)
    assert dump(told["at"]) == before
    return str(refusal.value)


def test_households_belong_to_the_workers_only_grid(take, desk):
    take(row())
    assert [each.scope for each in held(desk, Household)] == [f"{GRID}/place"]
    assert [(each.grid, each.scope) for each in held(desk, Compound)] == [(GRID, f"{GRID}/place")]


def test_worker_with_two_grids_must_say_which(take, town):
    both = town.desk("both")
    said = refused(take, at=both)
    assert GRID in said
    assert NEXT_GRID in said
    take(row(), at=both, dealing=Dealing(grid=NEXT_GRID))
    assert grids(both) == {"5": f"{NEXT_GRID}/place"}


@pytest.mark.parametrize("grid", [NEXT_GRID, FAR_GRID, "990101001001", "9901", "那边"])
def test_grid_of_somebody_else_is_refused_by_name(take, desk, grid):
    said = refused(take, at=desk, dealing=Dealing(grid=grid))
    assert said == f"{grid} is not a grid of yours. Nothing was imported."


def test_one_strange_grid_among_the_buildings_refuses_the_whole_list(take, desk):
    dealing = Dealing(grid=GRID, grids={"5": GRID, "6": NEXT_GRID})
    assert NEXT_GRID in refused(take, at=desk, dealing=dealing)


def test_office_imports_into_the_grids_below_it(take, town):
    office = town.desk("office")
    take(row(), at=office, dealing=Dealing(grid=NEXT_GRID))
    assert grids(office) == {"5": f"{NEXT_GRID}/place"}
    refused(take, at=office)
    refused(take, at=office, dealing=Dealing(grid=FAR_GRID))


@pytest.mark.parametrize("grid", ["990101001001", "990101001001009", "99010100100100"])
def test_office_cannot_import_into_a_grid_that_does_not_exist(take, town, grid):
    assert grid in refused(take, at=town.desk("office"), dealing=Dealing(grid=grid))


def test_buildings_are_dealt_to_grids_one_by_one(take, town):
    both = town.desk("both")
    dealing = Dealing(grids={"5": GRID, "7甲": NEXT_GRID})
    done = take(row(building="5号楼"), row(building="7甲号楼"), at=both, dealing=dealing)
    assert done.problems == ()
    assert grids(both) == {"5": f"{GRID}/place", "7甲": f"{NEXT_GRID}/place"}


def test_building_of_a_named_compound_goes_before_its_number_alone(take, town):
    both = town.desk("both")
    dealing = Dealing(compound=NAMED, grids={"5": GRID, f"{NAMED}/5": NEXT_GRID})
    take(row(), at=both, dealing=dealing)
    assert grids(both) == {"5": f"{NEXT_GRID}/place"}


def test_building_nobody_dealt_goes_to_the_grid_of_all(take, town):
    both = town.desk("both")
    dealing = Dealing(grid=GRID, grids={"6": NEXT_GRID})
    take(row(building="5号楼"), row(building="6号楼"), at=both, dealing=dealing)
    assert grids(both) == {"5": f"{GRID}/place", "6": f"{NEXT_GRID}/place"}


def test_building_of_no_grid_is_left_out_and_asked_for(take, town):
    both = town.desk("both")
    dealing = Dealing(compound=NAMED, grids={"5": GRID})
    done = take(row(building="5号楼"), row(building="6号楼"), at=both, dealing=dealing)
    (problem,) = done.problems
    assert (problem.row, problem.became) == (3, "row left out")
    asked = "Which grid does building 榆晴小区6 belong to? Name it, and import again."
    assert problem.text.format(**problem.values) == asked
    assert grids(both) == {"5": f"{GRID}/place"}
    assert done.households == 1
