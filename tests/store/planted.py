"""A later revision than the newest, as the next release would bring it, in a copy of the folder."""

import shutil
from hashlib import sha256

from gridapp.store import migrate

HEAD = '''"""Planted."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {body}
'''

# What a big upgrade does: a new table, a column by way of writing the table anew, values, an index.
BIG = """
    op.create_table("planted", sa.Column("id", sa.String(), primary_key=True), sa.Column("words", sa.String()))
    with op.batch_alter_table("household", recreate="always") as batch:
        batch.add_column(sa.Column("planted", sa.String()))
    op.execute("UPDATE household SET planted = head || '/' || phone")
    op.execute("INSERT INTO planted SELECT id, planted FROM household")
    op.create_index("household_by_planted", "household", ["planted"])
"""
SMALL = 'op.add_column("household", sa.Column("planted", sa.String()))'


def plant(folder, body, chain="desk"):
    """Copy the revisions into `folder`, add one that does `body`, and say where they are."""
    revisions = folder / "revisions"
    if not revisions.exists():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(migrate.REVISIONS, revisions, ignore=ignored)
    before = migrate.head(chain, revisions)
    revision = f"{int(before) + 1:04}"
    text = HEAD.format(revision=revision, before=before, body=body.strip())
    (revisions / chain / f"{revision}_planted.py").write_text(text, "utf-8")
    return revisions


def looks(store):
    """Everything a store holds: its tables as declared, and a fingerprint of the rows of each."""
    with store.reading() as connection:
        listed = connection.exec_driver_sql(
            "SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        ).all()
        tables = sorted(row.name for row in listed if row.type == "table")
        seen = {(row.type, row.name): row.sql for row in listed}
        return seen | {name: _fingerprint(connection, name) for name in tables}


def _fingerprint(connection, table):
    # Straight from the driver: the tests of the kills read a million rows this way.
    cursor = connection.connection.dbapi_connection.cursor()
    listed = cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall()  # noqa: S608 - our own names
    return len(listed), sha256(repr(listed).encode()).hexdigest()
