"""gridapp desk conflicts, resolve, where: what two people wrote differently; where a record is."""

import argparse
from collections.abc import Callable
from typing import Any

from gridapp.cli import edge
from gridapp.client.surroundings import language
from gridapp.domain.words import N_, shown

_SIDES = ("kept", "offered")


def register_resolve(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Give the command its options."""
    command.add_argument("id", metavar="ID", help=words(N_("Which one, as “conflicts” lists it.")))
    command.add_argument(
        "--take",
        required=True,
        metavar="kept|offered|VALUE",
        help=words(N_("What the office hub had first, what came later, or another value.")),
    )


def register_where(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Give the command its options."""
    command.add_argument("id", metavar="ID", help=words(N_("Its id, or its number on a paper.")))


def conflicts(_: argparse.Namespace) -> int:
    """List what two people wrote differently: first what nobody chose yet."""
    from gridapp.client.actions.conflicts import decided, disagreements  # noqa: PLC0415

    with edge.at_desk() as desk:
        for entry in (*disagreements(desk), *decided(desk)):
            edge.out(_told(entry))
    return edge.DONE


def _told(entry: Any) -> dict[str, Any]:
    return {
        "id": entry.conflict_id,
        "kind": entry.about.kind,
        "about": entry.about.record_id,
        "door": entry.about.door,
        "field": entry.field,
        "kept": entry.kept._asdict(),
        "offered": entry.offered._asdict(),
        "stands": entry.stands,
        "decision": entry.decision._asdict() if entry.decision else None,
        "is_mine_to_decide": entry.is_mine_to_decide,
    }


def resolve(chosen: argparse.Namespace) -> int:
    """Choose what is to stand."""
    from gridapp.client.actions import conflicts as actions  # noqa: PLC0415

    with edge.at_desk() as desk:
        if chosen.take in _SIDES:
            made = actions.resolve(desk, chosen.id, chosen.take)
        else:
            made = actions.resolve(desk, chosen.id, "other", chosen.take)
        edge.out({"id": made.id, "conflict_id": made.conflict_id, "takes": made.takes})
    return edge.DONE


def where(chosen: argparse.Namespace) -> int:
    """Tell where a record is."""
    from gridapp.client.actions.whereabouts import find_whereabouts  # noqa: PLC0415

    with edge.at_desk() as desk:
        found = find_whereabouts(desk, chosen.id)
        reason = shown(found.reason, language(), **found.values) if found.reason else ""
        told = found._asdict() | {"reason": reason}
        edge.out({name: told[name] for name in told if name != "values"})
    return edge.DONE
