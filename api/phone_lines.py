"""Lines of the phone list, put into words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from api.phone_views import Callee, CallMade, LetterTold, PhoneLine
from api.phone_ways import ways
from domain.acting import coordinators, line
from domain.correspondence.silences import Silence, Why
from domain.initiative import Initiative
from domain.obligations import Obligation
from letters.phoning import Phoning
from models.asked import letters_about
from models.register import PersonRecord, organisation, reveal_persons
from models.register import seats as seats_of
from models.tables import Actor, Letter, Person, PhoneCall
from models.vault import Vault


@dataclass(frozen=True)
class _Known:
    """What is read for many lines at once: seats with role and organisation, people, letters and calls by duty."""

    title: str | None
    seats: dict[str, tuple[str, str]]
    backbone: str
    people: dict[str, PersonRecord]
    letters: dict[str, list[Letter]]
    calls: dict[str, list[CallMade]]


@dataclass(frozen=True)
class Telling:
    """What it takes to put the lines of one initiative into words, as it stands now."""

    session: Session
    vault: Vault
    initiative: Initiative
    phoning: Phoning
    now: datetime

    def lines(self, silent: Sequence[Silence], title_ref: str) -> list[PhoneLine]:
        """These duties as lines, all read in a few statements."""
        about = [one.obligation.id for one in silent]
        seats = seats_of(self.session, {one.obligation.seat for one in silent if one.obligation.seat})
        known = _Known(
            title=self.vault.reveal(self.session, title_ref),
            seats={row.id: (row.role_title, whose.name) for row, whose in seats},
            backbone=organisation(self.session, self.initiative.backbone).name,
            people=self._people({actor for one in silent for actor, _ in one.people}),
            letters=letters_about(self.session, self.initiative.id, about),
            calls=self._calls(about),
        )
        return [self._line(one, known) for one in silent]

    def _line(self, silence: Silence, known: _Known) -> PhoneLine:
        owed, calendar = silence.obligation, self.initiative.calendar
        role, of = known.seats[owed.seat] if owed.seat else (self.phoning.coordinator, known.backbone)
        due_day, today = calendar.due_day(owed.due), calendar.local(self.now).date()
        return PhoneLine(
            initiative=self.initiative.id,
            title=known.title,
            obligation=owed.id,
            duty=owed.duty,
            seat=owed.seat,
            organisation=of,
            role=role,
            since=silence.since,
            due=owed.due,
            due_day=due_day,
            why=silence.why,
            asked=" ".join((self._asked(owed, due_day, today), *self._besides(silence))),
            takes=self.phoning.takes(owed.duty),
            people=tuple(self._callee(owed, actor, why, known) for actor, why in silence.people),
            calls=tuple(known.calls.get(owed.id, ())),
            answers=ways(self.initiative.id, owed),
        )

    def _asked(self, owed: Obligation, due_day: date, today: date) -> str:
        rule = self.initiative.charter.model.part(owed.part).obligations.get(owed.duty)
        return self.phoning.asked(rule.title if rule else {}, owed.duty, due_day, today)

    def _besides(self, silence: Silence) -> tuple[str, ...]:
        """What is to be said of the seat as a whole, and of nobody in it alone."""
        return (self.phoning.why(silence.why, None),) if silence.why is Why.MISSED_PULSES else ()

    def called(self, row: PhoneCall, note: str | None) -> CallMade:
        """A call as it is shown."""
        day = self.initiative.calendar.local(row.called_at).date()
        said = self.phoning.called(row.result, day, row.again_on)
        kept = (row.id, row.obligation_id, row.actor, row.called_at, row.result, row.again_on)
        return CallMade(*kept, said, note)

    def _callee(self, owed: Obligation, actor: str, why: Why | None, known: _Known) -> Callee:
        person, mine = known.people.get(actor), [row for row in known.letters.get(owed.id, ()) if row.actor == actor]
        _, *behind = line(self.initiative, owed.seat) if owed.seat else coordinators(self.initiative)
        role = "deputy" if actor in behind else "holder" if owed.seat else "coordinator"
        name, phone = (person.name, person.phone) if person else (None, None)
        sent = max((row.sent_at for row in mine if row.sent_at), default=None)
        return Callee(
            actor=actor,
            role=role,
            name=name,
            phone=phone,
            contact=self.phoning.contact(role, name, phone),
            why=why,
            said=self.phoning.why(why, self.initiative.calendar.local(sent).date() if sent else None),
            letters=tuple(
                LetterTold(row.step, row.due_at, row.state, row.reason, row.sent_at, row.opened_at) for row in mine
            ),
        )

    def _people(self, actors: Collection[str]) -> dict[str, PersonRecord]:
        joined = select(Actor.id, Person).join(Person, col(Person.id) == Actor.person_id)
        rows = self.session.exec(joined.where(col(Actor.id).in_(actors))).all()
        records = reveal_persons(self.session, self.vault, [person for _, person in rows])
        return {actor: record for (actor, _), record in zip(rows, records, strict=True)}

    def _calls(self, obligations: Collection[str]) -> dict[str, list[CallMade]]:
        """The calls about these duties, the oldest first."""
        made = select(PhoneCall).where(
            PhoneCall.initiative_id == self.initiative.id, col(PhoneCall.obligation_id).in_(obligations)
        )
        rows = self.session.exec(made.order_by(col(PhoneCall.called_at), col(PhoneCall.id))).all()
        notes = self.vault.reveal_many(self.session, [row.note_ref for row in rows if row.note_ref])
        found: dict[str, list[CallMade]] = defaultdict(list)
        for row in rows:
            found[row.obligation_id].append(self.called(row, notes.get(row.note_ref or "")))
        return found
