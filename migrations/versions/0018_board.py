"""The earliest deadline of each initiative, so that a board of many is read in its order; and whose they are."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_FILL = """
UPDATE initiative SET next_due = (
    SELECT min(due) FROM obligation WHERE obligation.initiative_id = initiative.id AND obligation.state = 'open'
)
"""


def upgrade() -> None:
    """Add them, and fill in the deadlines of what is open now."""
    op.add_column("initiative", sa.Column("next_due", sa.DateTime(timezone=True), nullable=True))
    op.execute(_FILL)
    op.create_index("ix_initiative_status_next_due_id", "initiative", ["status", "next_due", "id"])
    op.create_index("ix_initiative_theme_opened_at_id", "initiative", ["theme", "opened_at", "id"])
    op.create_index("ix_actor_principal", "actor", ["principal"])
