"""Who sees and writes what: the one place that says so, for reading and for handing in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from gridapp.domain.fields import Kind, Writing
from gridapp.domain.records.people import Post
from gridapp.domain.scopes import Reach, reach_of
from gridapp.domain.times import local_day
from gridapp.store import rows
from gridapp.store.hub_tables import on_hub


@dataclass(frozen=True)
class Person:
    """Somebody at a device: the posts they hold today and all these reach."""

    account: str
    posts: tuple[Post, ...]
    reaches: tuple[Reach, ...]

    def writes(self, kind: Kind, scope: str) -> bool:
        """True where a record of this kind and scope is theirs to write.

        What is for all comes from the hub alone.
        """
        if kind.writing is Writing.REFERENCE:
            return False
        return any(reach.holds(scope) for reach in self.reaches if reach.audience != "all")

    def roles_at(self, place: str) -> set[str]:
        """The roles this person holds over `place`."""
        return {
            post.role for post in self.posts if not post.unit_id and place.startswith(post.place)
        }


def person_of(connection: Connection, account: str, now: datetime) -> Person:
    """Who this account is today."""
    today = local_day(now)
    table = on_hub("post")
    standing = select(table).where(table.c.account == account, table.c.deleted.is_(False))
    query = standing.order_by(table.c.id)  # the first one says where answers are remembered
    posts = [rows.from_row(Post, row) for row in connection.execute(query).mappings()]
    held = tuple(p for p in posts if p.from_on <= today.isoformat() <= (p.to_on or "9999"))
    return Person(account, held, reach_of(held, today=today))
