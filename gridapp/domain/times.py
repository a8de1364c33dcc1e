"""Times as the records keep them: UTC text; days and hours of the trade are UTC+8."""

from datetime import UTC, date, datetime, timedelta, timezone

LOCAL = timezone(timedelta(hours=8))  # never the laptop's own zone


def moment(at: datetime) -> str:
    """`at` as UTC text with milliseconds, e.g. 2026-11-22T10:42:07.312Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_moment(text: str) -> datetime:
    """The point in time of a text made by `moment`, or of any ISO text with an offset.

    Raises ValueError for anything else; a time without an offset is UTC+8.
    """
    at = datetime.fromisoformat(text)
    try:
        return (at if at.tzinfo else at.replace(tzinfo=LOCAL)).astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None


def local_day(at: datetime) -> date:
    """The day in UTC+8."""
    return at.astimezone(LOCAL).date()
