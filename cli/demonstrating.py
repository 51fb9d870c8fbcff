"""`talkoot demo`: the stack with North Savo in it, to look around in or to be driven through to its end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FOLDER = Path(".talkoot/demo")


def demo(
    through: Annotated[
        bool, typer.Option("--run-through", help="Drive one initiative to its end (about a minute), and stop.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --run-through: print the summary as JSON.")] = False,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="DIR", help=f"The data folder; otherwise {FOLDER}, and a passing one for a run-through."
        ),
    ] = None,
) -> None:
    """Run everything with North Savo in it, print addresses and keys, until Ctrl-C; or drive one initiative through."""
    import asyncio
    import tempfile

    from cli import demo_driven, demo_standing

    if not through:
        asyncio.run(demo_standing.stand(data or FOLDER))
    elif data is not None:
        demo_driven.tell_of(asyncio.run(demo_driven.drive(data)), as_json)
    else:
        with tempfile.TemporaryDirectory(prefix="talkoot-demo-") as passing:
            summary = asyncio.run(demo_driven.drive(Path(passing)))
        demo_driven.tell_of(summary, as_json)
