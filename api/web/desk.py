"""The desk of a seat: all that its personal page is made from, read at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from api.doors import Principal
from api.personal import PersonalView, personal
from api.services import Services
from api.web.contacts import Contact, coordinator_of
from api.web.receipts import ANSWERED
from api.web.words import Words, spoken, words_in
from domain.acting import speaks
from domain.actors import Channel
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.matters.seats.events import SeatPassed
from domain.sealed import Sealed
from domain.seats import Seat
from models import letter_wishes, sayings
from models.actors import language_of
from models.letter_wishes import Wishes
from models.register import seats

ENTERED = (Channel.PHONE, Channel.PAPER)
"""How a seat's answers are heard that others enter for it."""

WRITTEN: tuple[str, ...] = (
    *("goal.added", "activity.added", "indicator.defined", "risk.added", "stop_criterion.added", "commitment.made"),
    *("claim.made", "plan.commented", "plan_comment.answered", "ground_rules.written", "ground_rules.objected"),
)
WRITTEN += ("landscape.noted", "action.named", "support.requested", "support.given", "meeting.fixed", "meeting.moved")
WRITTEN += ("meeting.agenda_written", "meeting.minuted", "minutes.objected", "cluster.worded")
WRITTEN += ("support.requested", "support.given", "section.allotted", "section.written", "section.commented")
WRITTEN += ("commitment.renewed", "indicator.redefined", "section.changed", "early_win.told")
"""What was written together or for others, and may be read by the seats that are asked about it; each thing has
an id, and what is said of it later has the same.
"""


@dataclass(frozen=True)
class Desk:
    """Who asks, whom they can ask, what the rules know, what the seat has said, and the words it is all told in.

    The reader has held the seat since `held_since` (None: from the start, or not at all).

    `organisations` are names by seat, `written` the entries of what was written together, `superseded` those that count
    no more, `texts` what the vault still holds of what was said and written, by commitment.
    """

    view: PersonalView
    asking: Principal
    initiative: Initiative
    language: str
    words: Words
    now: datetime
    contact: Contact
    organisations: dict[str, str]
    said: tuple[Recorded, ...]
    written: tuple[Recorded, ...]
    superseded: Mapping[int, int]
    texts: dict[str, str] = field(repr=False)
    held_since: datetime | None = None
    wishes: Wishes | None = None

    @property
    def seat(self) -> Seat:
        """The seat that is spoken for."""
        return self.initiative.seats[self.view.seat]

    @property
    def today(self) -> date:
        """The local day."""
        return self.initiative.calendar.local(self.now).date()

    def own_words(self, entry: Recorded) -> bool:
        """Whether the texts of an entry are the reader's own: written by them, or entered for the seat they hold."""
        return _own_words(entry, self.asking, self.seat, self.held_since)

    def text(self, sealed: Sealed | None) -> str:
        """A text from the vault, or that there is none any more."""
        gone: str = self.words["reading"]["gone"]
        return self.texts.get(sealed.commitment, gone) if sealed else gone


async def desk_of(services: Services, asking: Principal, language: str = "") -> Desk:
    """The desk of the one who asks by a personal link, in the language they chose for the page, else in the one
    that they are written to in. Raises NotFound.
    """
    assert asking.initiative
    view = await personal(services, asking)
    folded = await services.folds.of(asking.initiative)
    return await services.database.read(
        lambda session: _desk(services, session, asking, view, folded.initiative, language)
    )


async def speaks_now(services: Services, asking: Principal) -> bool:
    """Whether the reader of a link still speaks for its seat, or has left it. Raises NotFound."""
    folded = await services.folds.of(asking.initiative or "")
    return speaks(folded.initiative, asking.seat, asking.actor)


def _desk(
    services: Services, session: Session, asking: Principal, view: PersonalView, initiative: Initiative, chosen: str
) -> Desk:
    said = sayings.of_kinds(session, initiative.id, ANSWERED, seat=view.seat)
    written = sayings.counting(session, initiative.id, WRITTEN)
    problem = getattr(initiative.now_in, "problem", None) or initiative.facts.problem
    seat, since = initiative.seats[view.seat], _held_since(session, initiative, view.seat)
    own = (entry for entry in said if _own_words(entry, asking, seat, since))
    sealed = [problem, *_sealed(written), *_sealed(own)]
    lessons = (lesson.text for lesson in initiative.charter.lessons or ())
    refs = (*(one.commitment for one in sealed if one is not None), *lessons)
    texts = services.vault.reveal_many(session, refs)
    reads = language_of(session, asking.actor or "")
    language = spoken((chosen, reads or "", *initiative.charter.model.languages))
    places, reader = seats(session, initiative.seats), letter_wishes.person_of(session, asking.actor or "")
    return Desk(
        view=view,
        asking=asking,
        initiative=initiative,
        language=language,
        words=words_in(language),
        now=services.clock(),
        contact=coordinator_of(session, services.vault, initiative),
        organisations={seat.id: organisation.name for seat, organisation in places},
        said=tuple(said),
        written=tuple(written),
        superseded=sayings.superseded(session, initiative.id),
        texts=texts,
        held_since=since,
        wishes=letter_wishes.wishes_of(session, reader) if reader else None,
    )


def _own_words(entry: Recorded, asking: Principal, seat: Seat, since: datetime | None) -> bool:
    """See `models.actors.subject_of`: what is entered for a seat is its holder's, whoever said it."""
    if entry.channel not in ENTERED:
        return asking.actor == entry.actor
    return asking.actor == seat.holder and (since is None or entry.at >= since)


def _held_since(session: Session, initiative: Initiative, seat: str) -> datetime | None:
    """Since when the present holder has held a seat that another held before."""
    if seat not in initiative.facts.people.seats:
        return None
    passed = sayings.of_kinds(session, initiative.id, [SeatPassed.KIND])
    events = [(entry.at, entry.event) for entry in passed if isinstance(entry.event, SeatPassed)]
    return max((at for at, event in events if event.seat == seat and event.holder != event.before), default=None)


def _sealed(entries: Iterable[Recorded]) -> list[Sealed]:
    return [value for entry in entries for value in vars(entry.event).values() if isinstance(value, Sealed)]
