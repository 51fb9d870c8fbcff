"""The pages that a newcomer walks: every block marked `sh` runs as it stands, and prints what the page promises.

A block marked `text` tells what the block before it prints: each line occurs, in this order, with anything where `…`
stands. Other blocks are for the eye alone.

The operator's tour is walked in the campaign `tours` alone, as it takes minutes of two cores; what it shows has tests
of its own.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from stack import ports
from tests.fixtures.profiles import CAMPAIGN

ROOT = Path(__file__).parents[2]
CODE = "import sys; sys.argv[0] = 'talkoot'; from cli.main import run; run()"
OWN = "### An initiative of your own"
PATIENCE = 180.0
END = "== end of block"

pytestmark = [pytest.mark.server, pytest.mark.timeout(420)]


@dataclass(frozen=True)
class Block:
    """What is typed, and the lines that the page promises of it."""

    typed: str
    promised: tuple[str, ...]


def blocks(page: str) -> list[Block]:
    """The blocks of a page that are typed, each with what is promised right after it."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    following = [*fenced[1:], ("", "")]
    return [
        Block(text, tuple(after.splitlines()) if kind == "text" else ())
        for (language, text), (kind, after) in zip(fenced, following, strict=True)
        if language == "sh"
    ]


def missing(promised: tuple[str, ...], printed: str) -> str | None:
    """The first promised line that does not come after the ones before it; None when all are there."""
    left = [" ".join(line.split()) for line in printed.splitlines()]
    for line in promised:
        pattern = ".*".join(re.escape(" ".join(part.split())) for part in line.split("…"))
        at = next((number for number, said in enumerate(left) if re.search(pattern, said)), None)
        if at is None:
            return line
        if line.strip() not in ("", "…"):
            left = left[at + 1 :]
    return None


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks to a reader like a fresh clone in which the runtime is set up."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / ".venv/bin").mkdir(parents=True)
    command = folder / ".venv/bin/talkoot"
    run = shlex.join([sys.executable, "-c", CODE])
    command.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {run} "$@"\n')
    command.chmod(0o755)
    (folder / "docs").symlink_to(ROOT / "docs")
    return folder


@pytest.fixture(scope="module")
def demo(checkout: Path) -> Iterator[Path]:
    """The folder, with `talkoot demo` standing in it."""
    with begun(checkout, [".venv/bin/talkoot", "demo"]) as (process, said):
        give_up = time.monotonic() + PATIENCE
        while "Ctrl-C ends it" not in said.read_text():
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < give_up, said.read_text()
            time.sleep(0.2)
        yield checkout


@contextmanager
def begun(folder: Path, command: list[str], **environment: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A command that runs in the folder, and the file of what it prints; whatever it started is ended with it."""
    said = folder / f"said.{len(list(folder.glob('said.*')))}"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TALKOOT_")}
    with said.open("w") as file:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=clean | environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        yield process, said
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def walk(page: str, folder: Path, **environment: str) -> None:
    """Type every block of a page in one shell, and see that each prints what is promised of it."""
    typed = blocks(page)
    assert typed, "there is nothing to type"
    parts = [f"{block.typed}\nprintf '\\n%s\\n' '{END}'\n" for block in typed]
    script = "set -euo pipefail\n" + "".join(parts)
    with begun(folder, ["bash", "-c", script], **environment) as (process, said):
        code = process.wait(360)
        printed = said.read_text()
    assert code == 0, printed[-3000:]
    for block, came in zip(typed, printed.split(f"\n{END}\n"), strict=False):
        lacks = missing(block.promised, came)
        assert lacks is None, f"not printed: {lacks}\n--- by\n{block.typed}\n--- but\n{came}"


def test_readme_leads_to_an_initiative_of_ones_own(demo: Path) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    walk(page.partition(OWN)[2].partition("\n## ")[0], demo)


@pytest.mark.parametrize("tour", ["coordinator", "auditor"])
def test_a_tour_beside_the_demo_can_be_walked_as_written(demo: Path, tour: str) -> None:
    walk((ROOT / f"docs/tours/{tour}.md").read_text(encoding="utf-8"), demo)


@pytest.mark.skipif(not CAMPAIGN, reason="minutes of two cores: make campaign ARGS=tours")
def test_the_operators_tour_can_be_walked_as_written(checkout: Path) -> None:
    page = (ROOT / "docs/tours/operator.md").read_text(encoding="utf-8")
    walk(page, checkout, TALKOOT_API_PORT=str(ports.claim(0)))


def test_only_what_is_printed_in_this_order_keeps_a_promise() -> None:
    printed = "a first line\n│ seat_1 │ Kylä   │\nthe last"
    assert missing(("a first …", "", "│ … │ Kylä │", "…", "the last"), printed) is None
    assert missing(("the last", "a first line"), printed) == "a first line"
    assert missing(("│ seat_1 │ Kunta │",), printed) == "│ seat_1 │ Kunta │"


def test_a_block_is_typed_only_when_it_is_marked_so() -> None:
    page = "```sh\ntrue\n```\nprose\n```text\nyes\n```\n```\ngit pull\n```\n"
    assert blocks(page) == [Block("true\n", ("yes",))]
