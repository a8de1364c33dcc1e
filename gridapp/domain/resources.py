"""Finds what ships beside the code: in a checkout, an installed wheel, or a bundle."""

from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a shipped file, e.g. `resource("codes", "outcome.csv")`.

    A wheel and a bundle carry `resources/` as `gridapp/_resources`; a checkout has it beside
    the package.
    """
    package = Path(__file__).parent.parent
    packed = package / "_resources"
    root = packed if packed.is_dir() else package.parent / "resources"
    return root.joinpath(*parts)
