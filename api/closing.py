"""The closing document of an initiative that has ended, with the texts that are not erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from api.services import Services
from domain import closing
from domain.events import TakenBy
from domain.facts import CommitmentState, NeedAnswer, Verdict
from domain.ledger.entries import decode
from domain.merging.offers import MergedInto
from domain.operating_model import ExitKind
from domain.refusals import TooEarly
from domain.sealed import Sealed
from models.append import STREAM, entries_after
from models.charters import charter_of
from models.exit_letters import reference_of
from models.letters import still_to_come
from models.register import organisation, seats
from models.tables import Initiative


@dataclass(frozen=True)
class Told:
    """Something that was written down; `text` is None once erased."""

    id: str
    text: str | None


@dataclass(frozen=True)
class NeedTold(Told):
    """A need and its answer; None: it was not answered before the end."""

    answer: NeedAnswer | None


@dataclass(frozen=True)
class PromiseTold(Told):
    """A commitment, whose it was, and what became of it. Released is not broken."""

    organisation: str
    state: CommitmentState


@dataclass(frozen=True)
class ResultTold(Told):
    """A claimed result and what an outsider found; None: nobody has verified it."""

    verdict: Verdict | None


@dataclass(frozen=True)
class ClosingView:
    """What an initiative leaves behind: what was promised, done and learned, who took part, and how it ended.

    `actor` is who took the exit (`rule`: the rules), under `mandate`, given by reference too. `released` counts the
    duties and commitments that were owed no more because of the end; `still_owed` and `letters_to_come` are 0 after a
    stop, or after a merge, of which `merged_into` tells where it went on.
    """

    initiative: str
    title: str | None
    outcome: str
    ended_at: datetime
    phase: str
    phase_titles: dict[str, str]
    exit: ExitKind
    taken_by: TakenBy
    actor: str
    mandate: str
    meeting_reference: str
    mandate_valid: bool
    backbone: str
    reason: str | None
    thanks: str | None
    problem: str | None
    needs: tuple[NeedTold, ...]
    goals: tuple[Told, ...]
    activities: tuple[Told, ...]
    promised: tuple[PromiseTold, ...]
    results: tuple[ResultTold, ...]
    measured: int
    lessons: tuple[Told, ...]
    took_part: tuple[str, ...]
    released: int
    still_owed: int
    letters_to_come: int
    merged_into: MergedInto | None


async def closing_of(services: Services, initiative: str) -> ClosingView:
    """The closing document. Raises TooEarly while the initiative goes on."""
    return await services.database.read(lambda session: _view(services, session, initiative))


def _text(known: Mapping[str, str], sealed: Sealed | None) -> str | None:
    return known.get(sealed.commitment) if sealed else None


def _view(services: Services, session: Session, initiative: str) -> ClosingView:
    entries = [decode(entry.text) for entry in entries_after(session, STREAM + initiative, 0)]
    found = closing.closing(entries)
    if found is None:
        raise TooEarly("the initiative has not ended", remedy="read it as it stands; this is written at its end")
    known = services.vault.reveal_many(session, [text.commitment for text in closing.texts(found)])
    charter, row = charter_of(session, initiative), session.get_one(Initiative, initiative)
    told = dict.fromkeys((*found.took_part, *(promise.seat for promise in found.promised)))
    names = {seat.id: of.name for seat, of in seats(session, told)}
    text = partial(_text, known)
    return ClosingView(
        initiative=initiative,
        title=services.vault.reveal(session, row.title_ref),
        outcome=found.outcome,
        ended_at=found.ended_at,
        phase=found.phase,
        phase_titles=charter.model.phases[found.phase].title,
        exit=found.exit,
        taken_by=found.taken_by,
        actor=found.actor,
        mandate=found.mandate,
        meeting_reference=reference_of(session, charter, found.mandate),
        mandate_valid=found.mandate_valid,
        backbone=organisation(session, row.backbone).name,
        reason=text(found.reason),
        thanks=text(found.thanks),
        problem=text(found.problem),
        needs=tuple(NeedTold(one.id, text(one.text), one.answer) for one in found.needs),
        goals=tuple(Told(one.id, text(one.text)) for one in found.goals),
        activities=tuple(Told(one.id, text(one.text)) for one in found.activities),
        promised=tuple(PromiseTold(p.id, text(p.text), names.get(p.seat, p.seat), p.state) for p in found.promised),
        results=tuple(ResultTold(one.id, text(one.text), one.verdict) for one in found.results),
        measured=found.measured,
        lessons=tuple(Told(one.id, text(one.text)) for one in found.lessons),
        took_part=tuple(dict.fromkeys(names.get(seat, seat) for seat in found.took_part)),
        released=found.released,
        still_owed=found.open,
        letters_to_come=still_to_come(session, initiative),
        merged_into=found.into,
    )
