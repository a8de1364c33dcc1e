"""Background work: the only place of this room that starts a thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")
Deliver = Callable[[Callable[[], None]], None]


class Tasks:
    """Runs work one after the other beside the window; answers arrive through `deliver`.

    Work gets plain values and returns plain values. `deliver` is handed a call to make where the
    answers belong, as a window's own thread.
    """

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="gridapp")
        self._waiting = 0

    def beside(self) -> "Tasks":
        """Another line of work, whose answers arrive where those of this one do."""
        return Tasks(self._deliver)

    @property
    def is_busy(self) -> bool:
        """True while work is under way or its answer is still to be delivered."""
        return self._waiting > 0

    def start(
        self,
        work: Callable[[], Made],
        done: Callable[[Made], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Run `work`; then exactly one of `done` and `failed` is delivered."""
        self._waiting += 1

        def answered(ended: Future[Made]) -> None:
            self._deliver(lambda: self._answer(ended, done, failed))

        self._pool.submit(work).add_done_callback(answered)

    def _answer(
        self,
        ended: Future[Made],
        done: Callable[[Made], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._waiting -= 1
        problem = ended.exception()
        if problem is None:
            done(ended.result())
        else:
            failed(problem)

    def tell(self, call: Callable[[], None]) -> None:
        """From work under way: have `call` made where the answers arrive."""
        self._deliver(call)

    def close(self) -> None:
        """Wait for the work under way; nothing new is started."""
        self._pool.shutdown()
