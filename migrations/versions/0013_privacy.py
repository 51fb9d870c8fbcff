"""Rights of people: erasures with receipts, holds, restrictions; and which master key wraps a key of the vault."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. Who had been erased before has no receipt; who wraps a key of before is found out by trying."""
    op.add_column("subject_key", sa.Column("wrapped_by", sa.String(), nullable=True))
    op.add_column("subject_key", sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_subject_key_wrapped_by", "subject_key", ["wrapped_by"])
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id"),
    )
    op.create_index("ix_erasure_completed_at", "erasure", ["completed_at"])
    op.create_table(
        "hold",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("initiative_id", sa.String(), nullable=True),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("reason_ref", sa.String(), nullable=False),
        sa.Column("basis_ref", sa.String(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_hold_person_id", "hold", ["person_id"])
    op.create_index("ix_hold_initiative_id", "hold", ["initiative_id"])
