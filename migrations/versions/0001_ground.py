"""The ground: register, ledger, read model, letters, vault, doors."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables, and the triggers that keep the ledger append-only."""
    _register()
    _ledger()
    _only_added("ledger_entry")
    _initiative()
    _obligation()
    _actor()
    _letter()
    _vault()
    _idempotency()
    _api_key()


def _text(name: str, *constraints: sa.ForeignKey, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), *constraints, nullable=null)


def _moment(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _date(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=null)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _register() -> None:
    op.create_table(
        "organisation",
        *(_text("id"), _text("name"), _text("sector"), _text("municipality", null=True)),
        *(_text("business_id", null=True), _text("fields"), _moment("created_at")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("business_id"),
    )
    op.create_table(
        "person",
        *(_text("id"), _text("name_ref"), _text("address_ref", null=True), _text("language")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "register_seat",
        *(_text("id"), _text("organisation_id", sa.ForeignKey("organisation.id")), _text("role_title")),
        _text("holder_id", sa.ForeignKey("person.id")),
        _text("deputy_id", sa.ForeignKey("person.id"), null=True),
        *(_date("term_from"), _date("term_until", null=True)),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("organisation_id", "holder_id", "deputy_id"):
        _index("register_seat", column)
    op.create_table(
        "mandate",
        _text("id"),
        *(_text(name, sa.ForeignKey("organisation.id")) for name in ("given_by", "given_to")),
        *(_text("acts"), _text("places"), _text("themes")),
        *(_date("valid_from"), _date("valid_until"), _text("meeting_reference")),
        sa.PrimaryKeyConstraint("id"),
    )
    _index("mandate", "given_to")


def _ledger() -> None:
    op.create_table(
        "ledger_entry",
        *(_text("stream"), _number("seq"), _text("bytes_text"), _text("leaf_hash"), _text("type")),
        *(_moment("time"), _text("command_key", null=True)),
        sa.PrimaryKeyConstraint("stream", "seq"),
        sa.UniqueConstraint("stream", "command_key"),
    )


def _only_added(table: str) -> None:
    says = f"rows of {table} are only ever added"
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_only_added() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for act, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.split()[0].lower()} BEFORE {act} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {table}_only_added()"
        )


def _initiative() -> None:
    op.create_table(
        "initiative",
        *(_text("id"), _text("model_id"), _text("model_version"), _text("title_ref"), _text("place")),
        *(_text("theme"), _text("backbone"), _text("coordinator"), _text("phase"), _number("round")),
        *(_text("status"), _text("outcome", null=True)),
        *(_moment("opened_at"), _moment("phase_opened_at"), _moment("phase_due"), _moment("ended_at", null=True)),
        *(_number("head_seq"), _text("head_hash")),
        sa.PrimaryKeyConstraint("id"),
    )
    _index("initiative", "opened_at", "id")
    for column in ("status", "phase", "place", "coordinator"):
        _index("initiative", column, "opened_at", "id")


def _obligation() -> None:
    op.create_table(
        "obligation",
        *(_text("initiative_id"), _text("id"), _text("kind"), _text("phase")),
        *(_text("seat", null=True), _text("owed_by", null=True)),
        *(_moment("opened_at"), _moment("due"), _text("state"), _moment("settled_at", null=True)),
        sa.PrimaryKeyConstraint("initiative_id", "id"),
    )
    _index("obligation", "initiative_id", "state", "due")
    _index("obligation", "owed_by", "state", "due")


def _actor() -> None:
    op.create_table(
        "actor",
        *(_text("id"), _text("initiative_id"), _text("person_id", null=True), _text("principal", null=True)),
        _text("seat", null=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("initiative_id", "person_id"),
        sa.UniqueConstraint("initiative_id", "principal"),
    )
    _index("actor", "person_id")


def _letter() -> None:
    op.create_table(
        "letter",
        *(_text("id"), _text("initiative_id"), _text("obligation_id"), _text("actor")),
        *(_text("kind"), _text("step"), _moment("due_at"), _text("state"), _text("reason", null=True)),
        *(_moment("lease_until", null=True), _number("attempts"), _moment("sent_at", null=True)),
        *(_text(name, null=True) for name in ("channel", "reply", "message_id", "token_sha256")),
        *(_moment("revoked_at", null=True), _text("bundle_id", null=True)),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("initiative_id", "obligation_id", "actor", "kind", "step"),
        sa.UniqueConstraint("token_sha256"),
    )
    _index("letter", "state", "due_at")
    _index("letter", "actor", "due_at")
    _index("letter", "bundle_id")


def _vault() -> None:
    op.create_table(
        "subject_key",
        *(_text("subject_id"), sa.Column("wrapped_key", sa.LargeBinary()), _moment("erased_at", null=True)),
        sa.PrimaryKeyConstraint("subject_id"),
    )
    op.create_table(
        "private_value",
        *(_text("commitment"), _text("subject_id", sa.ForeignKey("subject_key.subject_id")), _text("field")),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("nonce", "ciphertext")),
        *(_text("command_key", null=True), _moment("created_at"), _moment("confirmed_at", null=True)),
        sa.PrimaryKeyConstraint("commitment"),
        sa.UniqueConstraint("command_key", "subject_id", "field"),
    )
    _index("private_value", "subject_id")
    _index("private_value", "confirmed_at", "created_at")


def _idempotency() -> None:
    op.create_table(
        "idempotency",
        *(_text("key"), _text("scope"), _text("body_sha256"), _moment("received_at"), _text("state")),
        *(_moment("lease_until", null=True), _number("status", null=True), _text("response", null=True)),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("key"),
    )
    _index("idempotency", "created_at")


def _api_key() -> None:
    op.create_table(
        "api_key",
        *(_text("id"), _text("role"), _text("label"), _text("secret_sha256")),
        _text("person_id", sa.ForeignKey("person.id"), null=True),
        *(_moment("created_at"), *(_moment(name, null=True) for name in ("expires_at", "last_used_at", "revoked_at"))),
        sa.PrimaryKeyConstraint("id"),
    )
