"""`talkoot letters`: what people want of their letters, and what there is to print and post; over HTTP."""

from __future__ import annotations

import typer

from cli import letter_wishes, paper_letters
from cli.sentences import Sentences

app = typer.Typer(cls=Sentences, no_args_is_help=True, help="Letters: what people want of theirs, and what to print.")


@app.callback()
def letters() -> None:
    """Letters: what people want of theirs, and what to print."""


app.command("stops")(letter_wishes.stops)
app.command("stop")(letter_wishes.stop)
app.command("resume")(letter_wishes.resume)
app.command("open-address")(letter_wishes.open_address)
app.command("to-print")(paper_letters.to_print)
app.command("print")(paper_letters.print_letter)
app.command("posted")(paper_letters.posted)
