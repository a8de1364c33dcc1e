"""What people write at their laptops, each with words of its own, which the ledger knows."""

from typing import Any

from gridapp.client.actions import conflicts, households, issues, visits
from gridapp.domain.errors import Expected
from gridapp.domain.records.people import Household
from gridapp.store import outbox, rows
from tests.simulator.beginning import GRIDS, move_in

_NEW_ROOMS = ("201", "202")
_STEPS = ("handle_here", "pass_up", "report_done", "void", "pass_up")


def write(world, laptop, what, *rest):
    """Somebody writes at a laptop; what its program does not allow is left out."""
    try:
        _WRITES[what % len(_WRITES)](world, laptop, *rest)
    except Expected:
        return


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
        visits.record_visit(laptop.desk, household=home, note=word, **{"outcome": "11", **told})
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


def _newer(world, laptop, which, how):  # noqa: ARG001
    """A field this program does not know, as a newer one writes it.

    One alone: this program, which plays the newer one, notes all that it does not know as one field.
    """
    laptop.is_newer = True
    with laptop.disk.store.writing() as connection:
        held = rows.get(connection, Household, _home(laptop, which))
        if held is None or held.deleted:
            return
        word = world.ledger.word(laptop, str(held.extra.get("pets", "")))
        head = laptop.desk.head(laptop.clock())
        extra = {**held.extra, "pets": word}
        outbox.edit(connection, held, Household(**{**held.__dict__, **head, "extra": extra}))


def _person(world, laptop, which, how):
    home, name = _home(laptop, which), ("Wei", "Lan")[how % 2]
    word = world.ledger.word(laptop)
    try:
        done = households.add_resident(laptop.desk, home, name=name, relation=word)
    except Expected:
        world.ledger.let_go(word)
        raise
    if done.before:
        world.ledger.over(word, done.before)
    world.ledger.gone.discard(("resident", done.after.id))


def _amend_person(world, laptop, which, how):
    this = _nth(laptop, "resident", which)
    if this and how % 3 == 0:
        text = _text(laptop, "resident", "relation", this)
        world.ledger.let_go(text)
        world.ledger.removed(households.remove_resident(laptop.desk, this).after, text)
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
        kind, about, name = laptop.disk.raw.execute(
            "SELECT about_kind, about_id, field FROM conflict WHERE id = ?", [this]
        ).fetchone()
        column = "relation" if name == "deleted" else name.partition(".")[0]
        standing = _text(laptop, kind, column, about)
        conflicts.resolve(laptop.desk, this, takes)
        world.ledger.gone.discard((kind, about))
        if takes == "offered":  # over what stands here, whoever wrote it since
            world.ledger.let_go(standing)


_WRITES = (
    _visit, _visit, _amend_visit, _withdraw_visit, _withdraw_visit, _amend_home, _amend_home,
    _amend_home, _newer, _person, _amend_person, _move_in, _issue, _step, _step, _end_issue, _decide,
)  # fmt: skip
