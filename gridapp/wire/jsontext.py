"""JSON as compact text, for values that stand in one column or one field."""

from typing import Any

import msgspec


def packed(value: Any) -> str:
    """`value` as compact JSON text."""
    return msgspec.json.encode(value).decode()


def unpacked(text: str | bytes) -> Any:
    """The value of a JSON text, its outer list as a tuple, as records hold it."""
    value = msgspec.json.decode(text)
    return tuple(value) if isinstance(value, list) else value
