"""relay-out, relay-in and relay: what travels between laptop and office hub by stick or mail."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gridapp.cli import edge
from gridapp.client.surroundings import language
from gridapp.domain.words import N_, shown

_MB = 10**6
_SMALLEST = 10_000  # bytes: smaller files would each carry one record


def register_out(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Add the options of desk relay-out."""
    command.add_argument(
        "file", type=Path, help=words(N_("Envelope to write, or the folder for it, on a stick."))
    )
    command.add_argument(
        "--largest",
        type=_megabytes,
        metavar="MB",
        help=words(N_("Write several files, none larger than so many MB.")),
    )


def register_in(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Add the options of desk relay-in."""
    command.add_argument("file", type=Path, help=words(N_("The office's answer.")))


def register_hub(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Add the options of admin relay."""
    command.add_argument("file", type=Path, help=words(N_("Envelope a laptop made.")))
    command.add_argument(
        "--out",
        type=Path,
        help=words(N_("Answer to write, or the folder for it; else beside the envelope.")),
    )


def answer(relayed: Any) -> dict[str, Any]:
    """What is told of an envelope that was taken in, its sentence in the person's language."""
    told: dict[str, Any] = relayed._asdict()
    return told | {"said": shown(relayed.said, language())}


def _megabytes(text: str) -> int:
    count = float(text) * _MB
    if not _SMALLEST <= count < 1 << 40:
        raise ValueError(text)
    return int(count)


def relay_out(chosen: argparse.Namespace) -> int:
    """Write what waits into an envelope."""
    from gridapp.client.actions import relay  # noqa: PLC0415 - help must not open a store

    with edge.at_desk() as desk:
        written = relay.write_out(desk, chosen.file, largest=chosen.largest or relay.LARGEST)
    files = [str(path) for path in written.files]
    edge.out({"number": written.number, "changes": written.changes, "files": files})
    return edge.DONE


def relay_in(chosen: argparse.Namespace) -> int:
    """Take in the office's answer."""
    from gridapp.client.actions import relay  # noqa: PLC0415

    with edge.at_desk() as desk:
        edge.out(answer(relay.take_in(desk, chosen.file)))
    return edge.DONE
