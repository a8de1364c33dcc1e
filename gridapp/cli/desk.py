"""gridapp desk: everything a person does at their laptop."""

import argparse
import contextlib
import platform
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gridapp.cli import conflicts, edge, paper, relay, roster, stream
from gridapp.cli.admin import password
from gridapp.client.surroundings import home, language, passphrase
from gridapp.domain.codes import code_list
from gridapp.domain.fingerprints import spoken
from gridapp.domain.names import masked
from gridapp.domain.phones import masked_phone
from gridapp.domain.words import N_


def register(commands: Any, words: Callable[[str], str]) -> None:
    """Add the commands to the parser."""
    top = commands.add_parser("desk", help=words(N_("Work at this laptop.")))
    sub = top.add_subparsers(required=True, metavar="WHAT")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], told: str
    ) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = sub.add_parser(name, help=words(told))
        made.set_defaults(run=run)
        return made

    _sign_in_options(command("sign-in", _sign_in, N_("Register this laptop.")), words)
    roster.register(sub.add_parser("import", help=words(N_("Import a roster."))), words)
    households = command("households", _households, N_("Find households."))
    households.add_argument(
        "--find", default="", help=words(N_("Words of door, name, phone or remark."))
    )
    households.add_argument("--most", type=int, default=200, help=words(N_("At most so many.")))
    _names(households, words)
    doors = command("doors", _doors, N_("List doors in walking order."))
    doors.add_argument("--compound", default="", help=words(N_("Only this compound.")))
    doors.add_argument("--building", default="", help=words(N_("Only this building.")))
    _names(doors, words)
    stream.register_visit(
        command("record-visit", stream.record_visit, N_("Record a visit.")), words
    )
    stream.register_issue(
        command("report-issue", stream.report_issue, N_("Report an issue.")), words
    )
    _step_options(command("issue-step", _issue_step, N_("Take an issue a step further.")), words)
    command("issues", _issues, N_("List issues, and what was sent to your department."))
    paper.register(
        command("visit-list", paper.visit_list, N_("Make a visit list and print it.")), words
    )
    paper.register_walk(
        command("walk", paper.walk, N_("Tell or set the walking order of a building.")), words
    )
    command("visit-lists", paper.visit_lists, N_("List the visit lists not handed back."))
    command("conflicts", conflicts.conflicts, N_("List where two people wrote different things."))
    conflicts.register_resolve(
        command("resolve", conflicts.resolve, N_("Choose which of two values is to stand.")), words
    )
    conflicts.register_where(
        command("where", conflicts.where, N_("Where a record is safe by now.")), words
    )
    sync = command("sync", _sync, N_("Send what waits and read what is new."))
    sync.add_argument("--backup", type=Path, help=words(N_("Folder for the daily encrypted copy.")))
    sync.add_argument(
        "--dry-run", action="store_true", help=words(N_("Only say what it would carry."))
    )
    sync.add_argument(
        "--budget",
        type=int,
        metavar="BYTES",
        help=words(N_("Send at most so many bytes: visits and issues first, photos last.")),
    )
    relay.register_out(
        command("relay-out", relay.relay_out, N_("Write what waits into an envelope.")), words
    )
    relay.register_in(
        command("relay-in", relay.relay_in, N_("Take in the office's answer to an envelope.")),
        words,
    )
    hub = command("hub", _hub, N_("Where the office hub is called; or call it elsewhere."))
    hub.add_argument("--address", default="", help=words(N_("Its new address.")))
    hub.add_argument(
        "--fingerprint",
        default="",
        help=words(N_("The digits of the hub's certificate, as the office reads them out.")),
    )
    command("status", _status, N_("What waits, what was not taken, how fresh."))


def _names(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    command.add_argument(
        "--names", action="store_true", help=words(N_("Show names and phones in full."))
    )


def _sign_in_options(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    command.add_argument("--hub", default="", help=words(N_("Address of the office hub.")))
    command.add_argument(
        "--fingerprint",
        default="",
        help=words(N_("The digits of the hub's certificate, as the office reads them out.")),
    )
    command.add_argument("--account", default="", help=words(N_("Sign-in name.")))
    command.add_argument(
        "--password-file",
        type=Path,
        help=words(N_("File with the password; else GRIDAPP_PASSWORD, else it is asked for.")),
    )
    command.add_argument(
        "--demo", action="store_true", help=words(N_("The hub is a demonstration."))
    )
    command.add_argument(
        "--enrolment", type=Path, help=words(N_("Enrolment file, instead of the hub's address."))
    )
    command.add_argument("--code", default="", help=words(N_("The code that opens the file.")))


def _step_options(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    command.add_argument("--issue", required=True, help=words(N_("Number or id of the issue.")))
    command.add_argument("--step", required=True, help=words(N_("Step, of list issue_step.")))
    command.add_argument("--text", default="", help=words(N_("Words to go with it.")))
    command.add_argument("--unit", default="", help=words(N_("Department, for dispatch.")))
    command.add_argument("--verdict", default="", help=words(N_("What the resident says, 0 to 3.")))


def _sign_in(chosen: argparse.Namespace) -> int:
    from gridapp.client import clock  # noqa: PLC0415
    from gridapp.client.actions import sign_in  # noqa: PLC0415
    from gridapp.client.desk import custody  # noqa: PLC0415

    kept = custody(home(), passphrase())
    if chosen.enrolment:
        desk = sign_in.enrol(kept, chosen.enrolment, chosen.code, clock=clock.now)
    else:
        fingerprint = sign_in.certificate_at(chosen.hub, chosen.fingerprint)
        desk = sign_in.sign_in(
            kept,
            sign_in.hub_at(chosen.hub, fingerprint),
            account=chosen.account,
            password=password(chosen),
            label=platform.node(),
            address=chosen.hub,
            demo=chosen.demo,
            clock=clock.now,
            fingerprint=fingerprint,
        )
    with contextlib.closing(desk):
        me = desk.me
        edge.out({"account": me.account, "person": me.person, "laptop": me.tag, "demo": me.demo})
    return edge.DONE


def _door(door: Any, *, names: bool) -> dict[str, Any]:
    outcomes, spoken = code_list("outcome"), language()
    return {
        "household": door.household_id,
        "door": door.label,
        "head": door.head if names else masked(door.head),
        "phone": door.phone if names else masked_phone(door.phone),
        "residents": door.resident_count,
        "usage": code_list("usage").label(door.usage, spoken),
        "do_not_knock": bool(door.refusal),
        "visits": door.visits,
        "last": outcomes.label(door.last_outcome, spoken) if door.last_outcome else None,
        "last_at": door.last_at,
    }


def _households(chosen: argparse.Namespace) -> int:
    from gridapp.client.actions import doors  # noqa: PLC0415

    with edge.at_desk() as desk:
        for door in doors.find_households(desk, find=chosen.find, most=chosen.most):
            edge.out(_door(door, names=chosen.names))
    return edge.DONE


def _doors(chosen: argparse.Namespace) -> int:
    from gridapp.client.actions import doors  # noqa: PLC0415

    with edge.at_desk() as desk:
        listed = doors.list_doors(desk, compound=chosen.compound, building=chosen.building)
        for door in listed:
            edge.out(_door(door, names=chosen.names))
    return edge.DONE


def _issue_step(chosen: argparse.Namespace) -> int:
    from gridapp.client.actions import issues  # noqa: PLC0415

    with edge.at_desk() as desk:
        made = issues.take_step(
            desk,
            issue=chosen.issue,
            step=chosen.step,
            text=chosen.text,
            unit_id=chosen.unit,
            verdict=chosen.verdict,
        )
        edge.out({"id": made.id, "step": made.step})
    return edge.DONE


def _issues(_: argparse.Namespace) -> int:
    from gridapp.client.actions import issues  # noqa: PLC0415

    with edge.at_desk() as desk:
        for line in issues.list_issues(desk):
            edge.out(asdict(line))
    return edge.DONE


def _sync(chosen: argparse.Namespace) -> int:
    from gridapp.client.actions import send, send_photos  # noqa: PLC0415

    with edge.at_desk() as desk:
        if chosen.dry_run:
            edge.out(send.cost(desk)._asdict())
            return edge.DONE
        hub = send.hub_of(desk)
        edge.out(send.send(desk, hub, most_bytes=chosen.budget).__dict__)
        send.keep_copy(desk, chosen.backup)
        left = None if chosen.budget is None else max(0, chosen.budget - hub.spent.up)
        for _ in send_photos.send_photos(desk, hub, most_bytes=left):
            pass
    return edge.DONE


def _hub(chosen: argparse.Namespace) -> int:
    from gridapp.client.actions import hub_link  # noqa: PLC0415

    with edge.at_desk() as desk:
        if chosen.address or chosen.fingerprint:
            address = chosen.address or hub_link.address_of(desk)
            hub_link.move_hub(desk, address, chosen.fingerprint)
        digits = spoken(hub_link.fingerprint_of(desk))
        edge.out({"hub": hub_link.address_of(desk), "digits": digits})
    return edge.DONE


def _status(_: argparse.Namespace) -> int:
    from gridapp.client.actions import send, send_photos  # noqa: PLC0415

    with edge.at_desk() as desk:
        known = send.status(desk)
        photos = send_photos.unsent_photos(desk)._asdict()
        me = {"account": desk.me.account, "demo": desk.me.demo}
        edge.out({**known.__dict__, "photos": photos, **me})
    return edge.DONE
