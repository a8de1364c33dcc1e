"""Writes a new database revision from what the records declare: python build/revise.py desk "why"."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from gridapp.store import hub_tables, migrate, tables
from gridapp.store.engine import open_store


def revise(chain: str, message: str) -> None:
    """Compare a store at the newest revision with the declared tables; write what is missing."""
    metadata = {"desk": tables.desk, "hub": hub_tables.hub}[chain]
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "new.db", os.urandom(32))
        with store.writing() as connection:
            if any((migrate.REVISIONS / chain).glob("0*.py")):
                migrate.run(connection, chain)
            migrate.run(connection, chain, metadata=metadata, message=message)
        store.close()
    subprocess.run(
        [sys.executable, "-m", "ruff", "format", "-q", str(migrate.REVISIONS)], check=True
    )


if __name__ == "__main__":
    revise(sys.argv[1], sys.argv[2])
