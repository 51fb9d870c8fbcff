"""The worker: which workflows and activities it runs, and with what patience."""

from __future__ import annotations

from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import PollerBehaviorAutoscaling, UnsandboxedWorkflowRunner, Worker, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.appending import Appending
from activities.calendars import pin_calendar
from activities.correcting import Correcting
from activities.counting import Counting
from activities.handing_on import HandingOn
from models.engine import Database
from models.vault import Vault
from workflows.convening import ConveningWorkflow
from workflows.establishment import EstablishmentWorkflow
from workflows.evaluation import EvaluationWorkflow
from workflows.joint_planning import JointPlanningWorkflow
from workflows.need_identification import NeedIdentificationWorkflow
from workflows.piloting import PilotingWorkflow
from workflows.readiness import ReadinessWorkflow

PHASE_WORKFLOWS = (
    ReadinessWorkflow,
    NeedIdentificationWorkflow,
    ConveningWorkflow,
    JointPlanningWorkflow,
    PilotingWorkflow,
    EvaluationWorkflow,
    EstablishmentWorkflow,
)
PASSED_THROUGH = ("domain", "workflows")
"""Proven pure by contracts and tests; loading them anew in every sandbox took 6-7 s for the first task."""


def runner(*, sandboxed: bool) -> WorkflowRunner:
    """The sandbox with our pure modules passed through, or none."""
    if not sandboxed:
        return UnsandboxedWorkflowRunner()
    return SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH))


def worker(
    client: Client,
    database: Database,
    vault: Vault,
    *,
    task_queue: str,
    sandboxed: bool = False,
    max_cached_workflows: int = 500,
    failures: tuple[type[BaseException], ...] = (),
) -> Worker:
    """A worker of all phases. `failures` are exception types that fail a workflow instead of its task (tests only)."""
    correcting = Correcting(database)
    return Worker(
        client,
        task_queue=task_queue,
        workflows=PHASE_WORKFLOWS,
        activities=[
            Appending(database, vault).append,
            pin_calendar,
            Counting(database, vault).count,
            correcting.weigh,
            correcting.refold,
            HandingOn(client, database).hand_on,
        ],
        workflow_runner=runner(sandboxed=sandboxed),
        max_cached_workflows=max_cached_workflows,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=1),
        graceful_shutdown_timeout=timedelta(seconds=20),
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(minimum=1, initial=4, maximum=16),
        workflow_failure_exception_types=failures,
    )
