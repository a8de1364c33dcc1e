"""The steps of a history: each a name and a few numbers, which mean something in any world."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from gridapp.server import lineage
from tests.simulator.beginning import beginning, give
from tests.simulator.invariants import all_sent
from tests.simulator.ledger import cards_at, words, words_at_hub
from tests.simulator.network import FATES, Line
from tests.simulator.world import World
from tests.simulator.writing import write

Step = tuple[str, int, int, int, int]
_YEARS = (-40, -3, 0, 0, 5)
_AGAIN = 60  # of a hundred
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
    number = partial(chance.randrange, 100)
    made: list[Step] = []
    for _ in range(chance.randint(8, 22)):
        name, who = chance.choice(names), number()
        which, how, more = number(), number(), number()
        before = [one[2:4] for one in made if one[0] == name == "save"]
        # Who writes often writes where somebody wrote before, and often the same.
        if before and chance.randrange(100) < _AGAIN:
            what, how = chance.choice(before)
            which = what if chance.randrange(100) < _AGAIN else which
        made.append((name, who, which, how, more))
    return made


def take(world: World, one: Step) -> None:
    """Take a step; what cannot be done now is left out."""
    name, who, *rest = one
    act = _HOW[name][1]
    if world.laptops:
        act(world, world.laptops[who % len(world.laptops)], *rest)


@step(16)
def save(world, laptop, *what):
    laptop.last = what
    write(world, laptop, *what)


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
            case _:
                restore(world, laptop, other, when, fate)

    fates = ["there"] * (when % 3) + [FATES[fate % len(FATES)]]
    _talk(world, laptop, Line(world, laptop, iter(fates), meanwhile))
    # Who did not get through goes on writing where they were.
    if laptop.waiting() and laptop.last:
        write(world, laptop, *laptop.last)


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


@step(4)
def deliver(world, laptop, which, *_):  # noqa: ARG001
    """A request somebody gave up long ago arrives."""
    if world.late:
        _again(world, world.late.pop(which % len(world.late)))


@step(4)
def replay(world, laptop, which, how, *_):  # noqa: ARG001
    """A request arrives once more, or all do."""
    if world.asked:
        one = world.asked[which % len(world.asked)]
        for each in tuple(world.asked) if how % 3 == 0 else (one,):
            _again(world, each)


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
    held, before = cards_at(world.disk), words_at_hub(world)
    world.disk.put_back(image)
    # A card that comes back does so whole: what it says is news to whoever wrote another value since.
    back = words(text for _, text in held - cards_at(world.disk))
    forgotten = before - words_at_hub(world)
    world.ledger.doubtful |= world.ledger.covered(forgotten) - words_at_hub(world) | back
    match how % 4:
        case 0:
            world.kept = {}
        case 1:
            world.kept = dict(kept)
        case 2:
            with world.disk.store.writing() as connection:
                lineage.put_back(connection)
        case _:
            pass  # the file is as it was
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
def image(world, laptop, *_):
    """Somebody takes an image of a laptop."""
    laptop.images.append((laptop.disk.image(), set(laptop.wrote)))
    world.ledger.copied(world, laptop)


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
    world.ledger.copied(world, laptop)


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
