"""Where things stand at the outset: a value, or that none can be obtained, which is a value too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.asking import fulfils
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.need_identification.commands import SettleBaseline
from domain.phases.need_identification.duties import BASELINE
from domain.phases.need_identification.events import BaselineSettled
from domain.refusals import Malformed

if TYPE_CHECKING:
    from domain.phases.need_identification.state import NeedIdentification

_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


def settle(state: NeedIdentification, initiative: Initiative, said: Said, command: SettleBaseline) -> tuple[Event, ...]:
    """Settle the baseline, or correct it. Raises NotEntitled, Malformed at `value.number`."""
    require_coordinator(said)
    number = command.value.number
    if number is not None and not _DECIMAL.fullmatch(number):
        raise Malformed(
            "expected a decimal number",
            path="value.number",
            remedy="write it as 12 or 3.5; leave it out when no value can be obtained",
        )
    return (BaselineSettled(command.subject, command.value, state.baseline), *fulfils(initiative, BASELINE))
