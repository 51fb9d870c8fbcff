"""When a reader last looked at what their letter's link opens: the first look tells nothing of what was asked since."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; of looks before this, the first is the last that is known."""
    op.add_column("letter", sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE letter SET last_seen_at = opened_at WHERE opened_at IS NOT NULL")
