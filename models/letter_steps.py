"""Steps with what became of them: the letters of an initiative, and the steps that were none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from domain.acting import coordinators
from domain.charter import Charter
from domain.clockwork import addressee
from domain.correspondence.accounts import STREAM, LetterEvent, LetterSettled, Said, code_of
from domain.correspondence.steps import COMING, NEVER, Climbed, StepAccount, unwritten
from domain.events import ObligationOpened
from domain.initiative import Initiative
from domain.ladders import moments
from domain.ledger.entries import decode
from domain.letter import CALLED, ToldOf
from domain.operating_model import Addressee, OperatingModel
from domain.remodelling.events import ModelChanged
from models import sayings
from models.actings import line
from models.append import entries_of_types
from models.charters import calendar_of, charter_of
from models.letters import of_initiative
from models.states import LetterState
from models.tables import Letter, Obligation

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything."""


@dataclass(frozen=True)
class Correspondents:
    """The letters of a folded initiative, and all that tells why they are as they are. Each is asked for once."""

    session: Session
    initiative: Initiative

    def letters(self) -> list[StepAccount]:
        """Every letter, in the order they fell due."""
        rows = of_initiative(self.session, self.initiative.id)
        bundles = self._bundles({row.bundle_id for row in rows if row.bundle_id})
        return [self._letter(row, bundles.get(row.bundle_id or "", 1) - 1) for row in rows]

    def unwritten(self, letters: Sequence[StepAccount]) -> list[StepAccount]:
        """The steps of all obligations that are none of these letters, in the order they fall due or would have; last
        those that never could.
        """
        written: dict[str, set[int]] = {}
        for letter in letters:
            if letter.number is not None:
                written.setdefault(letter.obligation, set()).add(letter.number)
        rows = [row for row in self._obligations.values() if row.id in self._ladders]
        found = [step for row in rows for step in self._without_letter(row, written.get(row.id, set()))]
        return sorted(found, key=lambda step: (step.due_at is None, step.due_at or _EVER, step.obligation, step.step))

    def _without_letter(self, row: Obligation, written: set[int]) -> Iterator[StepAccount]:
        now, charter = self.initiative.obligations.get(row.id), self._charter_at(row.opened_at)
        if now is not None:
            ladder, steps, next_step = now.ladder, self.initiative.steps[now.ladder], now.next_step
            known = self.initiative.ladders.moments(ladder, now.opened_at, now.due)
        else:
            ladder, next_step = self._ladders[row.id], max(written, default=-1) + 1
            steps = charter.model.ladders[ladder]
            known = moments(steps, calendar_of(charter), row.opened_at, row.due)
        for one in unwritten(steps, known, Climbed(row.state, row.settled_at, next_step), written):
            to = one.step.to or Addressee.COORDINATOR
            yield StepAccount(
                **self._about(row, charter),
                actor=addressee(self.initiative, now, to) if now else self._former(row, to),
                to=to,
                step=f"{one.number}.{one.step.action}",
                state=NEVER if one.unneeded else COMING,
                reason=one.unneeded,
                due_at=one.at,
                rule=f"ladders.{ladder}.{one.number}",
            )

    def _letter(self, row: Letter, others: int) -> StepAccount:
        owed, told = self._obligations.get(row.obligation_id), ToldOf.of(row.obligation_id)
        charter = self._charter_at(row.due_at)
        about = self._about(owed, charter) if owed else _about_none(row, charter, told.seat if told else None)
        settled = self._settled.get((row.id, row.accounted_seq or 0))
        account = StepAccount(
            **about,
            actor=row.actor,
            to=None if row.kind == CALLED else self._role(row.actor, about["seat"]),
            step=row.step,
            state=row.state.value,
            reason=row.reason,
            due_at=row.due_at,
            letter=row.id,
            channel=row.channel,
            sent_at=row.sent_at,
            code=code_of(row.reply),
            bundle=row.bundle_id,
            others=others,
            not_before=row.lease_until if row.state is LetterState.WAITING else None,
            settled=settled,
            entry=row.accounted_seq,
        )
        return replace(account, rule=self._rule(account, charter))

    def _about(self, row: Obligation, charter: Charter) -> dict[str, Any]:
        rule = charter.model.part(row.phase).obligations.get(row.kind)
        titles = rule.title if rule else {}
        return {
            "obligation": row.id,
            "duty": row.kind,
            "seat": row.seat,
            "titles": titles,
            "model": f"{charter.model.id}@{charter.model.version}",
        }

    def _rule(self, account: StepAccount, charter: Charter) -> str | None:
        """The step of the ladder that brought a letter, or the rule of the duty that it came with."""
        if account.number is not None and account.obligation in self._ladders:
            return f"ladders.{self._ladders[account.obligation]}.{account.number}"
        if not account.titles:
            return None
        part = account.obligation.partition(".")[0]
        return f"{'phases' if part in charter.model.phases else 'matters'}.{part}.obligations.{account.duty}"

    def _role(self, actor: str, seat: str | None) -> Addressee:
        holder, *deputies = self._line(seat) or (None,)
        if actor in deputies:
            return Addressee.DEPUTY
        coordinates = seat is None or (actor != holder and actor in coordinators(self.initiative))
        return Addressee.COORDINATOR if coordinates else Addressee.HOLDER

    def _former(self, row: Obligation, to: Addressee) -> str | None:
        """Whom a step of a duty that is over would have gone to."""
        behind = [actor for actor in self._line(row.seat)[1:] if actor != row.owed_by]
        if to is Addressee.HOLDER:
            return row.owed_by
        return behind[0] if to is Addressee.DEPUTY and behind else self.initiative.coordinator

    def _line(self, seat: str | None) -> tuple[str, ...]:
        if seat is None:
            return ()
        if seat not in self._lines:
            self._lines[seat] = line(self.session, self.initiative.charter, seat)
        return self._lines[seat]

    @cached_property
    def _lines(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _obligations(self) -> dict[str, Obligation]:
        of_it = select(Obligation).where(Obligation.initiative_id == self.initiative.id)
        return {row.id: row for row in self.session.exec(of_it)}

    @cached_property
    def _ladders(self) -> dict[str, str]:
        """By obligation, the ladder that it opened with."""
        opened = (entry.event for entry in sayings.of_kinds(self.session, self.initiative.id, [ObligationOpened.KIND]))
        return {event.obligation: event.ladder for event in opened if isinstance(event, ObligationOpened)}

    @cached_property
    def _models(self) -> list[tuple[datetime, OperatingModel]]:
        """The models that have come into force, each with when; the one of the start is the charter's before them."""
        changes = sayings.of_kinds(self.session, self.initiative.id, [ModelChanged.KIND])
        return [(entry.at, entry.event.model) for entry in changes if isinstance(entry.event, ModelChanged)]

    @cached_property
    def _first_charter(self) -> Charter:
        return charter_of(self.session, self.initiative.id, _EVER)

    def _charter_at(self, moment: datetime) -> Charter:
        """The charter with the model that was in force at an instant."""
        model = next((model for at, model in reversed(self._models) if at <= moment), None)
        return replace(self._first_charter, model=model) if model else self._first_charter

    @cached_property
    def _settled(self) -> dict[tuple[str, int], tuple[Said, datetime]]:
        """By letter and entry, what a person has said of it."""
        stream = STREAM + self.initiative.id
        entries = entries_of_types(self.session, stream, [LetterSettled.KIND])
        told = [decode(entry.text, LetterEvent) for entry in entries]
        return {(e.event.letter, e.seq): (e.event.said, e.at) for e in told if isinstance(e.event, LetterSettled)}

    def _bundles(self, bundles: Collection[str]) -> dict[str, int]:
        """How many letters each of these messages has, over all initiatives."""
        counted = select(Letter.bundle_id, func.count()).where(col(Letter.bundle_id).in_(bundles))
        rows = self.session.exec(counted.group_by(col(Letter.bundle_id))).all() if bundles else ()
        return {bundle: number for bundle, number in rows if bundle}


def _about_none(row: Letter, charter: Charter, seat: str | None) -> dict[str, Any]:
    """The same of a letter that is about no obligation."""
    model = f"{charter.model.id}@{charter.model.version}"
    return {"obligation": row.obligation_id, "duty": row.kind, "seat": seat, "titles": {}, "model": model}
