"""Letters as readers of an initiative see them: what became of each, why, and what is yet to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.problems import NotFound
from api.services import Services
from domain.correspondence.steps import COMING, StepAccount
from domain.initiative import Initiative
from domain.operating_model import Addressee
from domain.refusals import UnknownSeat
from letters.accounting import Accounts
from models.actors import actors_of
from models.letter_steps import Correspondents
from models.register import seat_names


@dataclass(frozen=True)
class LetterView:
    """A letter: to which actor, about which obligation, when it was due, what became of it and why; `told` says it in
    sentences.

    A step that is no letter has no `id`: its `state` is `coming`, or `never` with a reason. `rule` is the place in
    the `model` by which it is sent, `code` what the channel answered, `bundle` the message that it was part of, and
    `entry` the number of the entry that tells its end in the ledger's stream of letters.
    """

    id: str | None
    obligation: str
    actor: str | None
    kind: str
    step: str
    due_at: datetime | None
    state: str
    reason: str | None
    channel: str | None
    sent_at: datetime | None
    seat: str | None
    addressee: Addressee | None
    model: str
    rule: str | None
    code: str | None
    bundle: str | None
    entry: int | None
    told: tuple[str, ...]


@dataclass(frozen=True)
class LetterAccount:
    """A letter, and the step that comes next of the same duty (None: no other follows); `text` tells both."""

    letter: LetterView
    next: LetterView | None
    text: str


@dataclass(frozen=True)
class About:
    """Whose letters, or about what: what is given must match."""

    person: str | None = None
    seat: str | None = None
    obligation: str | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is asked for in particular."""
        return (self.person, self.seat, self.obligation) == (None, None, None)


async def letters(services: Services, initiative: str, about: About, language: str) -> list[LetterView]:
    """Every letter of an initiative, in the order they were due. Asked about somebody or something, also the steps that
    are yet to come, and those that never fell due. Raises NotFound and UnknownSeat for whom and what there is not.
    """
    folded = (await services.folds.of(initiative)).initiative

    def read(session: Session) -> list[LetterView]:
        found = Correspondents(session, folded)
        steps, tell = found.letters(), _accounts(session, folded, language)
        if about.is_all:
            return [_view(step, tell) for step in steps]
        actors = _actors(session, folded, about)
        steps += found.unwritten(steps)
        if about.obligation is not None and not any(step.obligation == about.obligation for step in steps):
            raise NotFound(
                "nothing like this is asked here", path="obligation", remedy="list the letters, which name it"
            )
        return [_view(step, tell) for step in steps if _matches(step, about, actors)]

    return await services.database.read(read)


async def letter(services: Services, initiative: str, id_: str, language: str) -> LetterAccount:
    """One letter of an initiative, and what comes next. Raises NotFound."""
    folded = (await services.folds.of(initiative)).initiative

    def read(session: Session) -> LetterAccount:
        found = Correspondents(session, folded)
        steps, tell = found.letters(), _accounts(session, folded, language)
        one = next((step for step in steps if step.letter == id_), None)
        if one is None:
            raise NotFound("there is no such letter here", path="letter", remedy="list the letters of the initiative")
        coming = (step for step in found.unwritten(steps) if step.state == COMING)
        after = next((step for step in coming if step.obligation == one.obligation), None)
        text = "\n".join((*tell.told(one), tell.next(after)))
        return LetterAccount(_view(one, tell), _view(after, tell) if after else None, text)

    return await services.database.read(read)


def _actors(session: Session, initiative: Initiative, about: About) -> Sequence[str]:
    """As whom the person asked about takes part."""
    if about.seat is not None and about.seat not in initiative.seats:
        raise UnknownSeat("there is no such seat in this initiative", path="seat", remedy="look at the initiative")
    if about.person is None:
        return ()
    actors = actors_of(session, initiative.id, about.person)
    if not actors:
        raise NotFound("this person takes no part here", path="person", remedy="list the persons of the register")
    return actors


def _matches(step: StepAccount, about: About, actors: Sequence[str]) -> bool:
    return (
        (about.person is None or step.actor in actors)
        and (about.seat is None or step.seat == about.seat)
        and (about.obligation is None or step.obligation == about.obligation)
    )


def _accounts(session: Session, initiative: Initiative, language: str) -> Accounts:
    names = seat_names(session, initiative.seats)
    return Accounts(language, names, initiative.calendar, rests=initiative.paused is not None)


def _view(step: StepAccount, tell: Accounts) -> LetterView:
    return LetterView(
        id=step.letter,
        obligation=step.obligation,
        actor=step.actor,
        kind=step.duty,
        step=step.step,
        due_at=step.due_at,
        state=step.state,
        reason=step.reason,
        channel=step.channel,
        sent_at=step.sent_at,
        seat=step.seat,
        addressee=step.to,
        model=step.model,
        rule=step.rule,
        code=step.code,
        bundle=step.bundle,
        entry=step.entry,
        told=tell.told(step),
    )
