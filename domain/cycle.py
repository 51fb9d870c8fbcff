"""The relay: which phases there are, and what is kept beside them. A new phase or matter is one line here."""

from __future__ import annotations

from domain.initiative import PhaseState
from domain.matter import Matter
from domain.matters.application import Application
from domain.matters.entries import Entries
from domain.matters.hours import Hours
from domain.matters.mandate import MandateWatch
from domain.matters.meetings import Meetings
from domain.matters.parking import Parking
from domain.matters.seats import Seats
from domain.matters.support import Support
from domain.phases.convening import Convening
from domain.phases.establishment import Establishment
from domain.phases.evaluation import Evaluation
from domain.phases.joint_planning import JointPlanning
from domain.phases.need_identification import NeedIdentification
from domain.phases.piloting import Piloting
from domain.phases.readiness import Readiness

PHASES: dict[str, type[PhaseState]] = {
    "readiness": Readiness,
    "need_identification": NeedIdentification,
    "convening": Convening,
    "joint_planning": JointPlanning,
    "piloting": Piloting,
    "evaluation": Evaluation,
    "establishment": Establishment,
}
"""Every phase by its name in operating models; importing them here makes their events and commands known."""

MATTERS: dict[str, type[Matter]] = {
    "seats": Seats,
    "entries": Entries,
    "mandate": MandateWatch,
    "support": Support,
    "meetings": Meetings,
    "parking": Parking,
    "application": Application,
    "hours": Hours,
}
"""Every matter kept beside the phases by its name in operating models; importing them here makes them known, too."""
