"""gridapp admin: what the office does on its hub."""

import argparse
import getpass
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gridapp.cli import edge, relay
from gridapp.cli.serve import add_folder, database, folder
from gridapp.client.surroundings import passphrase
from gridapp.domain.errors import Expected
from gridapp.domain.fingerprints import spoken
from gridapp.domain.words import N_


class NoPassword(Expected):
    """Nobody is there to be asked."""


def register(commands: Any, words: Callable[[str], str]) -> None:
    """Add the commands to the parser."""
    top = commands.add_parser("admin", help=words(N_("Look after the office hub.")))
    sub = top.add_subparsers(required=True, metavar="WHAT")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], told: str
    ) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = sub.add_parser(name, help=words(told))
        add_folder(made, words)
        made.set_defaults(run=run)
        return made

    init = command("init", _init, N_("Begin a new hub."))
    init.add_argument(
        "--demo",
        action="store_true",
        help=words(N_("A demonstration hub, for invented data only.")),
    )
    command(
        "certificate",
        _certificate,
        N_("Tell the digits of the hub's certificate; make one where it has none."),
    )
    backup = command("backup", _backup, N_("Copy the hub's records, encrypted as they are."))
    backup.add_argument(
        "--out", type=Path, help=words(N_("Folder on another disk; it is remembered."))
    )
    restore = command("restore", _restore, N_("Put a copy in the place of the hub's records."))
    restore.add_argument(
        "copy",
        type=Path,
        nargs="?",
        help=words(N_("The copy; none where records were put back by other means.")),
    )
    divisions = command("divisions", _divisions, N_("Read the tree of divisions from a csv file."))
    divisions.add_argument("file", type=Path, help=words(N_("Columns: code,name,level,parent.")))
    grid = command("grid", _grid, N_("Add or rename a grid."))
    _place(grid, words, "--code", N_("The grid's 15 digits."))
    grid.add_argument("--name", required=True, help=words(N_("Its name.")))
    unit = command("unit", _unit, N_("Add a department or another body."))
    _place(unit, words, "--place", N_("Its district, 6 digits."))
    unit.add_argument("--name", required=True, help=words(N_("Its name.")))
    unit.add_argument("--kind", default="department", help=words(N_("Kind, of list org_kind.")))
    unit.add_argument("--head", default="", help=words(N_("The first person responsible.")))
    _account(command("account", _add_account, N_("Make an account with a post.")), words)
    laptop = command("laptop", _laptop, N_("Write an enrolment file for a laptop."))
    laptop.add_argument("--account", required=True, help=words(N_("Whose laptop it is.")))
    laptop.add_argument("--out", type=Path, required=True, help=words(N_("File to write.")))
    laptop.add_argument(
        "--public",
        action="store_true",
        help=words(N_("The address has a certificate that every computer trusts.")),
    )
    laptop.add_argument(
        "--address",
        default="http://127.0.0.1:8420",
        help=words(N_("Where the laptop calls the hub.")),
    )
    relay.register_hub(
        command("relay", _relay, N_("Take in a laptop's envelope and write the answer.")), words
    )


def _place(
    command: argparse.ArgumentParser, words: Callable[[str], str], name: str, told: str
) -> None:
    command.add_argument(name, required=True, help=words(told))


def _account(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    command.add_argument("--name", required=True, help=words(N_("Sign-in name.")))
    command.add_argument("--person", required=True, help=words(N_("The person's name.")))
    command.add_argument("--role", required=True, help=words(N_("Role, of list post_role.")))
    _place(command, words, "--place", N_("Where: a division or grid code."))
    command.add_argument(
        "--unit", default="", help=words(N_("For a department's clerk: the id of the department."))
    )
    command.add_argument(
        "--password-file",
        type=Path,
        help=words(N_("File with the password; else GRIDAPP_PASSWORD, else it is asked for.")),
    )


def password(chosen: argparse.Namespace) -> str:
    """The sign-in password: never an argument, which every user of the computer could read."""
    if chosen.password_file:
        # The editor of Windows puts a mark before the words.
        return str(chosen.password_file.read_text(encoding="utf-8-sig").strip())
    try:
        return os.environ.get("GRIDAPP_PASSWORD") or getpass.getpass()
    except EOFError:
        raise NoPassword(
            N_("No password was given. Set GRIDAPP_PASSWORD, or name a file with --password-file.")
        ) from None


def _init(chosen: argparse.Namespace) -> int:
    from gridapp.server import admin, clock, serving  # noqa: PLC0415 - slow, and hub only
    from gridapp.server.hub import closing  # noqa: PLC0415

    custody = serving.hub_custody(folder(chosen), passphrase())
    begun = admin.init(custody, demo=chosen.demo, clock=clock.now, database=database(chosen))
    with closing(begun) as hub:
        edge.out({"hub": str(folder(chosen)), "demo": chosen.demo, **_fingerprint(hub.fingerprint)})
    return edge.DONE


def _fingerprint(fingerprint: str) -> dict[str, str]:
    """As a program compares it, and as people say it on the phone."""
    return {"fingerprint": fingerprint, "digits": spoken(fingerprint)}


def _certificate(chosen: argparse.Namespace) -> int:
    from gridapp.server import certifying, clock, serving  # noqa: PLC0415 - slow, and hub only

    custody = serving.existing(folder(chosen), passphrase(), database(chosen))
    made = certifying.make(custody.folder, custody.unlock(), clock.now())
    edge.out(_fingerprint(made))
    return edge.DONE


def _on_hub(chosen: argparse.Namespace, act: Callable[[Any, Any], Any]) -> int:
    from gridapp.server import admin, clock, serving  # noqa: PLC0415 - slow, and hub only
    from gridapp.server.hub import closing  # noqa: PLC0415

    where = database(chosen)
    custody = serving.existing(folder(chosen), passphrase(), where)
    with closing(admin.opened(custody, clock=clock.now, database=where)) as hub:
        edge.out(act(admin, hub))
    return edge.DONE


def _divisions(chosen: argparse.Namespace) -> int:
    return _on_hub(chosen, lambda admin, hub: {"divisions": admin.add_divisions(hub, chosen.file)})


def _grid(chosen: argparse.Namespace) -> int:
    return _on_hub(
        chosen, lambda admin, hub: {"grid": admin.add_grid(hub, code=chosen.code, name=chosen.name)}
    )


def _unit(chosen: argparse.Namespace) -> int:
    def act(admin: Any, hub: Any) -> Any:
        made = admin.add_unit(
            hub, place=chosen.place, name=chosen.name, org_kind=chosen.kind, head=chosen.head
        )
        return {"unit": made}

    return _on_hub(chosen, act)


def _add_account(chosen: argparse.Namespace) -> int:
    def act(admin: Any, hub: Any) -> Any:
        post = admin.add_account(
            hub,
            name=chosen.name,
            person=chosen.person,
            password=password(chosen),
            post={"role": chosen.role, "place": chosen.place, "unit_id": chosen.unit},
        )
        return {"account": chosen.name, "post": post}

    return _on_hub(chosen, act)


def _laptop(chosen: argparse.Namespace) -> int:
    from gridapp.server import running  # noqa: PLC0415 - hub only

    def act(admin: Any, hub: Any) -> Any:
        called = running.running(folder(chosen)).addresses
        shown = replace(hub, addresses=called, **({"fingerprint": ""} if chosen.public else {}))
        code = admin.laptop_file(
            shown, account=chosen.account, out=chosen.out, address=chosen.address
        )
        return {"file": str(chosen.out), "code": code}

    return _on_hub(chosen, act)


def _relay(chosen: argparse.Namespace) -> int:
    from gridapp.server.relay import relay as take_in  # noqa: PLC0415 - slow, and hub only

    return _on_hub(chosen, lambda _, hub: relay.answer(take_in(hub, chosen.file, chosen.out)))


def _backup(chosen: argparse.Namespace) -> int:
    from gridapp.server import copies  # noqa: PLC0415 - slow, and hub only

    def act(_: Any, hub: Any) -> Any:
        made = copies.make(hub, chosen.out)
        return {"copy": str(made.file), "made_at": made.made_at, "bytes": made.size}

    return _on_hub(chosen, act)


def _restore(chosen: argparse.Namespace) -> int:
    from gridapp.server import clock, copies, serving  # noqa: PLC0415 - slow, and hub only

    if chosen.copy is None:
        return _on_hub(chosen, lambda _, hub: {"epoch": copies.say_put_back(hub)})
    custody = serving.hub_custody(folder(chosen), passphrase())
    copies.put_back(custody, chosen.copy, now=clock.now(), database=database(chosen))
    edge.out({"restored": str(chosen.copy)})
    return edge.DONE
