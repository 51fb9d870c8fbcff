"""Rates that all processes share, and keys with fewer scopes than their role, in lines."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; nothing was counted before, and every key had all of its role."""
    op.create_table(
        "rate_count",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("used_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "subject"),
    )
    op.create_index("ix_rate_count_used_until", "rate_count", ["used_until"])
    for column in ("scopes", "line"):
        op.add_column("api_key", sa.Column(column, sa.String(), nullable=True))
