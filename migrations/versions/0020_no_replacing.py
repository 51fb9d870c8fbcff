"""The ledger is only ever added to, on SQLite by INSERT OR REPLACE neither, which fires no trigger on deletion; and on
PostgreSQL nobody but who owns its tables may do otherwise, whatever they were granted.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
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


_REVOKE = f"""
DO $$ DECLARE it record; BEGIN
  FOR it IN SELECT DISTINCT table_schema, table_name, grantee FROM information_schema.role_table_grants
    WHERE table_schema = current_schema() AND table_name IN ({", ".join(f"'{table}'" for table in _KEYS)})
      AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE') AND grantee NOT IN (current_user, 'PUBLIC')
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I.%I FROM %I', it.table_schema, it.table_name, it.grantee);
  END LOOP;
END $$
"""  # noqa: S608 - our own names


def upgrade() -> None:
    """Refuse a row whose key is there. PostgreSQL knows no such insertion: what replaces there is an UPDATE, which is
    taken from roles that have it by the owner's default privileges.
    """
    if op.get_bind().dialect.name != "sqlite":
        op.execute(_REVOKE)
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
