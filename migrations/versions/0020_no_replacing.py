"""On SQLite a row of the ledger is not overwritten by INSERT OR REPLACE either, which fires no trigger on deletion."""

from alembic import op

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None

_KEYS = {
    "ledger_entry": (("stream", "seq"), ("stream", "command_key"), ("rowid",)),
    "ledger_index": (("idx",), ("stream", "seq")),
    "ledger_node": (("level", "position"), ("rowid",)),
    "ledger_checkpoint": (("size",),),
}
"""By table that is only ever added to: all that a row may be replaced by, one search of an index each. Where no key is
a row's number there, that number is one too.
"""


def upgrade() -> None:
    """Refuse a row whose key is there. PostgreSQL knows no such insertion: what replaces there is an UPDATE."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, keys in _KEYS.items():
        there = " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{one} = NEW.{one}' for one in key)})"  # noqa: S608
            for key in keys
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
        )
