"""The steps of a history: each a name and a few numbers, which mean something in any world."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from gridapp.client.actions import conflicts, households, issues, visits
from gridapp.domain.errors import Expected
from gridapp.domain.records.people import Household, Resident
from gridapp.server import lineage
from gridapp.store import outbox, rows
from tests.simulator.beginning import GRIDS, ROOMS, beginning, give, move_in
from tests.simulator.invariants import all_sent
from tests.simulator.network import FATES, Line
from tests.simulator.world import Killed, Laptop, World

Step = tuple[str, int, int, int, int]
_NEW_ROOMS = ("201", "202")
_STEPS = ("handle_here", "pass_up", "report_done", "void", "pass_up")
_YEARS = (-40, -3, 0, 0, 5)
MOST_BACKUPS = 4
_HOW: dict[str, tuple[int, Callable[..., Any]]] = {}


def step(often):
    """A kind of step that comes this often."""

    def named(act):
        _HOW[act.__name__] = often, act
        return act

    return named


def drawn(seed) -> list[Step]:
    """The steps of the history of this seed."""
    chance = random.Random(f"steps {seed}")
    names = [name for name, (often, _) in _HOW.items() for _ in range(often)]
    return [
        (chance.choice(names), *(chance.randrange(100) for _ in range(4)))
        for _ in range(chance.randint(8, 22))
    ]


def take(world: World, one: Step) -> None:
    """Take a step; what cannot be done now is left out."""
    name, who, *rest = one
    act = _HOW[name][1]
    if world.laptops:
        act(world, world.laptops[who % len(world.laptops)], *rest)


def write(world, laptop, what, *rest):
    """Somebody writes at a laptop; what its program does not allow is left out."""
    try:
        _WRITES[what % len(_WRITES)](world, laptop, *rest)
    except Expected:
        return


@step(16)
def save(world, laptop, what, which, how):
    write(world, laptop, what, which, how)


def _home(laptop, which):
    """One of the homes a laptop knows of."""
    ids = [this for (this,) in laptop.disk.raw.execute("SELECT id FROM household ORDER BY id")]
    return ids[which % len(ids)] if ids else ""


def _nth(laptop, kind, which):
    query = f"SELECT id FROM {kind} WHERE NOT deleted ORDER BY id"  # noqa: S608
    ids = [this for (this,) in laptop.disk.raw.execute(query)]
    return ids[which % len(ids)] if ids else ""


def _text(laptop, kind, field, this):
    query = f"SELECT {field} FROM {kind} WHERE id = ?"  # noqa: S608
    return "".join(text for (text,) in laptop.disk.raw.execute(query, [this]))


def _visit(world, laptop, which, how):
    home = _home(laptop, which)
    told: dict[str, Any] = {"outcome": "22", "next_on": "2026-12-01"} if how % 4 == 0 else {}
    if how % 5 == 0:
        told = {"outcome": "31"}
    word = world.ledger.word(laptop)
    try:
        visits.record_visit(
            laptop.desk, household=home, note=word, **{"outcome": "11", **told}
        )
    except Expected:
        world.ledger.let_go(word)
        raise


def _amend_visit(world, laptop, which, how):
    this = _nth(laptop, "visit", which)
    if this:
        before = _text(laptop, "visit", "note", this)
        word = world.ledger.word(laptop, before)
        said = {"outcome": "22", "next_on": "2026-12-02"} if how % 3 == 0 else {}
        after = visits.amend_visit(laptop.desk, this, note=word, **said)
        if after.id != this and _text(laptop, "visit", "id", this):
            world.ledger.gone.add(("visit", this))


def _withdraw_visit(world, laptop, which, how):  # noqa: ARG001
    this = _nth(laptop, "visit", which)
    if this:
        world.ledger.let_go(_text(laptop, "visit", "note", this))
        visits.withdraw_visit(laptop.desk, this)
        if _text(laptop, "visit", "id", this):
            world.ledger.gone.add(("visit", this))


def _amend_home(world, laptop, which, how):
    home = _home(laptop, which)
    name = ("remark", "remark", "salutation")[how % 3]
    word = world.ledger.word(laptop, _text(laptop, "household", name, home))
    try:
        households.amend_household(laptop.desk, home, **{name: word})
    except Expected:
        world.ledger.let_go(word)
        raise


def _newer(world, laptop, which, how):
    """A field this program does not know, as a newer one writes it."""
    laptop.is_newer = True
    with laptop.disk.store.writing() as connection:
        held = rows.get(connection, Household, _home(laptop, which))
        if held is None or held.deleted:
            return
        name = ("pets", "solar")[how % 2]
        word = world.ledger.word(laptop, str(held.extra.get(name, "")))
        head = laptop.desk.head(laptop.clock())
        extra = {**held.extra, name: word}
        outbox.edit(connection, held, Household(**{**held.__dict__, **head, "extra": extra}))


def _person(world, laptop, which, how):
    home, name = _home(laptop, which), ("Wei", "Lan")[how % 2]
    word = world.ledger.word(laptop)
    try:
        after = households.add_resident(laptop.desk, home, name=name, relation=word).after
    except Expected:
        world.ledger.let_go(word)
        raise
    world.ledger.gone.discard(("resident", after.id))


def _amend_person(world, laptop, which, how):
    this = _nth(laptop, "resident", which)
    if this and how % 3 == 0:
        world.ledger.let_go(_text(laptop, "resident", "relation", this))
        households.remove_resident(laptop.desk, this)
        world.ledger.gone.add(("resident", this))
    elif this:
        word = world.ledger.word(laptop, _text(laptop, "resident", "relation", this))
        households.amend_resident(laptop.desk, this, relation=word)


def _move_in(world, laptop, which, how):
    post = laptop.disk.raw.execute(
        "SELECT place FROM post WHERE account = ? AND to_on = '' ORDER BY place DESC",
        [laptop.desk.me.account],
    ).fetchone()
    grid = GRIDS[how % len(GRIDS)]
    if post and grid.startswith(post[0]):
        word = world.ledger.word(laptop)
        if not move_in(laptop.desk, grid, _NEW_ROOMS[which % 2], remark=word):
            world.ledger.let_go(word)


def _issue(world, laptop, which, how):  # noqa: ARG001
    word = world.ledger.word(laptop)
    try:
        issues.report_issue(
            laptop.desk, household=_home(laptop, which), category="0205", text=f"路灯不亮 {word}"
        )
    except Expected:
        world.ledger.let_go(word)
        raise


def _step(world, laptop, which, how):
    this = _nth(laptop, "issue", which)
    if this:
        word = world.ledger.word(laptop)
        try:
            issues.take_step(laptop.desk, issue=this, step=_STEPS[how % len(_STEPS)], text=word)
        except Expected:
            world.ledger.let_go(word)
            raise


def _end_issue(world, laptop, which, how):
    """Correct an issue or take it back; with its first step, which says nothing."""
    this = _nth(laptop, "issue", which)
    if not this:
        return
    text = _text(laptop, "issue", "text", this)
    steps = _texts_of_steps(laptop, this)
    if how % 2:
        issues.withdraw_issue(laptop.desk, this)
        world.ledger.let_go(text)
    else:
        word = world.ledger.word(laptop, text)
        try:
            after = issues.amend_issue(laptop.desk, this, text=f"路灯不亮 {word}")
        except Expected:
            world.ledger.let_go(word)
            raise
        if after.id == this:
            return
    world.ledger.let_go(steps)
    if _text(laptop, "issue", "id", this):
        world.ledger.gone.add(("issue", this))


def _texts_of_steps(laptop, issue):
    query = 'SELECT "text" FROM issue_step WHERE issue_id = ?'
    return "".join(text for (text,) in laptop.disk.raw.execute(query, [issue]))


def _decide(world, laptop, which, how):
    this = _nth(laptop, "conflict", which)
    if this:
        takes = ("kept", "offered")[how % 2]
        conflicts.resolve(laptop.desk, this, takes)
        about = laptop.disk.raw.execute(
            "SELECT about_kind, about_id FROM conflict WHERE id = ?", [this]
        ).fetchone()
        world.ledger.gone.discard(about)


_WRITES = (
    _visit, _visit, _amend_visit, _withdraw_visit, _amend_home, _amend_home, _amend_home,
    _newer, _person, _amend_person, _move_in, _issue, _step, _step, _end_issue, _decide,
)  # fmt: skip


@step(14)
def sync(world, laptop, fate, when, other):
    """Send and update over a bad connection: one request of it meets something."""

    def meanwhile(what):
        match what:
            case "busy":
                write(world, laptop, other, when, fate)
            case "replay":
                replay(world, laptop, other, when, fate)
            case "other":
                near = world.laptops[other % len(world.laptops)]
                if near is not laptop:
                    world.sync(near, Line(world, near))
            case "restore":
                restore(world, laptop, other, when, fate)

    fates = ["there"] * (when % 3) + [FATES[fate % len(FATES)]]
    _talk(world, laptop, Line(world, laptop, iter(fates), meanwhile))


@step(10)
def evening(world, laptop, *_):
    """Send and update over a good connection."""
    _talk(world, laptop, Line(world, laptop))


def _talk(world, laptop, line):
    written = world.ledger.count
    done = world.sync(laptop, line)
    laptop.disk.dies = world.disk.dies = False
    world.beside.dies.clear()
    # What somebody wrote while the last request was on its way goes on waiting.
    if done and (world.ledger.count == written or not laptop.waiting()):
        all_sent(world, laptop)


@step(3)
def deliver(world, laptop, which, *_):  # noqa: ARG001
    """A request somebody gave up long ago arrives."""
    if world.late:
        _again(world, world.late.pop(which % len(world.late)))


@step(3)
def replay(world, laptop, which, *_):  # noqa: ARG001
    """A request arrives once more."""
    if world.asked:
        _again(world, world.asked[which % len(world.asked)])


def _again(world, request):
    world.answered(*request)


@step(4)
def backup(world, *_):
    """The office makes a copy of its records."""
    if len(world.backups) < MOST_BACKUPS:
        world.backups.append((world.disk.image(), dict(world.kept)))


@step(4)
def restore(world, laptop, which, how, *_):  # noqa: ARG001
    """The office puts a copy back: with its file of numbers, without it, or by the command."""
    if not world.backups:
        return
    image, kept = world.backups[which % len(world.backups)]
    world.disk.put_back(image)
    match how % 4:
        case 0:
            world.kept = {}
        case 1:
            world.kept = dict(kept)
        case 2:
            with world.disk.store.writing() as connection:
                lineage.put_back(connection)
    world.start()
    world.ledger.lost_with(world)


@step(1)
def restart(world, *_):
    """The hub's computer starts anew."""
    world.start()


@step(2)
def post(world, laptop, which, *_):  # noqa: ARG001
    """A post is given or taken away."""
    posts = beginning().posts
    give(world.hub, posts[which % len(posts)])
    world.ledger.lost_with(world)


@step(2)
def image(world, laptop, *_):  # noqa: ARG001
    """Somebody takes an image of a laptop."""
    laptop.images.append((laptop.disk.image(), set(laptop.wrote)))


@step(2)
def put_image_back(world, laptop, which, *_):
    """A laptop is what it was when an image of it was taken."""
    if laptop.images:
        bytes_, wrote = laptop.images[which % len(laptop.images)]
        laptop.disk.put_back(bytes_)
        laptop.wrote = set(wrote)
        world.ledger.lost_with(world)


@step(1)
def clone(world, laptop, *_):
    """Every byte of a laptop is copied to another one."""
    world.clone(laptop)


@step(1)
def lose(world, laptop, *_):
    """A laptop is gone for good."""
    if len(world.laptops) > 1:
        world.laptops.remove(laptop)
        world.ledger.lost_with(world)


@step(1)
def set_clock(world, laptop, which, how, *_):
    """A clock is set wrong, or right."""
    clock = world.clock if how % 4 == 0 else laptop.clock
    clock.wrong = timedelta(days=365 * _YEARS[which % len(_YEARS)] // (10 if how % 4 == 0 else 1))


__all__ = ["ROOMS", "Killed", "Laptop", "Step", "drawn", "take"]
