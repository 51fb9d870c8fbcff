"""The facts of a letter: what the register, the vault, the ledger and the read model know about it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from domain.charter import Charter
from domain.correspondence.returned import ReturnedFacts
from domain.correspondence.settling import is_bound
from domain.initiative import RECHECK
from domain.letter import Ahead, CallFacts, Common, ExitFacts, LetterFacts
from domain.operating_model import Addressee, ObligationRule, StepAction
from domain.voting.duties import BALLOTS
from models.actings import line
from models.call_letters import address_of, call_facts, held_of
from models.charters import calendar_of, charter_of
from models.exit_letters import exit_facts
from models.heard import has_heard
from models.keys import KeyRing
from models.letter_abouts import about
from models.letter_calendars import in_calendar
from models.letter_entries import read_back
from models.letter_matters import Matter
from models.letter_meetings import meeting_of
from models.offers import OFFERS
from models.register import PersonRecord, reveal_persons
from models.returned_letters import returned_facts
from models.states import LetterState, Rhythm
from models.tables import Actor, HeldNeed, Initiative, Letter, Obligation, Organisation, Person, RegisterSeat
from models.vault import Vault


@dataclass(frozen=True)
class Correspondence:
    """What it takes to know what a letter says; `public_url` is where its link leads."""

    vault: Vault
    keys: KeyRing
    public_url: str

    def facts(
        self, session: Session, letter_id: str, now: datetime, *, on_paper: bool = False
    ) -> LetterFacts | ExitFacts | CallFacts | ReturnedFacts | None:
        """The facts of a letter if it were sent now; None when its reader has no address (any more), which it needs
        none of `on_paper`. Raises LookupError, Malformed and SealBroken for what cannot be read.
        """
        matter = Matter.of(session, letter_id)
        letter, initiative = matter.letter, matter.initiative
        people = self._people(session, (letter.actor, initiative.coordinator))
        row, reader = people.get(letter.actor, (None, None))
        _, coordinator = people.get(initiative.coordinator, (None, None))
        other = coordinator if coordinator is not reader else None
        held = held_of(session, letter) if matter.is_to_a_sender else None
        address = address_of(session, self.vault, held) if held else reader.address if reader else None
        if address is None and not (on_paper and reader):
            return None
        asked = matter.obligation
        charter = charter_of(session, initiative.id, asked.opened_at if asked else None)  # by the rules of that day
        organisation, role = _seat(session, matter.seat)
        common = Common(
            initiative_id=initiative.id,
            message_id=letter.message_id or f"<{letter.id}@unsent.invalid>",
            follows=_first_letter(session, letter),
            languages=(_language(held or reader), *charter.model.languages),
            weekly=row is not None and row.rhythm is Rhythm.WEEKLY,
            name=reader.name if reader else None,
            address=address or "",
            reply_to=other.address if other else None,
            phone=other.phone if other else None,
            initiative=self._title(session, initiative, charter),
            backbone=_name_of(session, initiative.backbone),
            organisation=organisation,
            role=role,
            link=self._link(matter),
        )
        if held is not None:
            return call_facts(session, self.vault, calendar_of(charter), letter, held, common)
        if matter.obligation is None:
            return self._telling(session, charter, matter, common)
        return self._asking(session, charter, matter, common, now)

    def unsubscribe(self, bundle_id: str, made: str | None = None) -> str:
        """The address whose POST stops the reminders that a message speaks of; `made` is the hash of its token."""
        return f"{self.public_url.rstrip('/')}/u/{self.keys.unsubscribe_token(bundle_id, made)}"

    def _telling(self, session: Session, charter: Charter, matter: Matter, common: Common) -> ExitFacts | ReturnedFacts:
        """The facts of a letter that asks nothing."""
        if matter.is_of_an_address:
            return returned_facts(session, self.vault, matter.letter, common)
        return exit_facts(session, self.vault, charter, matter, common)

    def _asking(self, session: Session, charter: Charter, matter: Matter, common: Common, now: datetime) -> LetterFacts:
        """The facts of a letter about an obligation."""
        owed, calendar, rule = matter.owed, calendar_of(charter), _rule(charter, matter.owed)
        meeting = meeting_of(session, owed)
        agenda = self.vault.reveal(session, meeting.agenda.commitment) if meeting and meeting.agenda else None
        entry, thing = read_back(session, self.vault, matter.letter), about(session, self.vault, owed)
        due_on = calendar.due_day(entry.until if entry else owed.due)
        return LetterFacts(
            **vars(common),
            voice=matter.voice,
            duty=owed.kind,
            phase_titles=charter.model.part(owed.phase).title,
            duty_titles=rule.title if rule else {},
            asked_on=calendar.local(owed.opened_at).date(),
            due_on=due_on,
            overdue=calendar.local(now).date() > due_on,
            ahead=_ahead(session, charter, matter.letter, owed),
            mandate=charter.mandate.meeting_reference,
            about=thing.id,
            written=thing.text,
            wrote=entry.wrote if entry else None,
            meets_at=calendar.local(meeting.at) if meeting else None,
            moved=meeting is not None and is_bound(owed.id) and _has_heard(session, matter.letter),
            agenda=agenda,
            in_calendar=in_calendar(session, matter, meeting, calendar.pin.zone),
        )

    def _link(self, matter: Matter) -> str:
        """The reader's own door where the letter opens one, else the initiative's page, which asks who comes."""
        letter = matter.letter
        if matter.is_to_a_sender:
            door = f"call/need/{self.keys.link_token(letter.id, letter.token_sha256)}"
        elif matter.opens_a_door:
            door = f"p/{self.keys.link_token(letter.id, letter.token_sha256)}"
        else:
            door = f"initiatives/{matter.initiative.id}"
        return f"{self.public_url.rstrip('/')}/{door}"

    def _people(self, session: Session, actors: Sequence[str]) -> dict[str, tuple[Person, PersonRecord]]:
        """Those actors that are people of the register, with their texts."""
        rows = session.exec(
            select(Actor.id, Person)
            .join(Person, col(Person.id) == Actor.person_id)
            .where(col(Actor.id).in_(set(actors)))
        ).all()
        records = reveal_persons(session, self.vault, [person for _, person in rows])
        return {actor: (person, record) for (actor, person), record in zip(rows, records, strict=True)}

    def _title(self, session: Session, initiative: Initiative, charter: Charter) -> str:
        """The initiative's title; once erased, that of its model."""
        return self.vault.reveal(session, initiative.title_ref) or next(iter(charter.model.title.values()))


def _has_heard(session: Session, letter: Letter) -> bool:
    """Whether its reader was asked to the meeting as it was before: what never left has told nobody."""
    about = letter.obligation_id
    return has_heard(session, letter.initiative_id, letter.actor, about, but=about)


def _first_letter(session: Session, letter: Letter) -> str | None:
    """The Message-ID of the first letter that the same reader got about the same matter."""
    return session.exec(
        select(Letter.message_id)
        .where(
            Letter.initiative_id == letter.initiative_id,
            Letter.obligation_id == letter.obligation_id,
            Letter.actor == letter.actor,
            col(Letter.state) == LetterState.SENT,
            Letter.id != letter.id,
            col(Letter.due_at) <= letter.due_at,
        )
        .order_by(col(Letter.due_at), col(Letter.sent_at))
    ).first()


def _language(reader: HeldNeed | PersonRecord | None) -> str:
    return reader.language if reader else ""


def _seat(session: Session, seat: str | None) -> tuple[str, str]:
    """The name of the seat's organisation and the seat's role title; empty where no seat is concerned."""
    row = session.get(RegisterSeat, seat) if seat else None
    return (_name_of(session, row.organisation_id), row.role_title) if row else ("", "")


def _name_of(session: Session, organisation: str) -> str:
    row = session.get(Organisation, organisation)
    return row.name if row else "Talkoot"


def _rule(charter: Charter, owed: Obligation) -> ObligationRule | None:
    """The model's rule for the obligation; votes and decisions have none of their own."""
    return charter.model.part(owed.phase).obligations.get(owed.kind)


def _ladder(charter: Charter, owed: Obligation) -> str:
    rule, model = _rule(charter, owed), charter.model
    if rule is not None:
        return rule.ladder
    if owed.kind == RECHECK and model.exits and model.exits.hold:
        return model.exits.hold.ladder
    if owed.kind in OFFERS and model.exits and model.exits.offer:
        return model.exits.offer.ladder
    vote = model.phases[owed.phase].gate.decide if owed.kind in BALLOTS else None
    return (vote.ladder if vote else None) or model.decision.ladder


_FOR_THOSE_WHO_MAY = "verify_claim"
"""Whether a deputy may take it, only the initiative's rules know: the page offers it then."""


def _ahead(session: Session, charter: Charter, letter: Letter, owed: Obligation) -> Ahead:
    """What the model's ladder has in store; a deputy who holds the matter already has no deputy."""
    steps = charter.model.ladders[_ladder(charter, owed)]
    has_deputy = any(actor != letter.actor for actor in line(session, charter, owed.seat or "")[1:])
    return Ahead(
        reminds=any(step.action is StepAction.REMIND and step.to is Addressee.HOLDER for step in steps),
        has_deputy=has_deputy,
        deputy_next=has_deputy and any(step.to is Addressee.DEPUTY for step in steps),
        hands_on=has_deputy and owed.kind != _FOR_THOSE_WHO_MAY and "seats" in (charter.model.matters or {}),
    )
