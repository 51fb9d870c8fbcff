"""What a start found missing in Temporal, in a sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stack.recovering import Recovery


def sentences(recovery: Recovery, folder: Path) -> Iterator[str]:
    """What a person should know of it; nothing after an ordinary start. `folder` is the data folder that runs."""
    if number := len(recovery.restarted):
        yield f"Temporal did not know {_open(number)}: started again from the ledger, and going on where it stood."
    if number := len(recovery.left):
        yield (
            f"Temporal does not know {_open(number)}, and nothing happens there until you run: "
            f"talkoot restart --all-open --data {folder}"
        )


def _open(number: int) -> str:
    return "1 open initiative" if number == 1 else f"{number} open initiatives"
