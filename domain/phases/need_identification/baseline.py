"""Where things stand at the outset: a value, or that none can be obtained, which is a value too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.asking import fulfils
from domain.commands import Said
from domain.decimals import require_decimal
from domain.entitlement import require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.need_identification.commands import SettleBaseline
from domain.phases.need_identification.duties import BASELINE
from domain.phases.need_identification.events import BaselineSettled

if TYPE_CHECKING:
    from domain.phases.need_identification.state import NeedIdentification


def settle(state: NeedIdentification, initiative: Initiative, said: Said, command: SettleBaseline) -> tuple[Event, ...]:
    """Settle the baseline, or correct it. Raises NotEntitled, Malformed at `value.number`."""
    require_coordinator(said)
    require_decimal(command.value)
    return (BaselineSettled(command.subject, command.value, state.baseline), *fulfils(initiative, BASELINE))
