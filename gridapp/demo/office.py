"""The demonstration's office: its hub in a folder, as a process of its own while it is open."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from gridapp.client import clock as desk_clock
from gridapp.client.actions import sign_in
from gridapp.client.desk import Desk, custody
from gridapp.demo.community import every
from gridapp.demo.posts import Post, grid_posts, office_posts
from gridapp.demo.profiles import GRID, divisions
from gridapp.domain.scopes import SHARD_LENGTH
from gridapp.server import accounts, admin, clock, serving
from gridapp.server.hub import Hub, closing
from gridapp.server.running import Starter
from gridapp.store.keys import DEMO_PASSPHRASE, Custody

PASSWORD = "demo-only"  # noqa: S105 - everybody may know it


class Office:
    """One hub of demonstration data in `folder`."""

    def __init__(self, folder: Path, profile: str, seed: int) -> None:
        self._folder = folder
        self._profile = profile
        self._seed = seed
        self._codes: dict[str, str] = {}
        self.address = ""
        self.department = ""

    def begin(self) -> None:
        """Make the hub, its places and its people."""
        people: list[Post] = []
        with closing(admin.init(self._custody(), demo=True, clock=clock.now)) as hub:
            admin.tell_divisions(hub, divisions())
            for community in every(self._profile, self._seed):
                admin.add_grid(hub, code=community.grid, name=community.grid_name)
                people += grid_posts(community)
            people += office_posts(self._profile, self._seed)
            self.department = admin.add_unit(
                hub, place=GRID[:SHARD_LENGTH], name="云桥区城市管理局", org_kind="department"
            )
            self._admit(hub, people)

    def _admit(self, hub: Hub, people: list[Post]) -> None:
        kept = accounts.hashed(PASSWORD)  # once: a hundred would take a while
        with hub.store.writing() as connection:
            for post in people:
                accounts.add(connection, post.account, post.person, kept)
                held = {"role": post.role, "place": post.place}
                held["unit_id"] = self.department if post.at_department else ""
                admin.give_post(hub, connection, post.account, **held)

    def laptop_file(self, account: str, file: Path) -> None:
        """Write the enrolment file of a laptop that will never have met the hub."""
        hub = admin.opened(self._custody(), clock=clock.now)
        with closing(hub):
            code = admin.laptop_file(hub, account=account, out=file, address=self.address)
            self._codes[file.name] = code

    def enrolled(self, folder: Path, file: Path) -> Desk:
        """A desk begun from its enrolment file, without a network."""
        kept = custody(folder, DEMO_PASSPHRASE)
        return sign_in.enrol(kept, file, self._codes[file.name], clock=desk_clock.now)

    @contextlib.contextmanager
    def open(self) -> Iterator[str]:
        """The hub as a process of its own; gives its address, the same each time it opens."""
        starter = Starter(self._folder)
        self.address = starter.start(port=int(self.address.rpartition(":")[2] or 0))
        try:
            yield self.address
        finally:
            starter.stop()

    def _custody(self) -> Custody:
        return serving.hub_custody(self._folder, DEMO_PASSPHRASE)
