"""The headless day: an office, two laptops, a stairwell without a network, and the evening."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gridapp.client import clock
from gridapp.client.actions import doors, issues, send, sign_in, visits
from gridapp.client.actions.import_roster import import_roster
from gridapp.client.desk import Desk, custody
from gridapp.client.roster.planning import PROPOSALS, Dealing
from gridapp.demo.community import Community, make
from gridapp.demo.office import PASSWORD, Office
from gridapp.demo.planned import doors_met, planned_visits
from gridapp.demo.posts import CENTRE, CLERK, SECOND, WORKER
from gridapp.demo.roster import write_roster
from gridapp.demo.wishes import planned_issues
from gridapp.domain.errors import Expected
from gridapp.domain.rates import Progress, progress
from gridapp.domain.words import N_
from gridapp.store.keys import DEMO_PASSPHRASE

SEED = 7
ON = date(2026, 11, 20)
Say = Callable[..., None]


@dataclass(frozen=True)
class Day:
    """What the day came to; the same for the same profile."""

    households: int
    visits: int
    issues: int
    seen_by_second: dict[str, int]
    moved_again: int
    department_sees: list[str]
    progress: Progress


def run(folder: Path, profile: str, say: Say) -> Day:
    """Play the day of `profile` in an empty `folder`; `say` hears each step as a marked text."""
    community, roster, office = begun(folder, profile, say)
    with office.open() as address:
        say(N_("The hub runs at {address}."), address=address)
        mine = signed_in(folder / "laptop-1", WORKER, address)
        office.laptop_file(SECOND, folder / "laptop-2.json")
    say(N_("The hub is off: from here on there is no network."))
    theirs = office.enrolled(folder / "laptop-2", folder / "laptop-2.json")
    taken = imported(mine, roster, community)
    imported(theirs, roster, community)
    say(N_("Both laptops import the same list: {count} households."), count=taken)
    told = knocked(mine, community, ON)
    say(N_("Up the stairs: {visits} visits and {issues} issues are written down."), **told)
    _try_to_send(mine, say)
    with office.open():
        return _evening(office, mine, theirs, folder, taken, say)


def begun(folder: Path, profile: str, say: Say) -> tuple[Community, Path, Office]:
    """The first grid of `profile`, its roster, and its office with a hub that does not run yet."""
    community = make(profile, SEED)
    roster = folder / "花名册.xlsx"
    write_roster(community, roster)
    office = Office(folder / "hub", profile, SEED)
    say(N_("The office begins its hub and makes accounts for {grid}."), grid=community.grid_name)
    office.begin()
    return community, roster, office


def signed_in(folder: Path, account: str, address: str) -> Desk:
    """A new laptop of one of the demonstration's people."""
    return sign_in.sign_in(
        custody(folder, DEMO_PASSPHRASE),
        sign_in.hub_at(address),
        account=account,
        password=PASSWORD,
        label=folder.name,
        address=address,
        demo=True,
        clock=clock.now,
    )


def imported(desk: Desk, roster: Path, community: Community) -> int:
    """Import the community's list with all its remarks; how many households."""
    dealing = Dealing(grid=community.grid, confirmed=frozenset(PROPOSALS))
    return import_roster(desk, roster, dealing=dealing).households


def knocked(desk: Desk, community: Community, on: date, *, share: float = 1) -> dict[str, Any]:
    """Knock at the first `share` of the doors on the day `on`; how many visits and issues."""
    every = planned_visits(community, SEED, on)
    planned = every[: round(len(every) * share)]
    for visit in planned:
        visits.record_visit(desk, **asdict(visit))
    wished = planned_issues(community, SEED, doors_met(planned))
    for issue in wished:
        issues.report_issue(desk, **asdict(issue))
    return {"visits": len(planned), "issues": len(wished)}


def _try_to_send(desk: Desk, say: Say) -> None:
    try:
        send.send(desk, send.hub_of(desk))
    except Expected as problem:
        say(N_("Sending without a network, one is told:"))
        say(problem.text, **problem.values)


def _evening(office: Office, mine: Desk, theirs: Desk, folder: Path, taken: int, say: Say) -> Day:
    sent = send.send(mine, send.hub_of(mine))
    say(N_("In the evening: {sent} sent, {received} received."), **_moved(sent))
    other = send.send(theirs, send.hub_of(theirs))
    say(N_("The second laptop: {sent} sent, {received} received."), **_moved(other))
    send.send(mine, send.hub_of(mine))
    again = send.send(mine, send.hub_of(mine))
    say(N_("Sending again moves {count} records."), count=again.sent + again.received)
    centre = signed_in(folder / "centre", CENTRE, office.address)
    number = _dispatched(centre, office.department)
    say(N_("The district centre hands issue {number} to a department."), number=number)
    clerk = signed_in(folder / "clerk", CLERK, office.address)
    seen = [line.short_no for line in issues.list_issues(clerk)]
    say(N_("The department sees {count} issue and nothing else."), count=len(seen))
    send.keep_copy(mine)
    day = _counted(mine, theirs, taken, again.sent + again.received, seen)
    for desk in (mine, theirs, centre, clerk):
        desk.close()
    return day


def _moved(tally: Any) -> dict[str, int]:
    return {"sent": tally.sent, "received": tally.received}


def _dispatched(centre: Desk, department: str) -> str:
    send.send(centre, send.hub_of(centre))
    waiting = [line for line in issues.list_issues(centre) if line.state == "registered"]
    number = waiting[-1].short_no
    for _ in range(3):
        issues.take_step(centre, issue=number, step="pass_up", text="请上级协调")
    issues.take_step(centre, issue=number, step="dispatch", unit_id=department, text="请按时办理")
    send.send(centre, send.hub_of(centre))
    return number


def _counted(mine: Desk, theirs: Desk, taken: int, moved: int, seen: list[str]) -> Day:
    known = send.status(mine).records
    last = [door.last_outcome or "" for door in doors.list_doors(mine)]
    return Day(
        households=taken,
        visits=known["visit"],
        issues=known["issue"],
        seen_by_second=send.status(theirs).records,
        moved_again=moved,
        department_sees=seen,
        progress=progress(last),
    )
