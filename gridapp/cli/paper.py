"""gridapp desk visit-list, visit-lists and walk: lists on paper, and the order of their doors."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gridapp.cli import edge
from gridapp.client.surroundings import language
from gridapp.domain.words import N_, shown


def register(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Add the options of visit-list."""
    for option, told in (
        ("--building", N_("Number or id of the building.")),
        ("--compound", N_("Only this compound.")),
        ("--campaign", N_("Name or id of the campaign.")),
        ("--list", N_("Print this list again instead of making one: its number or id.")),
        ("--back", N_("Note that this list was handed back: its number or id.")),
        ("--purpose", N_("What it is printed for; else the campaign, or visits.")),
        ("--phone", N_("Phone of the office, for the slips.")),
        ("--hours", N_("Office hours, for the slips.")),
    ):
        command.add_argument(option, default="", help=words(told))
    command.add_argument("--unit", help=words(N_("Only this stair entrance.")))
    command.add_argument("--page", type=int, help=words(N_("Only this page.")))
    command.add_argument("--out", type=Path, help=words(N_("The PDF; else LIST-NUMBER.pdf here.")))
    command.add_argument("--cover", action="store_true", help=words(N_("With its cover.")))
    command.add_argument(
        "--slips", action="store_true", help=words(N_("With slips for where nobody is at home."))
    )


def visit_lists(_: argparse.Namespace) -> int:
    """Tell the lists that were not handed back, newest first."""
    from gridapp.client.actions import visit_lists  # noqa: PLC0415

    with edge.at_desk() as desk:
        for held in visit_lists.my_lists(desk):
            edge.out(held._asdict())
    return edge.DONE


def register_walk(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Add the options of walk."""
    command.add_argument(
        "--building", required=True, help=words(N_("Number or id of the building."))
    )
    command.add_argument("--compound", default="", help=words(N_("Only this compound.")))
    command.add_argument("--mode", help=words(N_("Way of walking, of list walk_mode.")))
    command.add_argument(
        "--reversed",
        action=argparse.BooleanOptionalAction,
        help=words(N_("From the other end: down where one goes up.")),
    )
    command.add_argument(
        "--order",
        nargs="*",
        help=words(N_("Ids of houses in an order set by hand; none: natural.")),
    )


def walk(chosen: argparse.Namespace) -> int:
    """Tell the doors of a building in walking order, after setting what is told."""
    from gridapp.client.actions import walks  # noqa: PLC0415

    with edge.at_desk() as desk:
        stops = walks.set_walk(
            desk,
            building=chosen.building,
            compound=chosen.compound,
            mode=chosen.mode,
            is_reversed=chosen.reversed,
            order=chosen.order,
        )
        for stop in stops:
            edge.out(stop._asdict())
    return edge.DONE


def visit_list(chosen: argparse.Namespace) -> int:
    """Make and print a list, print one again, or take one back."""
    from gridapp.client.actions import visit_lists  # noqa: PLC0415

    with edge.at_desk() as desk:
        if chosen.back:
            back = visit_lists.hand_back(desk, chosen.back)
            edge.out({"list": back.short_no, "handed_back_at": back.returned_at})
        else:
            edge.out(_printed(desk, chosen))
    return edge.DONE


def _printed(desk: Any, chosen: argparse.Namespace) -> dict[str, Any]:
    from gridapp.client.actions import visit_lists  # noqa: PLC0415
    from gridapp.paper import fonts, press, screenless, slips  # noqa: PLC0415

    number = chosen.list or _made(desk, chosen)
    sheet = visit_lists.list_rows(desk, number)
    office = slips.Office(chosen.phone, chosen.hours) if chosen.slips else None
    wanted = {"has_cover": chosen.cover, "office": office, "only": chosen.page}
    count = len(press.pages(sheet, language(), **wanted))
    purpose = chosen.purpose or sheet.campaign or shown(N_("visits at the door"), language())
    copy = visit_lists.print_logged(desk, number, pages=count, purpose=purpose)
    sheet = replace(sheet, copy_no=copy, purpose=purpose)
    pages = press.pages(sheet, language(), **wanted)
    path = chosen.out or Path(f"{sheet.short_no}.pdf")
    screenless.application()
    press.to_pdf(pages, path)
    return {
        "list": sheet.short_no,
        "pages": len(pages),
        "copy": copy,
        "file": str(path),
        "not_in_font": fonts.missing_characters(text for page in pages for text in page.texts),
    }


def _made(desk: Any, chosen: argparse.Namespace) -> str:
    from gridapp.client.actions import visit_lists  # noqa: PLC0415

    made = visit_lists.make_list(
        desk,
        building=chosen.building,
        unit=chosen.unit,
        compound=chosen.compound,
        campaign=chosen.campaign,
    )
    return str(made.id)
