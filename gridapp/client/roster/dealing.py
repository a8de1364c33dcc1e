"""Which grids households can be imported into, and where buildings were dealt before."""

from gridapp.client.desk import Desk, my_grids, my_places
from gridapp.domain.records.places import Building, Compound, Grid
from gridapp.store import rows


def grids_offered(desk: Desk) -> dict[str, str]:
    """The grids of this person and those below their posts: the name of each by its code."""
    with desk.store.reading() as connection:
        named = {grid.code: grid.name or grid.code for grid in rows.where(connection, Grid)}
        mine, above = my_grids(connection, desk), tuple(my_places(connection, desk))
    below = [code for code in named if above and code.startswith(above)]
    return {code: named.get(code, code) for code in sorted({*mine, *below})}


def known_dealing(desk: Desk) -> dict[str, str]:
    """The grid of every building this laptop knows, as a Dealing names them ("榆晴小区/7甲")."""
    with desk.store.reading() as connection:
        compounds = {each.id: each for each in rows.where(connection, Compound)}
        buildings = rows.where(connection, Building)
    known = ((compounds.get(each.compound_id), each.no) for each in buildings)
    return {f"{at.name}/{no}": at.grid for at, no in known if at is not None}
