"""Every kind of record, declared once. A new kind is one class in one of these files."""

from collections.abc import Mapping

from gridapp.domain.fields import Kind
from gridapp.domain.records import issues, people, places, visits
from gridapp.domain.records.header import Record


def _declared() -> Mapping[str, Kind]:
    found = [
        thing.kind
        for module in (places, people, visits, issues)
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Record) and thing is not Record
    ]
    return {kind.name: kind for kind in found}


KINDS: Mapping[str, Kind] = _declared()
