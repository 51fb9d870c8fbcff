"""Letters accounted for: bundles, what people said of their letters, closed addresses, pauses, stream heads."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. What was superseded was kept as suppressed before; letters of before are accounted for from now on."""
    _people()
    _letters()
    op.create_table(
        "stream_head",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("stream"),
    )
    op.create_table(
        "pause",
        sa.Column("loop", sa.String(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("loop"),
    )


def _people() -> None:
    op.add_column("person", sa.Column("phone_ref", sa.String(), nullable=True))
    op.add_column("person", sa.Column("rhythm", sa.String(), nullable=False, server_default="daily"))
    op.add_column("person", sa.Column("quiet_from", sa.String(), nullable=True))
    op.add_column("person", sa.Column("quiet_until", sa.String(), nullable=True))
    op.create_table(
        "stopped",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("person_id", "initiative_id", "obligation_id")),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "initiative_id", "obligation_id"),
    )
    op.create_table(
        "closed_address",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("address_ref", "person_id")),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("letter_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("address_ref"),
    )
    op.create_index("ix_closed_address_person_id", "closed_address", ["person_id"])


def _letters() -> None:
    op.add_column("letter", sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("letter", sa.Column("accounted_seq", sa.Integer(), nullable=True))
    op.create_index("ix_letter_accounted_seq_state", "letter", ["accounted_seq", "state"])
    op.execute("UPDATE letter SET state = 'superseded' WHERE reason = 'superseded'")
    op.create_table(
        "bundle",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("composed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("unsubscribe_sha256", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("channel", "reply")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("unsubscribe_sha256", name="uq_bundle_unsubscribe_sha256"),
    )
    op.create_index("ix_bundle_person_id_day", "bundle", ["person_id", "day"])
    op.create_index("ix_bundle_state_lease_until", "bundle", ["state", "lease_until"])
    _bundles_of_one()


def _bundles_of_one() -> None:
    """What was being sent may have gone out: each such letter is looked at again as a message of its own."""
    moment = sa.DateTime(timezone=True)
    letter = sa.table(
        "letter",
        *map(sa.column, ("id", "actor", "state", "reason", "attempts", "message_id", "bundle_id")),
        sa.column("lease_until", moment),
    )
    actor = sa.table("actor", sa.column("id"), sa.column("person_id"))
    bundle = sa.table(
        "bundle",
        *map(sa.column, ("id", "person_id", "state", "attempts", "message_id")),
        sa.column("day", sa.Date()),
        sa.column("composed_at", moment),
        sa.column("lease_until", moment),
    )
    uncertain = sa.and_(letter.c.state == "waiting", letter.c.reason == "uncertain")
    under_way = sa.and_(letter.c.lease_until.is_not(None), sa.or_(letter.c.state == "claimed", uncertain))
    kept = ("id", "state", "attempts", "message_id", "lease_until")
    query = sa.select(*(letter.c[name] for name in kept), actor.c.person_id)
    rows = op.get_bind().execute(query.outerjoin(actor, actor.c.id == letter.c.actor).where(under_way)).mappings().all()
    if rows:
        moments = ({"day": row["lease_until"].date(), "composed_at": row["lease_until"]} for row in rows)
        op.bulk_insert(bundle, [{**row, **when} for row, when in zip(rows, moments, strict=True)])
        op.execute(sa.update(letter).where(under_way).values(bundle_id=letter.c.id))
