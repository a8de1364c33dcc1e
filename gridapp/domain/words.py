"""Words people read: marked English in the code, translated only at the edge."""

import gettext
from functools import cache

from gridapp.domain.resources import resource

LANGUAGES = {"zh_CN": "简体中文", "en": "English"}


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "marked, translate later"
    """Mark `text` for the catalogue and return it unchanged."""
    return text


def shown(text: str, language: str, **values: object) -> str:
    """`text` in `language` ("zh_CN" or "en"), with `{names}` filled from `values`.

    A value that is itself a marked text, such as a field's label, is translated too.
    """
    said = _in(language, text)
    words = {name: _in(language, v) if isinstance(v, str) else v for name, v in values.items()}
    return said.format(**words) if words else said


def _in(language: str, text: str) -> str:
    # gettext answers the empty text with the catalogue's own head.
    return text if language == "en" or not text else _catalogue(language).gettext(text)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    with resource("locale", f"{language}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)
