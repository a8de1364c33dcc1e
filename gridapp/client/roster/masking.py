"""What may be shown of a roster over shoulders: names by their surname, numbers by their end."""

import re
from typing import Any

from gridapp.domain.names import masked
from gridapp.domain.phones import masked_phone

_NAMES = frozenset({"head", "name", "salutation"})
_LONG = re.compile("[0-9]{7,}[Xx]?")


def masked_value(name: str, value: Any) -> Any:
    """A value of a field as it may be shown."""
    if not isinstance(value, str):
        return value
    return masked(value) if name in _NAMES else masked_numbers(value)


def masked_numbers(text: str) -> str:
    """A text in which no telephone or ID number stands in full."""
    return _LONG.sub(lambda found: masked_phone(found[0]), text)
