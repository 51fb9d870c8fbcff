"""The facts of a letter that tells of an exit, a merge, a change of the model or other news, read from its entry of the
ledger.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from domain.backbone.events import BackboneHandedOver
from domain.charter import Charter
from domain.events import Event, PhaseExited, PhaseHeld, TakenBy
from domain.ledger.entries import decode
from domain.letter import BY_TWO, GROUND_LAPSED, MODEL_CHANGED, RESULTS, TAKEN_IN, Common, ExitFacts
from domain.merging.events import MergeTakenIn
from domain.operating_model import ExitKind
from domain.phases.establishment.events import GroundLapsed
from domain.phases.evaluation.events import ResultsPublished
from domain.remodelling.events import ModelChanged
from domain.sealed import Sealed
from models.charters import calendar_of
from models.letter_matters import Matter
from models.merging import goes_on_in
from models.tables import Initiative, LedgerEntry, Mandate
from models.vault import Vault


def exit_facts(session: Session, vault: Vault, charter: Charter, matter: Matter, common: Common) -> ExitFacts:
    """The facts. Raises LookupError where the entry is not there, or tells of no exit."""
    seq, phases = matter.told_of.seq if matter.told_of else 0, charter.model.phases
    entry = session.get(LedgerEntry, (f"initiative:{matter.initiative.id}", seq))
    event = decode(entry.bytes_text).event if entry else None

    def text(sealed: Sealed | None) -> str | None:
        return vault.reveal(session, sealed.commitment) if sealed else None

    calendar = calendar_of(charter)
    if entry is not None and isinstance(event, ModelChanged):
        return _change(event, text(event.reason), matter, common, calendar.local(entry.time).date(), charter)
    if entry is not None and isinstance(event, GroundLapsed | ResultsPublished):
        told = text(event.text) if isinstance(event, ResultsPublished) else None
        return _news(event, told, charter, matter, common, calendar.local(entry.time).date())
    if entry is None or not isinstance(event, PhaseExited | PhaseHeld | BackboneHandedOver | MergeTakenIn):
        raise LookupError(f"entry {seq} of {matter.initiative.id} tells of no exit")
    left = event if isinstance(event, PhaseExited) else None
    held, took_in = event if isinstance(event, PhaseHeld) else None, isinstance(event, MergeTakenIn)
    return ExitFacts(
        **vars(common),
        phase_titles=phases[event.phase].title,
        exit=left.exit if left else ExitKind.HOLD if held else TAKEN_IN if took_in else ExitKind.HAND_OVER,
        by=left.taken_by if left else TakenBy.ROLE,
        decided_on=calendar.local(entry.time).date(),
        mandate=reference_of(session, charter, event.mandate),
        opens_a_door=matter.opens_a_door,
        to_titles=phases[left.to].title if left and left.to in phases else {},
        until=calendar.due_day(held.until) if held else None,
        other=_other(session, vault, matter.initiative.id, event),
        reason=None if isinstance(event, MergeTakenIn) else text(event.reason),
        conditions=text(held.conditions) if held else None,
        thanks=text(left.thanks) if left else None,
    )


def _change(
    event: ModelChanged, reason: str | None, matter: Matter, common: Common, on: date, charter: Charter
) -> ExitFacts:
    """A change of the model, which two have decided on."""
    return ExitFacts(
        **vars(common),
        phase_titles=charter.model.phases[event.phase].title,
        exit=MODEL_CHANGED,
        by=BY_TWO,
        decided_on=on,
        mandate="",
        opens_a_door=matter.opens_a_door,
        reason=reason,
    )


def _news(
    event: GroundLapsed | ResultsPublished, told: str | None, charter: Charter, matter: Matter, common: Common, on: date
) -> ExitFacts:
    """What was found, or what stands no more: news in which nobody decided anything."""
    lapsed, phase = event if isinstance(event, GroundLapsed) else None, matter.told_of.phase if matter.told_of else ""
    return ExitFacts(
        **vars(common),
        phase_titles=charter.model.phases[phase].title,
        exit=GROUND_LAPSED if lapsed else RESULTS,
        by="",
        decided_on=on,
        mandate="",
        opens_a_door=matter.opens_a_door,
        until=lapsed.until if lapsed else None,
        ground=lapsed.ground if lapsed else "",
        thanks=told,
    )


def _other(session: Session, vault: Vault, initiative: str, event: Event) -> str:
    """The title of the initiative that this one goes on in, or that goes on in this one; its id once that is erased."""
    other = event.initiative if isinstance(event, MergeTakenIn) else None
    if isinstance(event, PhaseExited) and event.exit is ExitKind.MERGE:
        other = goes_on_in(session, initiative)
    row = session.get(Initiative, other) if other else None
    return (vault.reveal(session, row.title_ref) or row.id) if row else ""


def reference_of(session: Session, charter: Charter, mandate: str) -> str:
    """The meeting that a mandate was given in: the one of the start, or one that it was renewed by."""
    row = session.get(Mandate, mandate) if mandate != charter.mandate.id else None
    return row.meeting_reference if row else charter.mandate.meeting_reference
