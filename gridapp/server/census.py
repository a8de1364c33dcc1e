"""What a hub holds, counted and listed for its office; it reads and changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from gridapp.domain.office import (
    AccountLine,
    BuildingLine,
    GridLine,
    HubState,
    LaptopLine,
    PlaceLine,
    PostLine,
)
from gridapp.domain.scopes import PLACE_LENGTHS, shard_of
from gridapp.server import accounts
from gridapp.store.hub_tables import account, device, on_hub

GRID, UNIT = "grid", "unit"
_GRID_LENGTH = PLACE_LENGTHS[-1]
_COMMUNITY_LENGTH = PLACE_LENGTHS[-2]


def counted(connection: Connection, state: HubState) -> HubState:
    """`state` with how many accounts, laptops, grids and buildings are in use."""
    return replace(
        state,
        accounts=_number(connection, account, accounts.is_open()),
        laptops=_number(connection, device, device.c.stopped_at == ""),
        grids=_number(connection, on_hub("grid"), _stays("grid")),
        buildings=_number(connection, on_hub("building"), _stays("building")),
    )


def places(connection: Connection) -> tuple[PlaceLine, ...]:
    """Divisions from the top down with their grids, and then the departments."""
    found = [
        PlaceLine(row["code"], row["name"], row["level"])
        for row in _rows(connection, "division", "code", "name", "level")
    ]
    found += [
        PlaceLine(row["code"], row["name"], GRID)
        for row in _rows(connection, "grid", "code", "name")
    ]
    units = [
        PlaceLine(row["id"], row["name"], UNIT)
        for row in _rows(connection, "org_unit", "id", "name")
    ]
    return (
        *sorted(found, key=lambda line: line.code),
        *sorted(units, key=lambda line: line.name),
    )


def account_lines(connection: Connection) -> tuple[AccountLine, ...]:
    """Everybody who has an account, by name."""
    posts = _posts(connection)
    laptops = _by(connection, device, device.c.account, device.c.stopped_at == "")
    is_closed = (~accounts.is_open()).label("is_closed")
    query = select(account.c.name, account.c.person, is_closed).order_by(account.c.name)
    return tuple(
        AccountLine(name, person, tuple(posts.get(name, ())), bool(closed), laptops.get(name, 0))
        for name, person, closed in connection.execute(query)
    )


def _posts(connection: Connection) -> dict[str, list[PostLine]]:
    names = {line.code: line.name for line in places(connection)}
    posts: dict[str, list[PostLine]] = {}
    for row in _rows(connection, "post", "account", "role", "place", "unit_id"):
        where = row["unit_id"] or row["place"]
        line = PostLine(row["role"], where, names.get(where, where))
        posts.setdefault(row["account"], []).append(line)
    return posts


def grid_lines(connection: Connection) -> tuple[GridLine, ...]:
    """Every grid by code, with what the hub holds of it."""
    workers = _workers(connection)
    counted = {kind: _in_grids(connection, kind) for kind in ("building", "house", "household")}
    grids = _rows(connection, "grid", "code", "name")
    return tuple(
        GridLine(
            code=row["code"],
            name=row["name"],
            community=row["code"][:_COMMUNITY_LENGTH],
            workers=workers.get(row["code"], 0),
            buildings=counted["building"].get(row["code"], 0),
            houses=counted["house"].get(row["code"], 0),
            households=counted["household"].get(row["code"], 0),
        )
        for row in sorted(grids, key=lambda row: str(row["code"]))
    )


def _workers(connection: Connection) -> Mapping[str, int]:
    """How many people with an open account have a post at each grid."""
    post = on_hub("post")
    query = (
        select(post.c.place, func.count(post.c.account.distinct()))
        .join(account, account.c.name == post.c.account)
        .where(_stays("post"), accounts.is_open(), func.length(post.c.place) == _GRID_LENGTH)
        .group_by(post.c.place)
    )
    return dict(connection.execute(query).all())


def _in_grids(connection: Connection, kind: str) -> Mapping[str, int]:
    table = on_hub(kind)
    lives_there = [table.c.moved_out_on == ""] if kind == "household" else []
    place = func.substr(table.c.scope, 1, _GRID_LENGTH)
    return _by(connection, table, place, _stays(kind), *lives_there)


def building_lines(connection: Connection, grid: str) -> tuple[BuildingLine, ...]:
    """The buildings of a grid in walking order, and how many doors are known in each."""
    building, compound, house = on_hub("building"), on_hub("compound"), on_hub("house")
    doors = _by(connection, house, house.c.building_id, _stays("house"))
    query = (
        select(building.c.id, building.c.no, compound.c.name)
        .outerjoin(compound, compound.c.id == building.c.compound_id)
        .where(_stays("building"), building.c.scope.startswith(f"{grid}/"))
        .order_by(compound.c.name, building.c.walk_key)
    )
    return tuple(
        BuildingLine(name or "", no, doors.get(this, 0))
        for this, no, name in connection.execute(query)
    )


def laptop_lines(connection: Connection) -> tuple[LaptopLine, ...]:
    """Every laptop ever registered, the newest first."""
    names = [name for name in LaptopLine.__annotations__ if name != "person"]
    query = (
        select(*(device.c[name] for name in names), account.c.person)
        .join(account, account.c.name == device.c.account)
        .order_by(device.c.enrolled_at.desc(), device.c.device_id.desc())
    )
    return tuple(LaptopLine(**row) for row in connection.execute(query).mappings())


def named_place(lines: Sequence[PlaceLine], words: str, *, unit: bool) -> PlaceLine | None:
    """The one place people mean by a code or a name; None where there is none or several."""
    meant = [line for line in lines if (line.level == UNIT) == unit]
    same = [line for line in meant if words == line.code] or [
        line for line in meant if words == line.name
    ]
    return same[0] if len(same) == 1 else None


def district_of(connection: Connection, unit_id: str) -> str:
    """The district of a department."""
    unit = on_hub("org_unit")
    query = select(unit.c.scope).where(unit.c.id == unit_id)
    return shard_of(connection.execute(query).scalar_one())


def _rows(connection: Connection, kind: str, *names: str) -> Sequence[Mapping[str, Any]]:
    table = on_hub(kind)
    query = select(*(table.c[name] for name in names)).where(_stays(kind)).order_by(table.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _stays(kind: str) -> ColumnElement[bool]:
    return on_hub(kind).c.deleted.is_(False)


def _number(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return int(
        connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
    )


def _by(
    connection: Connection,
    table: Table,
    key: ColumnElement[Any],
    *conditions: ColumnElement[bool],
) -> Mapping[str, int]:
    query = select(key, func.count()).select_from(table).where(*conditions).group_by(key)
    return dict(connection.execute(query).all())
