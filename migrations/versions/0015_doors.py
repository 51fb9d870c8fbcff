"""Rates that all processes share."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; nothing was counted before."""
    op.create_table(
        "rate_count",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("used_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "subject"),
    )
    op.create_index("ix_rate_count_used_until", "rate_count", ["used_until"])
