"""What a child that reads other people's files may cost. It imports little: each start pays for it."""

import sys

if sys.platform != "win32":
    import resource


def restrain(*, memory: int, seconds: float) -> None:
    """Memory (bytes) and time; and no core dumps and no files: people's data stays off the disk."""
    if sys.platform == "win32":
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # macOS refuses an address space below its own
            continue
