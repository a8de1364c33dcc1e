"""gridapp serve: run the hub on this computer."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gridapp.cli import edge
from gridapp.client import surroundings
from gridapp.client.surroundings import home, passphrase
from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

_PASSWORD = re.compile(r"://[^/@]*:[^/@]+@|password=")


class PasswordTold(Expected):
    """A password stands among the arguments."""


def register(commands: Any, words: Callable[[str], str]) -> None:
    """Add the command to the parser."""
    serve = commands.add_parser("serve", help=words(N_("Run the office hub.")))
    add_folder(serve, words)
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        help=words(N_("Address to listen at; 0.0.0.0 for laptops in the network.")),
    )
    serve.add_argument(
        "--port", type=int, default=8420, help=words(N_("Port to listen at; 0 takes a free one."))
    )
    serve.set_defaults(run=_serve)


def add_folder(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Add the option that says where the hub keeps its records."""
    command.add_argument(
        "--data", type=Path, default=None, help=words(N_("Folder of the hub's records."))
    )
    command.add_argument(
        "--database",
        default="",
        help=words(
            N_(
                "PostgreSQL database of the hub's records, instead of a file in the folder; "
                "where its address has a password, say it in GRIDAPP_DATABASE."
            )
        ),
    )


def folder(chosen: argparse.Namespace) -> Path:
    """Where the hub keeps its records."""
    given: Path | None = chosen.data
    return given or home() / "hub"


def database(chosen: argparse.Namespace) -> str:
    """The PostgreSQL database of the hub's records, "" where they are in its folder."""
    if _PASSWORD.search(chosen.database):
        raise PasswordTold(
            N_(
                "Every user of this computer can read a password given like this. "
                "Say the whole address in GRIDAPP_DATABASE and leave --database out."
            )
        )
    return str(chosen.database) or surroundings.database()


def _serve(chosen: argparse.Namespace) -> int:
    from gridapp.server import serving  # noqa: PLC0415 - only the hub needs a web server

    serving.serve(
        folder(chosen),
        passphrase(),
        host=chosen.host,
        port=chosen.port,
        ready=lambda address: edge.out({"hub": address}),
        database=database(chosen),
    )
    return edge.DONE
