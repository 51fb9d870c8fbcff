"""The five grounds: each with its evidence, firm or conditional until a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.commands import Said
from domain.events import Event, ObligationFulfilled
from domain.gates import Clause, Duties
from domain.initiative import Initiative
from domain.phases.establishment import firming
from domain.phases.establishment.commands import EvidenceGround, Ground
from domain.phases.establishment.events import GroundEvidenced
from domain.phases.establishment.handing_over import require_receiver_or_coordinator
from domain.refusals import AlreadyAnswered, Malformed

if TYPE_CHECKING:
    from domain.phases.establishment.state import Establishment

DUTY = firming.EVIDENCE


def evidence(state: Establishment, initiative: Initiative, said: Said, command: EvidenceGround) -> tuple[Event, ...]:
    """Take the evidence from the coordinator or the named receiver.

    Evidence can be replaced until the due day, conditional evidence as long as it stands. Raises NotEntitled, Malformed
    for a day that is past or that the phase does not last to, AlreadyAnswered.
    """
    require_receiver_or_coordinator(state, initiative, said)
    until = command.conditional_until
    if until is not None and until <= initiative.calendar.local(said.received_at).date():
        raise Malformed("the condition would be over already", path="conditional_until", remedy="name a later day")
    replaces = command.ground in state.evidenced
    if replaces and state.evidenced[command.ground] is None:
        _require_changeable(initiative, said, command.ground)
    ends = firming.stands_until(initiative, until, said.received_at)
    evidenced = GroundEvidenced(command.ground, command.evidence, until, replaces, ends)
    owed = (o for o in firming.about(initiative, DUTY, command.ground) if o.state.answerable)
    return (
        evidenced,
        *(ObligationFulfilled(o.id) for o in owed),
        *firming.settled(initiative, command.ground, until),
    )


def lacking(state: Establishment, initiative: Initiative) -> tuple[Ground, ...]:
    """The grounds without evidence; none where the model does not ask for it."""
    if DUTY not in initiative.rule.obligations:
        return ()
    return tuple(ground for ground in Ground if ground not in state.evidenced)


def evidenced(state: Establishment, initiative: Initiative) -> tuple[Clause, ...]:
    """Every ground must have its evidence, where the model asks for it."""
    if DUTY not in initiative.rule.obligations:
        return ()
    without = lacking(state, initiative)
    remedy = f"these grounds have no evidence yet: {', '.join(without)}" if without else ""
    missing = ("coordinator",) if without else ()
    return (Clause("grounds.evidenced", len(Ground) - len(without), len(Ground), not without, missing, remedy),)


def standing(state: Establishment, initiative: Initiative) -> Duties:
    """How many of the grounds have their evidence; the coordinator owes that of the others."""
    if DUTY not in initiative.rule.obligations:
        return Duties(0, 0, ())
    without = lacking(state, initiative)
    return Duties(len(Ground) - len(without), len(Ground), ("coordinator",) if without else (), without)


def _require_changeable(initiative: Initiative, said: Said, ground: Ground) -> None:
    asked = firming.about(initiative, DUTY, ground)
    if asked and said.received_at >= asked[-1].changeable_until:
        raise AlreadyAnswered("the evidence of this ground could be replaced until its due day", path="ground")
