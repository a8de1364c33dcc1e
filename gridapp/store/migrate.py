"""Brings a store to this version of the program: all of it or none, with a copy kept first."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, MetaData, inspect

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.store import backup, dialect, search
from gridapp.store.engine import Store

REVISIONS = Path(__file__).with_name("revisions")


class NewerStore(Expected):
    """A newer program wrote this store."""


def upgrade(store: Store, chain: str, *, now: datetime, revisions: Path = REVISIONS) -> None:
    """Bring `store` to the newest revision of `chain` ("desk" or "hub").

    One transaction: a kill at any moment leaves the old store or the new one. A file that holds
    something is copied beside itself first. Raises NewerStore.
    """
    newest = head(chain, revisions)
    with store.reading() as connection:
        held = revision_of(connection)
    if held == newest:
        return
    if held > newest:
        raise NewerStore(
            N_(
                "These records were written by a newer gridapp. Nothing was changed. "
                "Please install the newer version on this computer."
            ),
        )
    if held and store.is_file:
        backup.copy(store, store.path.with_name("backup"), label=f"before-{newest}", now=now)
    with store.writing() as connection:
        dialect.one_at_a_time(connection, "upgrade")
        run(connection, chain, revisions)
        if chain == "desk":
            search.rebuild(connection)


def head(chain: str, revisions: Path = REVISIONS) -> str:
    """The newest revision of a chain, by its file's name: a start must not import Alembic."""
    return max(path.stem.split("_")[0] for path in (revisions / chain).glob("0*.py"))


def revision_of(connection: Connection) -> str:
    """The revision a store stands at, "" where it is new."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(found or "")


def run(
    connection: Connection,
    chain: str,
    revisions: Path = REVISIONS,
    *,
    metadata: MetaData | None = None,
    message: str = "",
) -> None:
    """Run the missing revisions inside the caller's transaction; with `message` write a new one."""
    # Seldom needed and slow to import: a start with nothing to do never pays for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(revisions).replace("%", "%%"))
    config.set_main_option("version_locations", str(revisions / chain).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(connection=connection, metadata=metadata)
    if message:
        after = str(int(head(chain, revisions)) + 1) if any((revisions / chain).iterdir()) else "1"
        command.revision(config, message, autogenerate=True, rev_id=after.zfill(4))
    else:
        command.upgrade(config, "head")
