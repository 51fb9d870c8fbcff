"""What favours establishment: every ground is evidenced, the last seat takes over, and the practice stays alive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.favouring import TEXT, Act, Giving, giving
from domain.initiative import Initiative
from domain.obligations import Obligation
from domain.phases.establishment import checking_in, commands, firming, grounding, handing_over, linked_needs

if TYPE_CHECKING:
    from domain.phases.establishment.state import Establishment


def _evidence(owed: Obligation) -> commands.EvidenceGround:
    return commands.EvidenceGround(commands.Ground((owed.subject or "").partition(".")[0]), TEXT)


_GIVING: dict[str, Giving] = {
    grounding.DUTY: lambda _, owed: _evidence(owed),
    firming.DUTY: lambda _, owed: _evidence(owed),
    handing_over.DUTY: lambda _, owed: commands.AcceptHandOver(True),
    checking_in.DUTY: lambda _, owed: commands.AnswerCheckIn(commands.Condition.ALIVE),
    linked_needs.DUTY: lambda _, owed: commands.DeclineLinkedNeed((owed.subject or "").partition(".")[0], TEXT),
}


def favourable(state: Establishment, initiative: Initiative) -> Iterator[Act]:
    """See `PhaseState.favourable`."""
    yield from giving(initiative, _GIVING)
    if state.receiver is None and initiative.active:
        yield Act(commands.NameReceiver(initiative.active[-1]))
