"""What a line can do to one request, or a box in it: the faults of the network, one by one."""

import random
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

from tests.end_to_end import faulty
from tests.end_to_end.faulty import Call, Fault

PARTS = 20  # a message is cut at each of its twentieths
STATUSES = {
    "407": "407 Proxy Authentication Required",
    "413": "413 Content Too Large",
    "429": "429 Too Many Requests",
    "502": "502 Bad Gateway",
    "503": "503 Service Unavailable",
}
_OURS = re.compile(rb"\r\n(gridapp-[^:]*|authorization|content-encoding):[^\r]*", re.IGNORECASE)
# Makes a fault, with what is left to chance decided.
Made = Callable[[random.Random], Fault]
_MOMENT = Event()  # never set: waiting for it is a pause


def first(fault: Fault, most: int) -> Fault:
    """The first `most` requests meet the fault; then the line is well."""
    left = iter(range(most))

    def met(call: Call) -> None:
        (faulty.passed if next(left, None) is None else fault)(call)

    return met


def cut_up(part: int, call: Call) -> None:
    """The request is lost after so many of its twentieths."""
    call.ask_half(len(call.request) * part // PARTS)
    call.hang_up()


def cut_down(part: int, call: Call) -> None:
    """The answer is lost after so many of its twentieths."""
    answer = call.ask()
    call.answer(answer[: len(answer) * part // PARTS])
    call.hang_up()


def stall(call: Call) -> None:
    """The request arrives somewhere, and nobody says anything until the laptop gives up."""
    call.laptop.recv(1)
    call.hang_up()


def delay(seconds: float, call: Call) -> None:
    """Everything comes late."""
    _MOMENT.wait(seconds)
    faulty.passed(call)


def slow(call: Call) -> None:
    """The answer drips."""
    answer = call.ask()
    step = max(1, len(answer) // PARTS)
    for at in range(0, len(answer), step):
        _MOMENT.wait(0.002)
        call.answer(answer[at : at + step])


def twice(call: Call) -> None:
    """The hub gets the request twice at the same time."""
    with ThreadPoolExecutor(2) as pool:
        one, other = (pool.submit(call.ask) for _ in range(2))
    call.answer(other.result() if one.result() else b"")


def replay(chance: random.Random, call: Call) -> None:
    """An earlier request arrives once more, before this one."""
    earlier = Call(call.line, call.laptop, chance.choice(call.line.requests))
    earlier.ask()
    faulty.passed(call)


def hold(call: Call) -> None:
    """The request is passed on after the next one, when its laptop has long given up."""
    call.line.fault = partial(_pass_then, call.request)
    call.hang_up()


def _pass_then(late: bytes, call: Call) -> None:
    answer = call.ask()
    Call(call.line, call.laptop, late).ask()
    call.answer(answer)
    call.line.fault = faulty.passed


def corrupt_up(chance: random.Random, call: Call) -> None:
    """One bit of what is sent is another one at the hub."""
    head, _, body = call.request.partition(b"\r\n\r\n")
    call.request = head + b"\r\n\r\n" + flipped(body, chance)
    faulty.passed(call)


def corrupt_down(chance: random.Random, call: Call) -> None:
    """One bit of the answer is another one."""
    call.answer(flipped(call.ask(), chance))
    call.hang_up()


def flipped(said: bytes, chance: random.Random) -> bytes:
    """The same with one bit turned."""
    turned = bytearray(said)
    turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def strip_up(call: Call) -> None:
    """A proxy passes on no header it does not know."""
    call.request = _OURS.sub(b"", call.request)
    faulty.passed(call)


def strip_down(call: Call) -> None:
    """The same on the way back."""
    call.answer(_OURS.sub(b"", call.ask()))


def ungzip(call: Call) -> None:
    """A proxy unpacked the answer and left the header that says it is packed."""
    head, _, body = call.ask().partition(b"\r\n\r\n")
    call.answer(head + b"\r\ncontent-encoding: gzip\r\n\r\n" + body)


portal = faulty.html
redirect = faulty.says("302 Found", location="http://127.0.0.1:9/login")
FAULTS: Mapping[str, Made] = {
    "refuse": lambda _: faulty.refused,
    "stall": lambda _: stall,
    "delay": lambda chance: partial(delay, chance.random() / 10),
    "cut up": lambda chance: partial(cut_up, chance.randrange(PARTS)),
    "cut down": lambda chance: partial(cut_down, chance.randrange(PARTS)),
    "reset before": lambda _: partial(cut_up, 0),
    "reset after": lambda _: faulty.dropped,
    "corrupt up": lambda chance: partial(corrupt_up, chance),
    "corrupt down": lambda chance: partial(corrupt_down, chance),
    "duplicate": lambda _: twice,
    "replay": lambda chance: partial(replay, chance),
    "hold": lambda _: hold,
    "portal": lambda _: portal,
    "redirect": lambda _: redirect,
    **{code: partial(lambda said, _: faulty.says(said), line) for code, line in STATUSES.items()},
    "strip": lambda chance: chance.choice((strip_up, strip_down)),
    "ungzip": lambda _: ungzip,
    "slow": lambda _: slow,
    "stale": lambda _: faulty.stale,
}
