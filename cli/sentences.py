"""Failures on the command line: one sentence with what to do, exit code 1, no traceback for what we know."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

INTERRUPTED = 130  # what a shell says of a command ended by Ctrl-C
SETTINGS = "Settings"
REFUSALS = ("domain.refusals.Refusal", "demo.api.Refused")
TELLING = (
    *("cli.sentences.Failed", "demo.api.Unexpected", "models.keys.KeyFileUnusable", "models.seals.SealBroken"),
    *("models.migrate.TablesUnknown", "models.checkpoint_copy.CopyUnusable", "models.log_watch.DatabaseOlder"),
    "models.log_watch.LogDamaged",
    *("models.log_checkpoints.LogRewritten", "models.log_tree.LogIncomplete", "models.log_proofs.NotInLog"),
    *("stack.data_folder.AlreadyRunning", "stack.ports.PortTaken", "stack.reaching.NoServer"),
    *("activities.smtp_connections.CertificatesUnusable", "stack.tracing.TracingMissing"),
    *("stack.rotating_signing.StillRunning", "stack.restarting.NotOpen", "stack.temporal_server.TemporalServerDied"),
    *("stack.temporal_server.TemporalServerMissing", "stack.temporal_access.AccessUnusable"),
)
"""Failures whose own message says why and what to do. Known by name: importing them all would take a second."""


class Failed(Exception):
    """A command cannot do what was asked; the message says why and what to do."""


class Sentences(TyperGroup):
    """Shows known failures of all commands as a sentence on stderr."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Failures we do not know are bugs, and keep their traceback."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, CancelledError):
            raise typer.Exit(INTERRUPTED) from None
        except Exception as error:
            told = sentence(error)
            if told is None:
                raise
            typer.echo(f"talkoot: {told}", err=True)
            raise typer.Exit(1) from None


def sentence(error: BaseException) -> str | None:
    """What a person should read of this failure; None for one we do not know.

    Parts of the stack fail inside groups: the first failure in one that we know is told.
    """
    return next((told for leaf in _leaves(error) if (told := _of_one(leaf))), None)


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def _of_one(error: Any) -> str | None:
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}
    if not names.isdisjoint(REFUSALS):
        return f"{error.reason}: {error.remedy}" if error.remedy else str(error.reason)
    if "pydantic_core._pydantic_core.ValidationError" in names and error.title == SETTINGS:
        return f"the settings cannot be used: {'; '.join(_settings_faults(error))}"
    if "models.engine.DatabaseAway" in names:
        return f"{error}: see that it runs, and that --data, TALKOOT_DATA or TALKOOT_DATABASE_URL name the right one"
    return None if names.isdisjoint(TELLING) else str(error)


def _settings_faults(error: Any) -> Iterator[str]:
    for fault in error.errors():
        name, said = "_".join(str(part) for part in fault["loc"]), fault["msg"].removeprefix("Value error, ")
        yield f"TALKOOT_{name.upper()}: {said}" if name else said
