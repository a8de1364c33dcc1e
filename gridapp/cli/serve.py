"""gridapp serve: run the hub on this computer."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gridapp.cli import edge
from gridapp.client.surroundings import home, passphrase
from gridapp.domain.words import N_


def register(commands: Any, words: Callable[[str], str]) -> None:
    """Add the command to the parser."""
    serve = commands.add_parser("serve", help=words(N_("Run the office hub.")))
    add_folder(serve, words)
    serve.add_argument(
        "--host", default="127.0.0.1", help=words(N_("Address to listen at; this computer only."))
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


def folder(chosen: argparse.Namespace) -> Path:
    """Where the hub keeps its records."""
    given: Path | None = chosen.data
    return given or home() / "hub"


def _serve(chosen: argparse.Namespace) -> int:
    from gridapp.server import serving  # noqa: PLC0415 - only the hub needs a web server

    serving.serve(
        folder(chosen),
        passphrase(),
        host=chosen.host,
        port=chosen.port,
        ready=lambda address: edge.out({"hub": address}),
    )
    return edge.DONE
