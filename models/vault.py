"""The vault: the one place with names, addresses and free text. Everything else holds commitments."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Executable, bindparam, delete, insert, update
from sqlmodel import Session, col, select

from domain.refusals import Refusal
from models import seals
from models.dialects import insert_unless_there
from models.master_keys import MasterKeys, Wrapped
from models.prepared import Prepared
from models.seals import Opened, Sealed
from models.tables import PrivateValue, SubjectKey
from models.tables.base import rows_of

_value = rows_of(PrivateValue).c
_CONFIRM = update(rows_of(PrivateValue)).where(
    _value.command_key.in_(bindparam("keys", expanding=True)), _value.confirmed_at.is_(None)
)
_subject = rows_of(SubjectKey).c
_KEY = Prepared(
    select(_subject.wrapped_key, _subject.wrapped_by, _subject.erased_at, _subject.restricted_at)
    .where(_subject.subject_id == bindparam("subject"))
    .with_for_update(read=True)
)
_SHOWN = (col(SubjectKey.erased_at).is_(None), col(SubjectKey.restricted_at).is_(None))


class SubjectErased(Refusal):
    """The subject's texts have been erased; nothing more is kept about it."""

    status = 410
    title = "This person's texts have been erased"


class SubjectRestricted(Refusal):
    """The subject has asked that what is kept about it be kept only: nothing is added."""

    title = "The processing of this person's data is restricted"


class TextChanged(Refusal):
    """The same command came again with another text."""

    status = 422
    title = "The key was used with another text"


class Vault:
    """Reads and writes private values inside a session that its caller opens and commits.

    A subject is whom an erasure concerns: `person:<id>`, or `initiative:<id>` for jointly written text. A value that
    comes with a command stays pending until the append of that command confirms it. The master keys are asked for each
    time, as they may be rotated meanwhile; a single one may be given as it is.
    """

    def __init__(self, master_keys: bytes | Callable[[], MasterKeys]) -> None:
        if isinstance(master_keys, bytes):
            only = MasterKeys(master_keys)
            self._masters: Callable[[], MasterKeys] = lambda: only
        else:
            self._masters = master_keys

    def put_pending(
        self, session: Session, subject: str, field: str, value: str, command_key: str, now: datetime
    ) -> str:
        """Keep a text under its command and return the commitment; a retry gets the commitment of the first time.

        Raises TextChanged when the command came before with another text, SubjectErased, SubjectRestricted.
        """
        key = self._key_for_writing(session, subject)
        sealed = seals.seal(key, field, value)
        if self._insert(session, subject, field, sealed, now, command_key=command_key):
            return sealed.commitment
        stored = session.exec(
            select(PrivateValue).where(
                PrivateValue.command_key == command_key,
                PrivateValue.subject_id == subject,
                PrivateValue.field == field,
            )
        ).one()
        if _open(key, stored).value != value:
            raise TextChanged(
                "this key came before with another text", path=field, remedy="use a new Idempotency-Key for a new text"
            )
        return stored.commitment

    def put(self, session: Session, subject: str, field: str, value: str, now: datetime) -> str:
        """Keep a text for good (register entries) and return its commitment. Raises SubjectErased,
        SubjectRestricted.
        """
        sealed = seals.seal(self._key_for_writing(session, subject), field, value)
        self._insert(session, subject, field, sealed, now, confirmed_at=now)
        return sealed.commitment

    def put_fresh(self, session: Session, texts: Sequence[tuple[str, str, str]], now: datetime) -> list[str]:
        """Keep many texts (subject, field, value) of subjects that the vault does not know yet, in two statements.

        Returns their commitments in order.
        """
        masters = self._masters()
        wrapped = {subject: masters.new(subject) for subject, _, _ in texts}
        keys = {subject: masters.unwrap(subject, key) for subject, key in wrapped.items()}
        if texts:
            rows = [{"subject_id": s, "wrapped_key": key.key, "wrapped_by": key.by} for s, key in wrapped.items()]
            session.execute(insert(SubjectKey), rows)
        return self._keep(session, keys, texts, now)

    def put_more(self, session: Session, texts: Sequence[tuple[str, str, str]], now: datetime) -> list[str]:
        """The same for subjects that the vault knows; their keys are read, and locked, in one statement.

        Raises SubjectErased, SubjectRestricted.
        """
        subjects = {subject for subject, _, _ in texts}
        known = select(SubjectKey).where(col(SubjectKey.subject_id).in_(subjects)).order_by(col(SubjectKey.subject_id))
        locked = known.with_for_update(read=True).execution_options(populate_existing=True)
        known_ones = {one.subject_id: one for one in session.exec(locked)} if texts else {}
        keys = {subject: self._key_of(known_ones.get(subject), subject) for subject in subjects}
        return self._keep(session, keys, texts, now)

    def drop(self, session: Session, commitments: Iterable[str]) -> int:
        """Delete texts for good that nothing refers to any more (register entries). Returns how many went."""
        return _count(session, delete(PrivateValue).where(col(PrivateValue.commitment).in_(list(commitments))))

    def confirm(self, session: Session, command_keys: Iterable[str], now: datetime) -> int:
        """Texts of these commands stay: the ledger refers to them now. One statement; returns how many changed."""
        return _count(session, _CONFIRM, {"keys": list(command_keys), "confirmed_at": now})

    def drop_pending(self, session: Session, command_key: str) -> int:
        """Delete the texts of a refused command; confirmed ones stay. Returns how many went."""
        pending = col(PrivateValue.confirmed_at).is_(None)
        return _count(session, delete(PrivateValue).where(col(PrivateValue.command_key) == command_key, pending))

    def sweep(self, session: Session, older_than: datetime) -> int:
        """Delete pending texts created before `older_than`: nobody came back for them. Returns how many went."""
        pending = col(PrivateValue.confirmed_at).is_(None)
        return _count(session, delete(PrivateValue).where(pending, col(PrivateValue.created_at) < older_than))

    def reveal(self, session: Session, commitment: str) -> str | None:
        """The text, or None when it was erased or never kept. Raises SealBroken."""
        return self.reveal_many(session, [commitment]).get(commitment)

    def reveal_many(
        self, session: Session, commitments: Iterable[str], opened: dict[str, str] | None = None
    ) -> dict[str, str]:
        """Commitment to text, for those that still have one. Raises SealBroken.

        Texts that the caller has `opened` before are only looked for, and not opened again; it receives the others.
        """
        known = {} if opened is None else opened
        wanted = set(commitments)
        before = wanted & known.keys()
        if fresh := wanted - before:
            known.update((commitment, text.value) for commitment, text in self._opened(session, fresh).items())
        erased = self.missing(session, before) if before else set()
        return {commitment: known[commitment] for commitment in (wanted & known.keys()) - erased}

    def evidence(self, session: Session, commitments: Iterable[str]) -> dict[str, tuple[str, Opened]]:
        """What proves the texts that there still are, by commitment: field, text and salt. Raises SealBroken."""
        opened = self._opened(session, commitments)
        fields = select(PrivateValue.commitment, PrivateValue.field).where(col(PrivateValue.commitment).in_(opened))
        return {commitment: (name, opened[commitment]) for commitment, name in session.exec(fields) if opened}

    def missing(self, session: Session, commitments: Iterable[str]) -> set[str]:
        """Those of the commitments behind which no text lies that may be shown."""
        wanted = set(commitments)
        kept = select(PrivateValue.commitment).join(SubjectKey, col(SubjectKey.subject_id) == PrivateValue.subject_id)
        return wanted.difference(session.exec(kept.where(col(PrivateValue.commitment).in_(wanted), *_SHOWN)).all())

    def erase(self, session: Session, subject: str, now: datetime, *, but: Collection[str] = ()) -> int:
        """Delete every text of the subject and its key, for ever, `but` those of these commitments, which are kept and
        shown to nobody, with the key. Returns how many texts went; again: 0.
        """
        insert_unless_there(session, SubjectKey, subject_id=subject)
        known = session.get_one(SubjectKey, subject, with_for_update=True)
        if not but:
            known.wrapped_key = known.wrapped_by = None
        known.erased_at = known.erased_at or now
        gone = (col(PrivateValue.subject_id) == subject, col(PrivateValue.commitment).not_in(list(but)))
        return _count(session, delete(PrivateValue).where(*gone))

    def texts_of(self, session: Session, subject: str) -> dict[str, str]:
        """Every text that is kept of a subject by its commitment, also what is shown to nobody else. Raises SealBroken.

        For the person themselves, and for what the law holds.
        """
        refs = session.exec(select(PrivateValue.commitment).where(PrivateValue.subject_id == subject)).all()
        return {ref: opened.value for ref, opened in self._opened(session, refs, ()).items()}

    def fields_of(self, session: Session, commitments: Iterable[str]) -> dict[str, str]:
        """What each of these texts is, by its field in the vault."""
        rows = select(PrivateValue.commitment, PrivateValue.field)
        return dict(session.exec(rows.where(col(PrivateValue.commitment).in_(list(commitments)))).all())

    def _key_for_writing(self, session: Session, subject: str) -> bytes:
        """The subject's key, made at first use; locked, so that an erasure waits for this write, or refuses it."""
        known = _KEY.first(session, {"subject": subject})
        if known is None:
            wrapped = self._masters().new(subject)
            row = {"wrapped_key": wrapped.key, "wrapped_by": wrapped.by}
            insert_unless_there(session, SubjectKey, subject_id=subject, **row)
            return self._key_for_writing(session, subject)
        return self._key_of(known, subject)

    def _key_of(self, known: Any, subject: str) -> bytes:
        """The key of a subject to which something is added. Raises SubjectErased, SubjectRestricted."""
        if known is None or known.erased_at is not None or known.wrapped_key is None:
            raise SubjectErased("all texts of this person have been erased", remedy="register the person anew")
        if known.restricted_at is not None:
            raise SubjectRestricted(
                "what is known of this person is kept only, as they have asked", remedy="lift the restriction first"
            )
        return self._masters().unwrap(subject, Wrapped(known.wrapped_key, known.wrapped_by))

    def _keep(
        self, session: Session, keys: Mapping[str, bytes], texts: Sequence[tuple[str, str, str]], now: datetime
    ) -> list[str]:
        """Seal texts of different commitments and keep them for good, in one statement; their commitments in order."""
        sealed = [(subject, field, seals.seal(keys[subject], field, value)) for subject, field, value in texts]
        if sealed:
            session.execute(
                insert(PrivateValue),
                [
                    {**asdict(value), "subject_id": subject, "field": field, "created_at": now, "confirmed_at": now}
                    for subject, field, value in sealed
                ],
            )
        return [value.commitment for _, _, value in sealed]

    def _insert(
        self,
        session: Session,
        subject: str,
        field: str,
        sealed: Sealed,
        now: datetime,
        *,
        command_key: str | None = None,
        confirmed_at: datetime | None = None,
    ) -> bool:
        return insert_unless_there(
            session,
            PrivateValue,
            commitment=sealed.commitment,
            subject_id=subject,
            field=field,
            nonce=sealed.nonce,
            ciphertext=sealed.ciphertext,
            command_key=command_key,
            created_at=now,
            confirmed_at=confirmed_at,
        )

    def _opened(
        self, session: Session, commitments: Iterable[str], which: tuple[ColumnElement[bool], ...] = _SHOWN
    ) -> dict[str, Opened]:
        rows = session.exec(
            select(PrivateValue, SubjectKey.wrapped_key, SubjectKey.wrapped_by)
            .join(SubjectKey, col(SubjectKey.subject_id) == PrivateValue.subject_id)
            .where(
                col(PrivateValue.commitment).in_(list(commitments)), col(SubjectKey.wrapped_key).is_not(None), *which
            )
        )
        masters, opened = self._masters(), {}
        for row, wrapped, by in rows:
            assert wrapped is not None
            opened[row.commitment] = _open(masters.unwrap(row.subject_id, Wrapped(wrapped, by)), row)
        return opened


def erasures(session: Session, subjects: Iterable[str]) -> dict[str, datetime]:
    """When those of the subjects were erased that have been."""
    wanted = col(SubjectKey.subject_id).in_(list(subjects))
    rows = session.exec(select(SubjectKey).where(wanted, col(SubjectKey.erased_at).is_not(None)))
    return {row.subject_id: row.erased_at for row in rows if row.erased_at is not None}


def _open(key: bytes, row: PrivateValue) -> Opened:
    return seals.unseal(key, row.field, Sealed(row.commitment, row.nonce, row.ciphertext))


def _count(session: Session, statement: Executable, values: dict[str, Any] | None = None) -> int:
    result = session.execute(statement, values)
    assert isinstance(result, CursorResult)
    return result.rowcount
