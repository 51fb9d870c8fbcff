"""The register in use: organisations that close, companies' will and readiness, and who took which seat in."""

import json
from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SAID_BY = ("will_by", "readiness_by")


def upgrade() -> None:
    """Add what is new, and enter what the ledgers say was taken in so far."""
    with op.batch_alter_table("organisation") as organisation:
        for name in ("closed_on", "will_on", "readiness_on"):
            organisation.add_column(sa.Column(name, sa.Date(), nullable=True))
        for name in _SAID_BY:
            organisation.add_column(sa.Column(name, sa.String(), nullable=True))
            organisation.create_foreign_key(f"fk_organisation_{name}", "person", [name], ["id"])
    taking = op.create_table(
        "taking",
        sa.Column("seat_id", sa.String(), sa.ForeignKey("register_seat.id"), nullable=False),
        sa.Column("initiative_id", sa.String(), nullable=False),
        sa.Column("mandate_id", sa.String(), sa.ForeignKey("mandate.id"), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("seat_id", "initiative_id"),
    )
    op.create_index("ix_taking_mandate_id", "taking", ["mandate_id"])
    for rows in _taken():
        op.bulk_insert(taking, rows)


def _taken() -> Iterator[list[dict[str, object]]]:
    """What each ledger's first entry says of rows that the register has, a list an initiative."""
    seats, mandates = _ids("register_seat"), _ids("mandate")
    for text in _texts("SELECT bytes_text FROM ledger_entry WHERE seq = 1 AND type = 'initiative.started'"):
        entry = json.loads(text)
        charter = entry["data"]["charter"]
        mandate, on = charter["mandate"]["id"], date.fromisoformat(entry["time"][:10])
        yield [
            {"seat_id": seat["id"], "initiative_id": charter["initiative"], "mandate_id": mandate, "taken_on": on}
            for seat in charter["seats"]
            if seat["id"] in seats and mandate in mandates
        ]


def _ids(table: str) -> set[str]:
    return set(_texts(f"SELECT id FROM {table}"))  # noqa: S608 - two words of our own


def _texts(question: str) -> list[str]:
    return list(op.get_bind().execute(sa.text(question)).scalars())
