"""What the office does on its hub: begin it, and fill in people, places and laptops."""

import csv
import io
import json
import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from gridapp.domain.codes import code_list
from gridapp.domain.errors import Expected
from gridapp.domain.ids import new_id, place_id
from gridapp.domain.records import KINDS
from gridapp.domain.scopes import ALL, PLACE_LENGTHS, SHARD_LENGTH, scope, shard_of
from gridapp.domain.times import moment
from gridapp.domain.words import N_
from gridapp.server import accounts, certifying, exchange, keeping, lineage
from gridapp.server.commands import tell
from gridapp.server.hub import Hub
from gridapp.store.hub import Batch
from gridapp.store.hub_tables import on_hub
from gridapp.store.keys import Custody
from gridapp.store.sealing import seal
from gridapp.wire import codec, signature

STORE = "hub.db"
_GRIDS_PER_COMMUNITY = 1000
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class NotARole(Expected):
    """There is no such post."""


class NotAPlace(Expected):
    """A code of another length than divisions and grids have."""


class NotADivision(Expected):
    """A row of the division file is no division."""


class NotTheWay(Expected):
    """The names do not lead from the province down to the place."""


class NoSuchPlace(Expected):
    """The hub knows no such community or grid."""


def init(custody: Custody, *, demo: bool, clock: Callable[[], datetime], database: str = "") -> Hub:
    """Begin a new hub in the custody's folder, its records there or in a PostgreSQL `database`.

    Raises NoKey or HubThere where there is one already.
    """
    store, key = keeping.begin(custody, database, demo=demo, now=clock())
    # The key of a demonstration is no secret, so neither would that of a certificate be.
    fingerprint = "" if demo else certifying.make(custody.folder, key, clock())
    return Hub(store, clock, fingerprint=fingerprint, lineage=lineage.of(key, custody.folder))


def opened(
    custody: Custody,
    *,
    clock: Callable[[], datetime],
    address: str = "",
    addresses: tuple[str, ...] = (),
    database: str = "",
) -> Hub:
    """The hub in the custody's folder, or whose records are in `database`, of this version."""
    store, key = keeping.opened(custody, database, now=clock())
    here = lineage.of(key, custody.folder)
    with store.writing() as connection:
        lineage.look(connection, here)
    return Hub(store, clock, address, certifying.fingerprint(custody.folder), addresses, here)


def add_account(
    hub: Hub, *, name: str, person: str, password: str, post: Mapping[str, str] | None = None
) -> str:
    """Make a sign-in name and its first `post` (role, place, unit_id), whose id comes back.

    Both or neither; raises AccountTaken or BadField.
    """
    kept = accounts.hashed(password)
    with hub.store.writing() as connection:
        accounts.add(connection, name, person, kept)
        return give_post(hub, connection, name, **post) if post else ""


def add_post(
    hub: Hub, *, account: str, role: str, place: str, unit_id: str = "", from_on: str = ""
) -> str:
    """Give an account a role at a division, a grid or a department; the post's id."""
    with hub.store.writing() as connection:
        post = {"role": role, "place": place, "unit_id": unit_id, "from_on": from_on}
        return give_post(hub, connection, account, **post)


def give_post(hub: Hub, connection: Connection, account: str, **post: str) -> str:
    """The same inside the caller's transaction: role, place, unit_id, from_on."""
    now, place, unit_id = hub.clock(), post["place"], post.get("unit_id", "")
    _check_place(place, PLACE_LENGTHS)
    if post["role"] not in code_list("post_role"):
        raise NotARole(
            N_("“{role}” is not a role. Use one of the list, such as grid_worker."),
            role=post["role"],
        )
    told = {
        "id": new_id(now),
        "scope": scope(place[:SHARD_LENGTH], f"unit:{unit_id}") if unit_id else scope(place),
        "account": account,
        "person": accounts.person_name(connection, account),
        **post,
    }
    _tell(hub, Batch(connection, moment(now), hub.lineage.begun), "post", [told])
    return str(told["id"])


def add_grid(hub: Hub, *, code: str, name: str) -> str:
    """Add or rename a grid; its id comes from its code. Raises NotAPlace."""
    with hub.store.writing() as connection:
        return set_grid(hub, connection, code=code, name=name)


def set_grid(hub: Hub, connection: Connection, *, code: str, name: str) -> str:
    """The same inside the caller's transaction."""
    _check_place(code, PLACE_LENGTHS[-1:])
    told = {"id": _id("grid", code), "scope": scope(code, ALL), "code": code, "name": name}
    _tell(hub, Batch(connection, moment(hub.clock()), hub.lineage.begun), "grid", [told])
    return str(told["id"])


def new_grid(hub: Hub, *, community: str, name: str) -> str:
    """Add a grid under the next number of its community: the code it got.

    Raises NoSuchPlace or BadField.
    """
    with hub.store.writing() as connection:
        known = _codes(connection, "division") | _codes(connection, "grid")
        numbers = (f"{community}{number:03}" for number in range(1, _GRIDS_PER_COMMUNITY))
        code = next((code for code in numbers if code not in known), "")
        if community not in known or len(community) != PLACE_LENGTHS[-2] or not code:
            raise NoSuchPlace(N_("This hub has no such community, or no room for more grids."))
        set_grid(hub, connection, code=code, name=name)
    return code


def rename_grid(hub: Hub, *, code: str, name: str) -> None:
    """Give a grid another name; raises NoSuchPlace or BadField."""
    with hub.store.writing() as connection:
        if code not in _codes(connection, "grid"):
            raise NoSuchPlace(N_("This hub has no grid “{code}”."), code=code)
        set_grid(hub, connection, code=code, name=name)


def _codes(connection: Connection, kind: str) -> set[str]:
    return set(connection.execute(select(on_hub(kind).c.code)).scalars())


def add_unit(hub: Hub, *, place: str, name: str, org_kind: str, head: str = "") -> str:
    """Add a department or another body of a district; its id comes from place and name."""
    told = {
        "id": _id("org_unit", place, name),
        "scope": scope(place[:SHARD_LENGTH], ALL),
        "name": name,
        "org_kind": org_kind,
        "head": head,
    }
    with hub.store.writing() as connection:
        _tell(hub, Batch(connection, moment(hub.clock()), hub.lineage.begun), "org_unit", [told])
    return str(told["id"])


def add_divisions(hub: Hub, path: Path) -> int:
    """Read divisions from a csv with columns code, name, level, parent; how many there were."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")  # as Excel writes csv in China
    return tell_divisions(hub, csv.DictReader(io.StringIO(text, newline="")))


def tell_divisions(hub: Hub, many: Iterable[Mapping[str, str | None]]) -> int:
    """Add or rename divisions given as rows of such a file; raises NotADivision."""
    told = [_division(row, number) for number, row in enumerate(many, 2)]
    with hub.store.writing() as connection:
        _tell(hub, Batch(connection, moment(hub.clock()), hub.lineage.begun), "division", told)
    return len(told)


def way_to(code: str, names: Sequence[str]) -> list[dict[str, str]]:
    """The divisions from the province down to `code`, as rows of such a file; raises NotTheWay."""
    levels = [one for one in code_list("division_level") if int(one.traits["digits"]) <= len(code)]
    codes = [code[: int(level.traits["digits"])] for level in levels]
    is_code = code.isascii() and code.isdigit() and len(code) >= SHARD_LENGTH and codes[-1] == code
    if not is_code or len(names) != len(codes) or not all(map(str.strip, names)):
        raise NotTheWay(
            N_(
                "Give the number of the place (6, 9 or 12 digits) and the name of each level, "
                "from the province down to it."
            )
        )
    above = ["", *codes]
    return [
        {"code": each, "name": name.strip(), "level": level.code, "parent": parent}
        for each, name, level, parent in zip(codes, names, levels, above, strict=False)
    ]


def _division(row: Mapping[str, str | None], number: int) -> dict[str, Any]:
    wanted = {name: (row.get(name) or "").strip() for name in ("code", "name", "level", "parent")}
    if not wanted["code"].isdigit() or not wanted["name"]:
        raise NotADivision(
            N_("Row {row} of the division file has no code or no name. Nothing was read."),
            row=number,
        )
    code = wanted["code"]
    return {"id": _id("division", code), "scope": scope(code, ALL), **wanted}


def _check_place(code: str, lengths: Sequence[int]) -> None:
    if not (code.isascii() and code.isdigit() and len(code) in lengths):
        raise NotAPlace(
            N_("“{code}” is not the number of a place. It has {digits} digits."),
            code=code,
            digits=", ".join(map(str, lengths)),
        )


def _id(kind: str, *parts: str) -> str:
    # Public places: their ids need no salt, and every hub names them alike.
    return place_id(str(uuid.NAMESPACE_OID), kind, *parts)


def _tell(hub: Hub, batch: Batch, kind: str, many: Iterable[Mapping[str, Any]]) -> None:
    listed = [{"written_at": moment(hub.clock()), **told} for told in many]
    for shard in sorted({shard_of(told["scope"]) for told in listed}):
        batch.log.last(shard)  # its lock, before anything is read: nobody writes in between
    batch.load(kind, [told["id"] for told in listed])
    for told in listed:
        for name in set(told) & set(KINDS[kind].fields):
            KINDS[kind].check(name, told[name])
        held = batch.find(kind, told["id"])
        if held is None or any(held.values[n] != v for n, v in told.items() if n != "written_at"):
            tell(batch, kind, told)
    batch.commit()


def laptop_file(hub: Hub, *, account: str, out: Path, address: str) -> str:
    """Write an enrolment file for a laptop that never met this hub; the code that opens it.

    The file holds the laptop's own key, so it is sealed and the code travels another way.
    """
    now = hub.clock()
    private = signature.new_key()
    with hub.store.writing() as connection:
        accounts.person_name(connection, account)
        device = accounts.enrol(connection, account, signature.public_of(private), out.name, now)
        enrolment = exchange.enrolment(connection, device, address, now, hub.lineage, by_pages=True)
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(12))
    told = enrolment.reached(hub.fingerprint, hub.addresses)
    sealed = seal(private + codec.encode(told), code)
    out.write_text(json.dumps({"gridapp": "laptop", **sealed}), encoding="utf-8")
    return code
