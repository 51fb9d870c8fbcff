"""`talkoot bundle`: a history in one file, from a running Talkoot. `talkoot verify FILE`: whether it holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.installation import Data
from cli.remote import Key, Url, client_for

Of = Annotated[
    str | None, typer.Argument(metavar="[ID]", help="One initiative, with its texts; otherwise the whole log.")
]
Out = Annotated[
    Path, typer.Option(metavar="FILE", help="Where to put it; what is there is replaced once all has come.")
]
Known = Annotated[
    list[int] | None,
    typer.Option(metavar="SIZE", help="A checkpoint that you kept, by its second line: the bundle proves it."),
]
At = Annotated[int | None, typer.Option(metavar="SIZE", help="At this checkpoint, instead of a fresh one.")]


def bundle(
    out: Out,
    initiative: Of = None,
    known: Known = None,
    at: At = None,
    url: Url = None,
    key: Key = None,
    data: Data = None,
) -> None:
    """Take out a history that anybody can verify: the whole log without texts, or one initiative. It is told in the
    ledger that you did.
    """
    path = f"/initiatives/{initiative}/bundle" if initiative else "/ledger/bundle"
    size = client_for(url, key, data).download(path, out, known=known or None, at=at)
    typer.echo(f"{out}: {size} bytes. Check it with: talkoot verify {out} --checkpoint FILE --key KEY")


def verify_file(file: Path, checkpoint: Path | None, key: str | None, language: str) -> int:
    """Run `verify.py` as it is shipped, in a process of its own that sees nothing of ours; its exit code."""
    from api.bundles import PAPERS

    command = [sys.executable, "-I", str(PAPERS / "verify.py"), str(file.absolute()), "--lang", language]
    command += ["--checkpoint", str(checkpoint.absolute())] if checkpoint else []
    command += ["--key", key] if key else []
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own file
