"""Words people read: marked English in the code, translated only at the edge."""

import gettext
from functools import cache

from gridapp.domain.resources import resource

LANGUAGES = ("zh_CN", "en")


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "marked, translate later"
    """Mark `text` for the catalogue and return it unchanged."""
    return text


def shown(text: str, language: str, **values: object) -> str:
    """`text` in `language` (one of LANGUAGES), with `{names}` filled from `values`."""
    said = text if language == "en" else _catalogue(language).gettext(text)
    return said.format(**values) if values else said


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    with resource("locale", f"{language}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)
