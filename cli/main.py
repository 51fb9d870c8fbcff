"""`talkoot`: what an installation is run with, and a window on one that runs.

Everything heavier than the command line itself is imported by the command that needs it, so that help comes at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from api.version import VERSION
from cli import (
    absences,
    bundling,
    calling,
    checkpoints,
    custody,
    demonstrating,
    doctoring,
    erasing,
    exporting,
    histories,
    holding,
    keys,
    letters,
    links,
    loading,
    local,
    looking,
    mailing,
    modelling,
    persons,
    phoning,
    refolding,
    registering,
    remote,
    responding,
    retaining,
    rotating,
    saying,
    staffing,
)
from cli.ending import leave
from cli.sentences import Sentences

HERE, HTTP = "On this machine, with its data folder", "Over HTTP, with an API key"
app = typer.Typer(
    name="talkoot",
    cls=Sentences,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # a traceback must never show a key
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(VERSION)
        raise typer.Exit


@app.callback()
def talkoot(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Collaboration processes of rural communities: run them, and see what waits on whom.

    To look around, begin with 'talkoot demo'.
    """


LOCAL = (
    demonstrating.demo,
    local.up,
    local.api,
    local.worker,
    local.migrate,
    local.restart,
    local.verify,
    refolding.refold,
    staffing.sign_in_link,
)
for act in (*LOCAL, doctoring.doctor, custody.backup, custody.restore, erasing.erase, retaining.retention):
    app.command(rich_help_panel=HERE)(act)
app.add_typer(keys.app, name="key", rich_help_panel=HERE)
app.add_typer(rotating.app, name="key-file", rich_help_panel=HERE)
app.add_typer(checkpoints.app, name="ledger", rich_help_panel=HERE)
app.add_typer(links.app, name="link", rich_help_panel=HERE)
app.add_typer(persons.app, name="person", rich_help_panel=HERE)
app.add_typer(holding.app, name="hold", rich_help_panel=HERE)
app.add_typer(modelling.app, name="model", rich_help_panel=HERE)
app.command("start", rich_help_panel=HTTP)(remote.start)
app.command("list", rich_help_panel=HTTP)(remote.board)
app.command("show", rich_help_panel=HTTP)(remote.show)
app.command("story", rich_help_panel=HTTP)(remote.story)
app.command("call", rich_help_panel=HTTP)(calling.call)
app.command("absence", rich_help_panel=HTTP)(absences.absence)
app.command("load", rich_help_panel=HTTP)(loading.load)
app.command("phone-list", rich_help_panel=HTTP)(phoning.phone_list)
app.command("called", rich_help_panel=HTTP)(phoning.called)
app.command("response", rich_help_panel=HTTP)(responding.response)
app.command("look", rich_help_panel=HTTP)(looking.look)
app.command("say", rich_help_panel=HTTP)(saying.say)
app.command("history", rich_help_panel=HTTP)(remote.history)
app.command("timeline", rich_help_panel=HTTP)(histories.timeline)
app.command("trace", rich_help_panel=HTTP)(histories.trace)
app.command("bundle", rich_help_panel=HTTP)(bundling.bundle)
app.command("export", rich_help_panel=HTTP)(exporting.export)
app.command("report", rich_help_panel=HTTP)(exporting.report)
app.add_typer(letters.app, name="letters", rich_help_panel=HTTP)
app.add_typer(registering.app, name="register", rich_help_panel=HTTP)
app.add_typer(staffing.app, name="staff", rich_help_panel=HTTP)
app.add_typer(mailing.app, name="mail", rich_help_panel=HTTP)


def run() -> None:
    """The entry of the `talkoot` command: never returns."""
    try:
        app()
    except SystemExit as end:
        leave(end.code if isinstance(end.code, int) else int(end.code is not None))
