"""Staff: roles of people, sign-in links, sessions, and forms that came after a session's end."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROLES_OF_KEYS = """
    INSERT INTO staff_role (person_id, role, given_by, given_at)
    SELECT person_id, role, 'operator', MIN(created_at) FROM api_key
    WHERE person_id IS NOT NULL AND role IN ('coordinator', 'auditor', 'admin') AND revoked_at IS NULL
    AND (expires_at IS NULL OR expires_at > CURRENT_TIMESTAMP)
    GROUP BY person_id, role
"""
"""Whom an operator had a key made for that opens something still may sign in with the same role."""


def upgrade() -> None:
    """Add them. Nobody could sign in before."""
    _roles()
    _links()
    _sessions()
    _forms()
    op.execute(ROLES_OF_KEYS)


def _roles() -> None:
    op.create_table(
        "staff_role",
        *(_word(name) for name in ("person_id", "role", "given_by")),
        _moment("given_at"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_staff_role_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", "role"),
    )


def _links() -> None:
    op.create_table(
        "sign_in_link",
        *(_word(name) for name in ("id", "token_sha256", "purpose")),
        _word("person_id", nullable=True),
        _word("language"),
        *(_word(name, nullable=True) for name in ("leads_to", "browser_sha256")),
        *(_moment(name) for name in ("asked_at", "expires_at")),
        *(_moment(name, nullable=True) for name in ("used_at", "claimed_until", "sent_at")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_sign_in_link_person_id_person"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_sha256", name="uq_sign_in_link_token_sha256"),
    )
    for columns in (("person_id",), ("sent_at", "asked_at")):
        op.create_index(f"ix_sign_in_link_{'_'.join(columns)}", "sign_in_link", list(columns))


def _sessions() -> None:
    op.create_table(
        "staff_session",
        *(_word(name) for name in ("id", "secret_sha256", "person_id", "role", "browser")),
        *(_moment(name) for name in ("began_at", "seen_at")),
        _moment("ended_at", nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_staff_session_person_id_person"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("secret_sha256", name="uq_staff_session_secret_sha256"),
    )
    for column in ("person_id", "began_at"):
        op.create_index(f"ix_staff_session_{column}", "staff_session", [column])


def _forms() -> None:
    op.create_table(
        "kept_form",
        *(_word(name) for name in ("id", "person_id", "address", "typed_ref")),
        _moment("kept_at"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_kept_form_person_id_person"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_kept_form_person_id_kept_at", "kept_form", ["person_id", "kept_at"])
    op.create_index("ix_kept_form_kept_at", "kept_form", ["kept_at"])


def _word(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
