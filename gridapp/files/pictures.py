"""Pictures as small plain JPEG, read in a child with little time and little memory."""

import json
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from gridapp.domain.errors import Expected
from gridapp.domain.pictures import PREVIEW_SIDE, SIDE
from gridapp.domain.words import N_
from gridapp.files import child

READER = "--read-picture"  # what a bundle is called with to be the reading child
MODULE = "gridapp.files.picture_reader"

REFUSALS = {
    "missing": N_("There is no file “{name}” here any more. Choose the photo again."),
    "folder": N_("“{name}” is a folder. Choose the photos in it."),
    "locked": N_("“{name}” cannot be opened. Close it in other programs and try again."),
    "kind": N_("“{name}” is not a photo. Choose a JPG or PNG file."),
    "heic": N_(
        "“{name}” is a HEIC photo, which this program cannot read. Save it as JPEG and add that."
    ),
    "broken": N_("“{name}” is damaged. Copy the photo from the phone again and add that."),
    "large": N_("“{name}” is larger than {limit} MB. Save the photo smaller and add that."),
    "huge": N_(
        "“{name}” has more than {limit} million points. Save the photo smaller and add that."
    ),
    "memory": N_("“{name}” is too large to be read safely. Save the photo smaller and add that."),
    "slow": N_(
        "“{name}” took longer than {limit} seconds to read. Save the photo smaller and add that."
    ),
}


@dataclass(frozen=True)
class Limits:
    """How much one picture may cost. The sides are the most points of the result, either way."""

    seconds: float = 20.0
    memory: int = 900 << 20  # bytes of address space; POSIX only
    file_bytes: int = 100 << 20
    megapixels: int = 80
    side: int = SIDE
    preview_side: int = PREVIEW_SIDE


class Picture(NamedTuple):
    """A picture as JPEG twice: as it is kept, and small enough to be sent over any line."""

    full: bytes
    preview: bytes


class NotAPicture(Expected):
    """The picture is refused; `reason` is a key of REFUSALS."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(REFUSALS[reason], **values)
        self.reason = reason


_USUAL = Limits()
_PASTED = "photo.jpg"  # what bytes without a file are called


def read_picture(picture: Path | bytes, *, limits: Limits = _USUAL) -> Picture:
    """The picture upright as JPEG of at most 1600 points a side, without what the camera wrote.

    Its preview has at most 320.

    Raises NotAPicture.
    """
    name = _PASTED if isinstance(picture, bytes) else picture.name
    content = picture if isinstance(picture, bytes) else _content(picture, limits)
    if len(content) > limits.file_bytes:
        raise NotAPicture("large", name=name, limit=limits.file_bytes >> 20)
    try:
        told = [json.dumps(asdict(limits))]
        answer = child.said(READER, MODULE, told, seconds=limits.seconds, given=content)
        if not answer.startswith(b"{"):
            return _picture(answer)
        said = json.loads(answer)
        raise NotAPicture(said["refused"], name=name, **said["values"])
    except subprocess.TimeoutExpired as error:
        raise NotAPicture("slow", name=name, limit=round(limits.seconds)) from error
    except subprocess.CalledProcessError as error:
        raise NotAPicture(child.death(error.returncode), name=name) from error
    except (TypeError, KeyError, ValueError) as error:
        raise NotAPicture("broken", name=name) from error


def _picture(answer: bytes) -> Picture:
    """The length of the one in four bytes, the one, and the other."""
    full = 4 + int.from_bytes(answer[:4])
    return Picture(answer[4:full], answer[full:])


def _content(path: Path, limits: Limits) -> bytes:
    if not path.exists():
        raise NotAPicture("missing", name=path.name)
    if path.is_dir():
        raise NotAPicture("folder", name=path.name)
    try:
        with path.open("rb") as file:
            return file.read(limits.file_bytes + 1)
    except OSError as error:
        raise NotAPicture("locked", name=path.name) from error
