"""Pictures of ours and whether the hub has them: what waits, in which order, and what it refused."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, case, func, or_, select

from gridapp.domain.errors import Expected
from gridapp.store import dialect
from gridapp.store.tables import UNSTORED, on_desk, picture

_WAITING, _STORED, _REFUSED = "waiting", "stored", "refused"
_URGENT = {"e": 0, "u": 1}
_LOOKED_AT = 2000  # photos


class ToSend(NamedTuple):
    """A picture the hub is to have; sizes in bytes."""

    sha256: str
    size: int
    held: int


class Waiting(NamedTuple):
    """How many photos the hub does not have whole, and how many bytes are to be sent."""

    photos: int
    bytes: int


class NotTaken(NamedTuple):
    """Why the hub will not take a picture: marked English, and what fills it."""

    reason: str
    values: Mapping[str, Any]


def note(connection: Connection, name: str, size: int, *, is_preview: bool = False) -> None:
    """Note that the hub is to have this picture of `size` bytes, whatever it said of it before."""
    new = {"held": 0, "state": _WAITING, "reason": "", "reason_values": {}}
    row = {"sha256": name, "size": size, "is_preview": is_preview, **new}
    dialect.upsert(connection, picture, [row])


def waiting(connection: Connection) -> Waiting:
    """What the hub has not said it stored, of photos that stand."""
    photo = on_desk("photo").c
    named = select(photo.id).where(_names_it(), photo.deleted.is_(False)).exists()
    query = select(
        picture.c.is_preview, func.count(), func.sum(picture.c.size - picture.c.held)
    ).where(UNSTORED, picture.c.state == _WAITING, named)
    found = connection.execute(query.group_by(picture.c.is_preview)).all()
    # A photo waits as its preview and as itself.
    return Waiting(max((row[1] for row in found), default=0), sum(row[2] for row in found))


def to_send(connection: Connection) -> list[ToSend]:
    """What the hub can take now: previews first, then the newest of the most urgent issues."""
    found = connection.execute(_sendable())
    return list({row[0]: ToSend(*row[:3]) for row in found}.values())


def _sendable() -> Select[Any]:
    photo, issue = on_desk("photo").c, on_desk("issue").c
    urgency = case(_URGENT, value=issue.urgency, else_=len(_URGENT))
    photos = picture.join(on_desk("photo"), _names_it())
    return (
        select(picture.c.sha256, picture.c.size, picture.c.held)
        .select_from(photos.outerjoin(on_desk("issue"), issue.id == photo.about_id))
        .where(UNSTORED, picture.c.state == _WAITING, photo.deleted.is_(False), photo.rev > 0)
        .order_by(picture.c.is_preview.desc(), urgency, photo.id.desc())
    )


def _names_it() -> ColumnElement[bool]:
    photo = on_desk("photo").c
    return or_(photo.sha256 == picture.c.sha256, photo.preview == picture.c.sha256)


def previews(connection: Connection) -> list[str]:
    """The previews of the newest photos that stand, the newest first."""
    photo = on_desk("photo").c
    shown = select(photo.preview).where(photo.deleted.is_(False), photo.preview != "")
    return list(connection.execute(shown.order_by(photo.id.desc()).limit(_LOOKED_AT)).scalars())


def note_held(connection: Connection, name: str, held: int, *, stored: bool = False) -> None:
    """Note how many bytes of a picture the hub has, and whether it said that it stored it."""
    _write(connection, name, held=held, state=_STORED if stored else _WAITING)


def note_refused(connection: Connection, name: str, why: Expected) -> None:
    """Note that the hub will not have this picture, and why."""
    _write(connection, name, state=_REFUSED, reason=why.text, reason_values=dict(why.values))


def _write(connection: Connection, name: str, **values: Any) -> None:
    connection.execute(picture.update().where(picture.c.sha256 == name).values(**values))


def states(connection: Connection, names: Iterable[str]) -> dict[str, NotTaken | None]:
    """Those of these pictures the hub does not have; with the reason where it will not."""
    query = select(picture).where(UNSTORED, picture.c.sha256.in_(dialect.listed(names)))
    return {
        row.sha256: NotTaken(row.reason, row.reason_values) if row.reason else None
        for row in connection.execute(query)
    }


def doubt(connection: Connection) -> None:
    """Ask the hub anew for everything it said it stored: it was put back to an old copy."""
    stored = picture.update().where(picture.c.state == _STORED)
    connection.execute(stored.values(state=_WAITING))


def forget(connection: Connection, names: Iterable[str]) -> None:
    """Wait for these no more."""
    connection.execute(picture.delete().where(picture.c.sha256.in_(dialect.listed(names))))
