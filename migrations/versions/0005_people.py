"""Who acts for seats and for the coordinator where that has changed, and for whom a duty is stood in for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; nobody has stood in for anybody before this version."""
    op.add_column("obligation", sa.Column("principal", sa.String(), nullable=True))
    op.create_table(
        "acting",
        sa.Column("initiative_id", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("initiative_id", "seat", "position"),
    )
    op.create_index("ix_acting_actor", "acting", ["actor"])
