"""The house: whom its ids mean, which reads were noted, and the entry that its stream opens with where there was an
installation before it.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# What of each table is summed up, in this order; the first columns are its key.
_STOOD = {
    "keys": ("api_key", "id role person_id created_at expires_at revoked_at", 1),
    "seats": ("register_seat", "id organisation_id holder_id deputy_id term_from term_until", 1),
    "mandates": (
        "mandate",
        "id given_by given_to acts places themes valid_from valid_until meeting_reference former_id",
        1,
    ),
    "organisations": ("organisation", "id sector municipality closed_on will_on readiness_on", 1),
    "proposed_models": ("proposed_model", "model_id version sha256 proposed_by proposed_at published_at", 2),
}
_MOMENTS = {"created_at", "expires_at", "revoked_at", "proposed_at", "published_at"}
_DAYS = {"term_from", "term_until", "valid_from", "valid_until", "closed_on", "will_on", "readiness_on"}


def upgrade() -> None:
    """Add the tables; what stood here before is summed up by one entry, so that nothing is claimed of how it came to
    be. An installation without any of it opens with its first fact.
    """
    op.create_table(
        "house_actor",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id"),
    )
    op.create_table(
        "read_noted",
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "reader", "about"),
    )
    stood = {name: _rows(*which) for name, which in _STOOD.items()}
    if any(stood.values()):
        counted = {name: len(rows) for name, rows in stood.items()}
        _open(counted | {"sha256": hashlib.sha256(_canonical(stood).encode()).hexdigest()}, datetime.now(UTC))


def _rows(name: str, columns: str, key: int) -> list[list[str | None]]:
    """The rows of a table in the order of their keys, each value as its text."""
    typed = [sa.column(one, _type(one)) for one in columns.split()]
    found = op.get_bind().execute(sa.select(*typed).select_from(sa.table(name)))
    return sorted(([_text(value) for value in row] for row in found), key=lambda row: row[:key])


def _type(column: str) -> Any:
    if column in _MOMENTS:
        return sa.DateTime(timezone=True)
    return sa.Date() if column in _DAYS else sa.String()


def _text(value: Any) -> str | None:
    if isinstance(value, datetime):
        return _instant(value.replace(tzinfo=UTC) if value.tzinfo is None else value)
    return value.isoformat() if isinstance(value, date) else value


def _open(data: dict[str, Any], now: datetime) -> None:
    """The first entry of the stream, and its head."""
    said = {"v": 1, "stream": "house", "seq": 1, "prev": "0" * 64, "type": "house.opened", "time": _instant(now)}
    text = _canonical(said | _by_rule() | {"data": data})
    leaf = hashlib.sha256(b"\x00" + text.encode()).hexdigest()
    texts = ("stream", "bytes_text", "leaf_hash", "type")
    entry = sa.table(
        "ledger_entry",
        *map(sa.column, texts),
        sa.column("seq", sa.Integer()),
        sa.column("time", sa.DateTime(timezone=True)),
    )
    row = {"stream": "house", "seq": 1, "bytes_text": text, "leaf_hash": leaf, "type": "house.opened", "time": now}
    op.bulk_insert(entry, [row])
    head = sa.table("stream_head", sa.column("stream"), sa.column("seq", sa.Integer()), sa.column("hash"))
    op.bulk_insert(head, [{"stream": "house", "seq": 1, "hash": leaf}])


def _by_rule() -> dict[str, Any]:
    return {"actor": "rule", "seat": None, "private": {}, "cause": None, "model": None}


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
