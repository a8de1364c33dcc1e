"""The demonstration's office: its hub in a folder, as a process of its own while it is open."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from gridapp.client import clock as desk_clock
from gridapp.client.actions import sign_in
from gridapp.client.desk import Desk, custody
from gridapp.demo.community import Community
from gridapp.demo.profiles import divisions
from gridapp.domain.names import surname
from gridapp.server import admin, clock, serving
from gridapp.server.hub import Hub, closing
from gridapp.store.keys import DEMO_PASSPHRASE, Custody

PASSWORD = "demo-only"  # noqa: S105 - everybody may know it
WORKER, SECOND, CENTRE, CLERK = "worker", "second", "centre", "clerk"
_DEADLINE = 30  # seconds for the hub to stop


class Office:
    """One hub of demonstration data in `folder`."""

    def __init__(self, folder: Path, community: Community) -> None:
        self._folder = folder
        self._community = community
        self._codes: dict[str, str] = {}
        self.address = ""
        self.department = ""

    def begin(self) -> None:
        """Make the hub, its places and its people."""
        made = self._community
        hub = admin.init(self._custody(), demo=True, clock=clock.now)
        with closing(hub):
            admin.tell_divisions(hub, divisions())
            admin.add_grid(hub, code=made.grid, name=made.grid_name)
            district = made.grid[:6]
            self.department = admin.add_unit(
                hub, place=district, name="云桥区城市管理局", org_kind="department"
            )
            self._people(hub, district)

    def _people(self, hub: Hub, district: str) -> None:
        worker = self._community.worker
        for account, person, role, place, unit in (
            (WORKER, worker, "grid_worker", self._community.grid, ""),
            (SECOND, f"{surname(worker)}秀兰", "grid_worker", self._community.grid, ""),
            (CENTRE, "赵志远", "district_desk", district, ""),
            (CLERK, "孙建平", "handler", district, self.department),
        ):
            admin.add_account(hub, name=account, person=person, password=PASSWORD)
            admin.add_post(hub, account=account, role=role, place=place, unit_id=unit)

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
        """The hub as a child process; gives its address, the same each time it opens."""
        port = self.address.rpartition(":")[2] or "0"
        command = [*_program(), "serve", "--data", str(self._folder), "--port", port]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            self.address = json.loads(child.stdout.readline())["hub"]
            try:
                yield self.address
            finally:
                child.terminate()
                child.wait(_DEADLINE)

    def _custody(self) -> Custody:
        return serving.hub_custody(self._folder, DEMO_PASSPHRASE)


def _program() -> list[str]:
    """What starts this very program again: a bundle has no interpreter but itself."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable] if frozen else [sys.executable, "-m", "gridapp"]
