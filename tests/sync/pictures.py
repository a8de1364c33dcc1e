"""A hub that is served for real behind the line, laptops with keys of their own, and pictures."""

import contextlib
import random
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any

import uvicorn
from PIL import Image

from gridapp.client.desk import Desk
from gridapp.domain.ids import new_id
from gridapp.domain.records.issues import Issue
from gridapp.domain.records.visits import Photo
from gridapp.domain.scopes import scope
from gridapp.domain.times import moment
from gridapp.server.http.app import app
from gridapp.store import outbox, photos, pictures
from gridapp.store.hub_tables import device as devices
from gridapp.sync.http_pictures import HttpPictures
from gridapp.sync.pictures import send_pictures
from gridapp.wire import signature
from tests.end_to_end.faulty import Line
from tests.server.world import GRID, World

_RANGE = re.compile(rb"content-range: bytes (\d+)-(\d+)/(\d+)", re.IGNORECASE)


@cache
def jpeg(seed, side=700, quality=95, **told):
    """A plain JPEG nobody has another of; 700 points a side are two pieces, 1600 some eleven."""
    noise = Image.frombytes("RGB", (side, side), random.Random(seed).randbytes(side * side * 3))
    out = BytesIO()
    noise.save(out, "JPEG", quality=quality, **told)
    return out.getvalue()


@dataclass
class Place:
    """One hub served behind `line`, and its laptops, each with the way it calls the hub."""

    world: World
    line: Line
    straight: str = ""
    remotes: list[HttpPictures] = field(default_factory=list)

    @contextlib.contextmanager
    def running(self):
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(app(self.world.hub), log_config=None, lifespan="off")
        )
        with ThreadPoolExecutor(1) as pool, self.line.running():
            served = pool.submit(server.run, [listener])
            served.add_done_callback(lambda _: listener.close())
            self.straight = "http://{}:{}".format(*listener.getsockname()[:2])
            self.line.lead_to(self.straight)
            try:
                yield self
            finally:
                server.should_exit = True
                for remote in self.remotes:
                    remote.close()
                served.result()

    def laptop(self, account):
        """A desk whose key the hub knows."""
        desk = self.world.desk(account)
        private = signature.new_key()
        public = {"public_key": signature.public_of(private)}
        with self.world.hub.store.writing() as connection:
            known = devices.update().where(devices.c.device_id == desk.me.device_id)
            connection.execute(known.values(**public))
        return Laptop(self, desk, private)

    def on_hub(self, name):
        """The picture as the hub has it."""
        return photos.read(self.world.hub.store, name)


@dataclass
class Laptop:
    """A desk, and the hub as it calls it."""

    place: Place
    desk: Desk
    private: bytes

    @property
    def store(self):
        return self.desk.store

    def remote(self, address=""):
        made = HttpPictures(
            address or self.place.line.address,
            device_id=self.desk.me.device_id,
            private_key=self.private,
        )
        self.place.remotes.append(made)
        return made

    def issue(self, urgency=""):
        """An issue written here."""
        now = self.desk.clock()
        said: dict[str, Any] = {
            "short_no": "I-1",
            "category": "0204",
            "text": "路灯不亮",
            "told_at": moment(now),
        }
        issue = Issue(
            id=new_id(now), scope=scope(GRID), urgency=urgency, **said, **self.desk.head(now)
        )
        self._add(issue)
        return issue

    def photo(self, full, preview=b"", about=None):
        """A photo of these very bytes, which waits to be sent; its record too."""
        now, about = self.desk.clock(), about or self.issue()
        photo = Photo(
            id=new_id(now),
            scope=scope(GRID),
            about_kind="issue",
            about_id=about.id,
            size=len(full),
            sha256=photos.keep(self.store, full),
            preview=photos.keep(self.store, preview) if preview else "",
            **self.desk.head(now),
        )
        self._add(photo)
        with self.store.writing() as connection:
            pictures.note(connection, photo.sha256, len(full))
            if preview:
                pictures.note(connection, photo.preview, len(preview), is_preview=True)
        return photo

    def _add(self, record):
        with self.store.writing() as connection:
            outbox.add(connection, [record])

    def sync(self):
        """Records alone."""
        self.place.world.sync(self.desk)

    def send(self, remote=None, **limits):
        """Records, then pictures."""
        self.sync()
        return list(send_pictures(self.store, remote or self.remote(), **limits))

    def waiting(self):
        with self.store.reading() as connection:
            return tuple(pictures.waiting(connection))

    def refused(self, name):
        """The reason noted for a picture the hub will not have."""
        with self.store.reading() as connection:
            return pictures.states(connection, [name])[name]


def span(request):
    """The first and last byte a request hands over, and the whole; None where it hands over none."""
    found = _RANGE.search(request.partition(b"\r\n\r\n")[0])
    return tuple(map(int, found.groups())) if found else None


def named(request):
    """Method and picture of a request."""
    method, path, *_ = request.split(b" ", 2)
    return method.decode(), path.decode().rpartition("/")[2]
