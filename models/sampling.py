"""Samples of what is stored, to see whether a key file belongs to it. Nothing that is opened is kept or given back."""

from __future__ import annotations

from sqlmodel import Session, col, select

from models import seals
from models.keys import KeyRing, token_sha256
from models.master_keys import Wrapped
from models.seals import SealBroken, Sealed
from models.states import LetterState
from models.tables import Letter, PrivateValue, SubjectKey


def is_sealed(session: Session) -> bool:
    """Whether anything lies in the vault."""
    return session.exec(select(PrivateValue.commitment).limit(1)).first() is not None


def opens_the_vault(session: Session, keys: KeyRing) -> bool | None:
    """Whether these keys open one value of the vault and the one that was confirmed last; None when there is none."""
    any_one = (
        select(PrivateValue, SubjectKey.wrapped_key, SubjectKey.wrapped_by)
        .join(SubjectKey, col(SubjectKey.subject_id) == PrivateValue.subject_id)
        .where(col(SubjectKey.wrapped_key).is_not(None))
        .limit(1)
    )
    confirmed = col(PrivateValue.confirmed_at)
    the_last = any_one.where(confirmed.is_not(None)).order_by(confirmed.desc())
    samples = [sample for question in (any_one, the_last) for sample in session.exec(question)]
    return all(_opens(keys, value, Wrapped(wrapped or b"", by)) for value, wrapped, by in samples) if samples else None


def _opens(keys: KeyRing, value: PrivateValue, wrapped: Wrapped) -> bool:
    try:
        key = keys.masters().unwrap(value.subject_id, wrapped)
        seals.unseal(key, value.field, Sealed(value.commitment, value.nonce, value.ciphertext))
    except SealBroken:
        return False
    return True


def makes_the_links(session: Session, keys: KeyRing) -> bool | None:
    """Whether these keys make the link in the first or the last letter that went out; None when there is none to try.

    One of the two is enough: letters that two keys have made must leave one that an installation can start with.
    """
    gone = select(Letter).where(Letter.state == LetterState.SENT, col(Letter.token_sha256).is_not(None)).limit(1)
    due = col(Letter.due_at)
    samples = [letter for order in (due, due.desc()) for letter in session.exec(gone.order_by(order))]
    made = [token_sha256(keys.link_token(one.id, one.token_sha256)) == one.token_sha256 for one in samples]
    return any(made) if made else None
