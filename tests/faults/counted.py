"""What a run of faults counts: how often it tried, and what must be nothing each time."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass
class Count:
    """`lost` of what was acknowledged or saved, `doubled`, and `false` acknowledgements."""

    fault: str
    trials: int = 0
    lost: int = 0
    doubled: int = 0
    false: int = 0
    note: str = ""

    @property
    def is_clean(self) -> bool:
        """True where nothing was counted that must not be."""
        return not (self.lost or self.doubled or self.false)

    def add(self, other: "Count") -> None:
        """Count these trials among ours."""
        self.trials += other.trials
        self.lost += other.lost
        self.doubled += other.doubled
        self.false += other.false


def table(counts: Iterable[Count]) -> str:
    """The counts as a person reads them."""
    head = ("fault", "trials", "lost", "doubled", "false acks", "")
    rows = [(c.fault, c.trials, c.lost, c.doubled, c.false, c.note) for c in counts]
    listed = [tuple(map(str, row)) for row in (head, *rows)]
    widths = [max(len(row[at]) for row in listed) for at in range(len(head))]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
        for row in listed
    )
