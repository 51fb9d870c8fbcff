"""The relay's runners: the workflow type of each phase, by name, so that phases never import each other."""

from __future__ import annotations

RUNNERS: dict[str, str] = {
    "readiness": "ReadinessWorkflow",
    "need_identification": "NeedIdentificationWorkflow",
    "convening": "ConveningWorkflow",
    "joint_planning": "JointPlanningWorkflow",
    "piloting": "PilotingWorkflow",
    "evaluation": "EvaluationWorkflow",
    "establishment": "EstablishmentWorkflow",
}
