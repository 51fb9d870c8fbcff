"""Which entries of the house are about which initiative, so that a look at one initiative does not walk the house."""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_AT_ONCE = 1000


def upgrade() -> None:
    """Add them, also of the entries that there are: those whose fact names an initiative, and what auditors read."""
    mention = op.create_table(
        "house_mention",
        sa.Column("initiative_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("initiative_id", "seq"),
    )
    rows = list(_mentions())
    for first in range(0, len(rows), _AT_ONCE):
        op.bulk_insert(mention, rows[first : first + _AT_ONCE])


def _mentions() -> Iterator[dict[str, object]]:
    entry = sa.table("ledger_entry", *map(sa.column, ("stream", "seq", "type", "bytes_text")))
    of_house = sa.select(entry.c.seq, entry.c.type, entry.c.bytes_text).where(entry.c.stream == "house")
    for seq, kind, text in op.get_bind().execute(of_house):
        data = json.loads(text)["data"]
        about = data.get("id") if kind == "auditor.read" else data.get("initiative")
        if about is not None:
            yield {"initiative_id": about, "seq": seq}
