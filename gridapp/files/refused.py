"""Why a file is not read, in one word that the child can hand to its parent."""


class Refused(Exception):  # noqa: N818 - the file is refused; nothing went wrong
    """`reason` is a key of `sheets.REFUSALS`, where the sentence for the person stands."""

    def __init__(self, reason: str, **values: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values
