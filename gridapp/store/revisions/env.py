"""Where Alembic starts: one connection, one transaction, handed in by store.migrate."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from gridapp.store.tables import Packed


def _rendered(kind: str, thing: Any, _: AutogenContext) -> str | Literal[False]:
    # A revision must not change when the code does: our own column type is plain text in it.
    return "sa.Text()" if kind == "type" and isinstance(thing, Packed) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,
    render_item=_rendered,
)
with context.begin_transaction():
    context.run_migrations()
