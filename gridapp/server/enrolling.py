"""Enrolment files: a laptop registered on a stick, and the paper that goes with it."""

from itertools import chain, count
from pathlib import Path

from gridapp.domain.errors import Expected
from gridapp.domain.office import LaptopSlip
from gridapp.domain.words import N_
from gridapp.server import accounts, admin
from gridapp.server.hub import Hub

_STEPS = (
    N_("Take the file to the laptop on a stick. Send the code another way, not on the stick."),
    N_("Start the program there and choose “Register this laptop”."),
    N_("Choose the file and type the code. Small or capital letters make no difference."),
    N_("Then delete the file from the stick. It opens one laptop only."),
)
_GROUP = 4  # letters: a code is read in groups


class NotWritten(Expected):
    """The folder takes no file."""


def enrolment(hub: Hub, *, account: str, folder: Path, address: str) -> LaptopSlip:
    """Write an enrolment file into `folder`; raises NotLetIn or NotWritten."""
    with hub.store.reading() as connection:
        person = accounts.person_name(connection, account)
    file = _new_file(folder, account)
    try:
        code = admin.laptop_file(hub, account=account, out=file, address=address)
    except BaseException:
        file.unlink()  # an empty file enrols nobody
        raise
    said = "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
    return LaptopSlip(person, account, file, said, address, _STEPS)


def _new_file(folder: Path, account: str) -> Path:
    """A new empty file of the account; none that is there already is written over."""
    names = (f"{account}{end}.json" for end in chain([""], (f"-{n}" for n in count(2))))
    file = next(folder / name for name in names if not (folder / name).exists())
    try:
        file.touch(exist_ok=False)
    except OSError as refused:
        raise NotWritten(
            N_("Nothing can be written to “{folder}”. Choose another folder or stick."),
            folder=folder.name,
        ) from refused
    return file
