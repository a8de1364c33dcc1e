"""The hub's own key for envelopes: it lies in the hub's sealed store and never leaves it."""

from sqlalchemy import Connection

from gridapp.store import settings
from gridapp.wire import sealed, signature

_NAME = "relay_key"


def private(connection: Connection) -> bytes:
    """The hub's private key, 32 bytes; made at its first use."""
    kept = settings.read(connection, _NAME)
    # Two laptops of different districts may be the first at the same moment.
    return bytes.fromhex(kept or settings.keep_first(connection, _NAME, signature.new_key().hex()))


def public(connection: Connection) -> str:
    """What laptops need of it, in hexadecimal: the key to seal to, and the one it signs with."""
    own = private(connection)
    return (sealed.reader_key(own) + signature.public_of(own)).hex()
