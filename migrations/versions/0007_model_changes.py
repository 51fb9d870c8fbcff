"""Changes of the model of many running initiatives, and what became of each in it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was changed before."""
    op.create_table(
        "model_change",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("from_model", sa.String(), nullable=False),
        sa.Column("from_version", sa.String(), nullable=False),
        sa.Column("to_model", sa.String(), nullable=False),
        sa.Column("to_version", sa.String(), nullable=False),
        sa.Column("reason_ref", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "changed_initiative",
        sa.Column("change_id", sa.String(), sa.ForeignKey("model_change.id"), nullable=False),
        sa.Column("initiative_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("dry_run", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("change_id", "initiative_id"),
    )
