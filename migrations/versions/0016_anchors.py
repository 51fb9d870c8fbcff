"""Which readers of a checkpoint were missed and when it is tried again, so that it goes to all and to nobody twice."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them: who was missed before is not known, and gets the next one."""
    op.add_column("anchor", sa.Column("again_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("anchor", sa.Column("left_out", sa.String(), nullable=False, server_default="[]"))
