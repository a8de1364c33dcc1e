"""Gathers every marked string into resources/locale/zh_CN.po and compiles it to zh_CN.mo.

Translations that stand in the .po are kept; a string no longer marked is dropped. The same input
gives the same bytes, so a test can tell a forgotten run.
"""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).resolve().parent.parent
PO = TOP / "resources" / "locale" / "zh_CN.po"
MO = PO.with_suffix(".mo")
_FIXED = datetime(2026, 1, 1, tzinfo=UTC)  # Babel's headers want a time; ours must not move


def marked() -> Catalog:
    """Every `N_("...")` in the app, without line numbers, which would change with each edit."""
    catalog = _empty()
    found = extract_from_dir(TOP / "gridapp", [("**.py", "python")], keywords={"N_": None})
    for file, _, text, _, _ in sorted(found, key=lambda item: (item[0], item[1])):
        catalog.add(text, locations=[(f"gridapp/{Path(file).as_posix()}", 0)])
    return catalog


def kept() -> Catalog:
    """The catalogue as it stands."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def compiled(catalog: Catalog) -> bytes:
    """What the app loads: the header without times, then every translation."""
    same = _empty()
    for message in catalog:
        if message.id:
            same.add(message.id, message.string)
    buffer = io.BytesIO()
    write_mo(buffer, same)
    return buffer.getvalue()


def main() -> None:
    """Bring both files up to date and say which strings wait for a translation."""
    catalog = marked()
    if PO.is_file():
        for message in kept():
            if message.id in catalog:
                catalog[message.id].string = message.string
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, include_lineno=False, width=0, sort_by_file=True)
    MO.write_bytes(compiled(catalog))
    waiting = [str(message.id) for message in catalog if message.id and not message.string]
    print("\n  ".join([f"{len(catalog)} strings, {len(waiting)} not translated", *waiting]))


def _empty() -> Catalog:
    return Catalog(
        "zh_CN",
        project="gridapp",
        version="1",
        header_comment="# Words of gridapp in Simplified Chinese; written by build/words.py.",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        creation_date=_FIXED,
        revision_date=_FIXED,
        fuzzy=False,
    )


if __name__ == "__main__":
    main()
