"""What is said about a picture, and who is asked."""

from typing import Protocol

import msgspec

from gridapp.wire.messages import Remote


class PictureHeld(msgspec.Struct, frozen=True):
    """How many bytes of a picture the hub has; `stored` once it is whole and what its name says."""

    held: int
    stored: bool


class PicturePiece(msgspec.Struct, frozen=True):
    """A piece of a picture, and how many bytes the whole has."""

    picture: bytes
    total: int


class PictureRemote(Remote, Protocol):
    """The hub that also keeps pictures; all raise PictureNotThere where it knows no such photo."""

    def picture_held(self, name: str) -> PictureHeld:
        """How much of the picture of this name the hub has."""
        ...

    def put_picture_piece(self, name: str, offset: int, total: int, picture: bytes) -> PictureHeld:
        """Hand over a piece; taken only where it begins at what is held, which is told.

        Raises PictureRefused.
        """
        ...

    def get_picture(self, name: str, offset: int) -> PicturePiece:
        """The picture from `offset`, at most one piece."""
        ...
