"""What every event is."""

from __future__ import annotations

from typing import ClassVar

from domain.kinds import Kinded


class Event(Kinded):
    """A fact of an initiative.

    Its kind reads `subject.happened`; a field of type `Sealed` stands at the top level only. `MATTER` names the matter
    that it belongs to, if it is one of those kept beside the phases.
    """

    MATTER: ClassVar[str] = ""
