"""What an evaluation may conclude, and by which exit each conclusion leaves the phase."""

from __future__ import annotations

from enum import StrEnum

from domain.operating_model import ExitKind
from domain.refusals import Malformed


class Conclusion(StrEnum):
    """The verdict that the vote on leaving evaluation names: establish, scale, repeat with changes, hand over, or stop
    well.
    """

    ESTABLISH = "establish"
    SCALE = "scale"
    REPEAT = "repeat"
    HAND_OVER = "hand_over"
    STOP = "stop"

    @property
    def exit(self) -> ExitKind:
        """The one exit that this conclusion goes with."""
        match self:
            case Conclusion.REPEAT:
                return ExitKind.LOOP_BACK
            case Conclusion.STOP:
                return ExitKind.STOP
            case _:
                return ExitKind.ADVANCE


def require_conclusion(exit: ExitKind, verdict: str | None) -> None:
    """Raise Malformed at `verdict` unless it is a conclusion that goes with this exit."""
    fitting = [conclusion.value for conclusion in Conclusion if conclusion.exit is exit]
    if verdict not in fitting:
        raise Malformed(
            f"a vote on '{exit}' names what the evaluation concludes",
            path="verdict",
            remedy=f"one of: {', '.join(fitting)}",
        )
