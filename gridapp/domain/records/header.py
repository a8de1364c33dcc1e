"""What every record carries, whatever its kind."""

from typing import Any, ClassVar

from gridapp.domain import fields as f
from gridapp.domain.fields import Kind, Writing
from gridapp.domain.hub_numbers import MOST
from gridapp.domain.words import N_

HEADER = ("id", "scope", "rev", "deleted", "written_by", "written_at", "hub_at", "extra")


@f.record("record", label=N_("Record"), writing=Writing.FACT)
class Record:
    """The head of a record.

    `scope` says who may see it ("990101001001001/place", see domain.scopes). `rev` is the hub's
    number for it, 0 until the hub holds it. `written_at` is the laptop's clock, `hub_at` the
    hub's; both UTC. `extra` keeps fields a newer version wrote and passes them on.
    """

    kind: ClassVar[Kind]

    id: str = f.text(N_("Id"), limit=64)
    scope: str = f.text(N_("Scope"), limit=80)
    rev: int = f.whole(N_("Hub number"), most=MOST, default=0)
    deleted: bool = f.flag(N_("Deleted"))
    written_by: str = f.text(N_("Written by"), limit=64, default="")
    written_at: str = f.moment(N_("Written at"), default="")
    hub_at: str = f.moment(N_("Received at"), default="")
    extra: dict[str, Any] = f.mapping(N_("Extra"))
