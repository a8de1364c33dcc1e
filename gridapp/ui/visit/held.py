"""The visit on the form: each correction may give it a new id, and this follows it."""

from dataclasses import dataclass
from typing import Any

from gridapp.client.actions.visits import amend_visit, withdraw_visit
from gridapp.client.desk import Desk
from gridapp.domain.records.visits import Visit


@dataclass
class Held:
    """`visit` is the one that stands now."""

    desk: Desk
    visit: Visit

    def amend(self, **changes: Any) -> None:
        """Correct fields; raises what `amend_visit` raises."""
        self.visit = amend_visit(self.desk, self.visit.id, **changes)

    def withdraw(self) -> None:
        """Take it back."""
        withdraw_visit(self.desk, self.visit.id)
