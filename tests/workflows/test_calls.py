"""What workflows call is what the worker offers."""

from __future__ import annotations

from temporalio import activity, workflow
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.appending import Appending
from activities.calendars import pin_calendar
from activities.correcting import Correcting
from activities.counting import Counting
from domain.cycle import PHASES
from stack.worker_life import PASSED_THROUGH, PHASE_WORKFLOWS, runner
from workflows import calls
from workflows.relay import RUNNERS

OFFERED = (Appending.append, pin_calendar, Counting.count, Correcting.weigh, Correcting.refold)


def test_every_call_names_an_activity_of_the_worker() -> None:
    offered = {activity._Definition.must_from_callable(a).name for a in OFFERED}
    assert offered == {calls.APPEND, calls.PIN_CALENDAR, calls.COUNT_BALLOTS, calls.WEIGH, calls.REFOLD}


def test_every_phase_has_a_runner_that_the_worker_runs() -> None:
    registered = {workflow._Definition.must_from_class(cls).name: cls.PHASE for cls in PHASE_WORKFLOWS}
    assert {name: phase for phase, name in RUNNERS.items()} == registered
    assert list(RUNNERS) == list(PHASES)


def test_the_pure_modules_pass_through_the_sandbox() -> None:
    sandboxed = runner(sandboxed=True)
    assert isinstance(sandboxed, SandboxedWorkflowRunner)
    assert set(PASSED_THROUGH) <= sandboxed.restrictions.passthrough_modules
