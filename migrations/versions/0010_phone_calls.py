"""Calls to those of whom nothing was heard."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; nobody was known to have been called before."""
    op.create_table(
        "phone_call",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "initiative_id", "obligation_id", "actor")),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("note_ref", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_phone_call_initiative_id_obligation_id", "phone_call", ["initiative_id", "obligation_id"])
