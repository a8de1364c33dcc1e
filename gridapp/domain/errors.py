"""The one root of everything a person can do something about."""


class Expected(Exception):  # noqa: N818 - it names a kind of event, not a fault of the program
    """Something the person can act on; anything else that flies is a bug.

    `text` is marked English (see `words.N_`) with `{names}`; `values` fill them. The edge shows it
    in the person's language: what happened, is my work safe, what to do. `ends` is True where
    going on with the next line makes no sense.
    """

    ends = False

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text.format(**values))
        self.text = text
        self.values = values
