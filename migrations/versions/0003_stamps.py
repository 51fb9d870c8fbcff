"""Stamps keep by which key the ledger knows what a request led to."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the key; that of a request before this version was the beginning of its stamp's own."""
    op.add_column("idempotency", sa.Column("command_key", sa.String(), nullable=True))
    op.execute("UPDATE idempotency SET command_key = substr(key, 1, 16)")
