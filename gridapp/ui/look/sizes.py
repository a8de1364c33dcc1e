"""Six letter sizes, and how large what one clicks is at each."""

SIZES = (14, 16, 18, 22, 26, 30)  # points
USUAL = 16
ELDER = 18
_TARGET, _ELDER_TARGET = 44, 60  # pixels
_NARROW_FROM = 26  # points; from here the rail shows icons


def bigger(size: int) -> int:
    """The next larger size, or the largest."""
    return next((each for each in SIZES if each > size), SIZES[-1])


def smaller(size: int) -> int:
    """The next smaller size, or the smallest."""
    return next((each for each in reversed(SIZES) if each < size), SIZES[0])


def nearest(size: int) -> int:
    """The size offered that comes closest to one that was kept."""
    return min(SIZES, key=lambda each: abs(each - size))


def target(*, elder: bool) -> int:
    """The height of what one clicks, pixels."""
    return _ELDER_TARGET if elder else _TARGET


def pixels(size: int) -> int:
    """The height of the letters' body at 96 dots an inch, whatever the screen claims."""
    return round(size * 96 / 72)


def is_narrow(size: int) -> bool:
    """True where letters are so large that the rail shows icons only."""
    return size >= _NARROW_FROM
