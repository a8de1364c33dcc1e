"""Everything of a scope as one file to fetch: how much of it travels at a time."""

from gridapp.domain.errors import Expected

PIECE = 256 << 10  # bytes: what a cut costs at most


class SnapshotGone(Expected):
    """The hub has no such snapshot for this laptop: a newer one may stand in its place."""


class NoSuchPart(Expected):
    """What was asked for is no part of the snapshot."""
