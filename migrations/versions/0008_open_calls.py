"""Open calls: their addresses, and what was sent to them by people without an account."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the calls and what they hold."""
    op.create_table(
        "open_call",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.String(), nullable=False),
        sa.Column("call", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256"),
        sa.UniqueConstraint("initiative_id", "call", name="uq_open_call_initiative_id_call"),
    )
    op.create_table(
        "held_need",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "initiative_id", "call", "form", "actor")),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("text_ref", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("place_ref", "address_ref", "sender", "mailbox")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("received_at", "expires_at")),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("need", "reason_ref")),
        sa.Column("settling_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("form", name="uq_held_need_form"),
    )
    for columns in (
        ["initiative_id", "need"],
        ["initiative_id", "call", "received_at"],
        ["sender", "received_at"],
        ["mailbox", "received_at"],
        ["state", "expires_at"],
    ):
        op.create_index(f"ix_held_need_{'_'.join(columns)}", "held_need", columns)
