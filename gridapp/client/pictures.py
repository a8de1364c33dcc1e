"""Pictures before there is a record they are about."""

from pathlib import Path

from gridapp.files.pictures import read_picture


def small_picture(picture: Path | bytes) -> bytes:
    """The picture as it would be kept: upright, small, without where and when it was taken.

    Slow. Raises NotAPicture.
    """
    return read_picture(picture).full
