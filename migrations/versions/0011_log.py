"""One log over all streams: indexes, the nodes of its tree, checkpoints, what waits for its index, anchors."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_QUEUE = {
    "sqlite": "INSERT INTO ledger_waiting (stream, seq, since) "
    "SELECT stream, seq, strftime('%Y-%m-%d %H:%M:%f000', 'now') FROM ledger_entry ORDER BY time, stream, seq",
    "postgresql": "INSERT INTO ledger_waiting (stream, seq, since) "
    "SELECT stream, seq, clock_timestamp() FROM ledger_entry ORDER BY time, stream, seq",
}
_WAITS = {
    "sqlite": (
        "CREATE TRIGGER ledger_entry_waits AFTER INSERT ON ledger_entry BEGIN "
        "INSERT INTO ledger_waiting (stream, seq, since) "
        "VALUES (NEW.stream, NEW.seq, strftime('%Y-%m-%d %H:%M:%f000', 'now')); END",
    ),
    "postgresql": (
        "CREATE FUNCTION ledger_entry_waits() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN INSERT INTO ledger_waiting (stream, seq, since) VALUES (NEW.stream, NEW.seq, clock_timestamp()); "
        "RETURN NULL; END $$",
        "CREATE TRIGGER ledger_entry_waits AFTER INSERT ON ledger_entry FOR EACH ROW "
        "EXECUTE FUNCTION ledger_entry_waits()",
    ),
}
"""Each new entry waits for its index: that is no statement of those who append, and nobody can forget it."""


def upgrade() -> None:
    """Add them. What the ledger holds already waits for its index, in the order of time; the sequencer sees to it."""
    _log()
    for table in ("ledger_index", "ledger_node", "ledger_checkpoint"):
        _only_added(table)
    _working_papers()
    dialect = op.get_bind().dialect.name
    for statement in (_QUEUE[dialect], *_WAITS[dialect]):
        op.execute(statement)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _log() -> None:
    op.create_table(
        "ledger_index",
        sa.Column("idx", sa.Integer(), autoincrement=False, nullable=False),
        *(_text("leaf_hash"), _text("stream"), _number("seq")),
        sa.PrimaryKeyConstraint("idx"),
        sa.UniqueConstraint("stream", "seq"),
    )
    op.create_table(
        "ledger_node",
        *(_number("level"), _number("position"), _text("hash")),
        sa.PrimaryKeyConstraint("level", "position"),
    )
    op.create_table(
        "ledger_checkpoint",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        *(_text("root"), _text("text"), _moment("signed_at"), _text("reason")),
        sa.PrimaryKeyConstraint("size"),
    )


def _working_papers() -> None:
    op.create_table(
        "ledger_waiting",
        *(sa.Column("id", sa.Integer(), nullable=False), _text("stream"), _number("seq"), _moment("since")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "anchor",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        *(_text("reason"), _moment("claimed_until", null=True), _number("attempts"), _moment("sent_at", null=True)),
        *(_number("reached"), _number("missed")),
        sa.PrimaryKeyConstraint("size"),
    )
    op.create_index("ix_anchor_sent_at", "anchor", ["sent_at"])


def _only_added(table: str) -> None:
    says = f"rows of {table} are only ever added"
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_only_added() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for act, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.split()[0].lower()} BEFORE {act} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {table}_only_added()"
        )
