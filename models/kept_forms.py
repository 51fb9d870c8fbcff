"""Forms that came after a session's end, kept for whoever typed them, sealed in their vault, for a short while."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from domain.staff.stays import KEPT_FORM_LIFE
from models.enrolment import subject_of
from models.tables import KeptForm
from models.vault import SubjectErased, SubjectRestricted, Vault

FIELD = "form sent too late"
_MOST = 5  # of one person: the newest


def keep(
    session: Session, vault: Vault, person: str, address: str, typed: Mapping[str, str], now: datetime
) -> str | None:
    """Keep what was typed into the form of a page; its id. None for somebody who is erased, or restricted."""
    try:
        ref = vault.put(session, subject_of(person), FIELD, json.dumps(dict(typed), ensure_ascii=False), now)
    except (SubjectErased, SubjectRestricted):
        return None
    row = KeptForm(id=f"form_{secrets.token_hex(8)}", person_id=person, address=address, typed_ref=ref, kept_at=now)
    session.add(row)
    session.flush()
    _drop(session, vault, _of(session, person)[_MOST:])
    return row.id


def kept(session: Session, vault: Vault, person: str, address: str, now: datetime) -> dict[str, str] | None:
    """What the person typed last into the form of this page, while it waits."""
    for row in _of(session, person):
        if row.address == address and row.kept_at > now - KEPT_FORM_LIFE:
            text = vault.reveal(session, row.typed_ref)
            return dict(json.loads(text)) if text is not None else None
    return None


def newest_address(session: Session, person: str, now: datetime) -> str | None:
    """To which page the form belongs that was kept last, while it waits."""
    row = next(iter(_of(session, person)), None)
    return row.address if row is not None and row.kept_at > now - KEPT_FORM_LIFE else None


def drop(session: Session, vault: Vault, person: str, address: str) -> None:
    """Forget what was typed into the form of this page: it has been sent again, or is not wanted."""
    _drop(session, vault, [row for row in _of(session, person) if row.address == address])


def sweep(session: Session, vault: Vault, now: datetime) -> int:
    """Forget what nobody came back for; how many forms."""
    rows = list(session.exec(select(KeptForm).where(col(KeptForm.kept_at) <= now - KEPT_FORM_LIFE)))
    _drop(session, vault, rows)
    return len(rows)


def _of(session: Session, person: str) -> list[KeptForm]:
    query = select(KeptForm).where(KeptForm.person_id == person)
    return list(session.exec(query.order_by(col(KeptForm.kept_at).desc(), col(KeptForm.id))))


def _drop(session: Session, vault: Vault, rows: list[KeptForm]) -> None:
    vault.drop(session, [row.typed_ref for row in rows])
    for row in rows:
        session.delete(row)
    session.flush()
