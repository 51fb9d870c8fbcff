"""Mandates that are renewed or transferred, and which of them initiatives went on under."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was renewed before."""
    with op.batch_alter_table("mandate") as mandate:
        mandate.add_column(sa.Column("former_id", sa.String(), nullable=True))
        mandate.create_foreign_key("fk_mandate_former_id", "mandate", ["former_id"], ["id"])
        mandate.create_unique_constraint("uq_mandate_former_id", ["former_id"])
    op.create_table(
        "mandate_taking",
        sa.Column("initiative_id", sa.String(), nullable=False),
        sa.Column("mandate_id", sa.String(), sa.ForeignKey("mandate.id"), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("initiative_id", "mandate_id"),
    )
    op.create_index("ix_mandate_taking_mandate_id", "mandate_taking", ["mandate_id"])
