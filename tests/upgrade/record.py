"""Records a version, for later ones to be upgraded from: `python -m tests.upgrade.record [--at COMMIT]`.

The commit (HEAD by default) is unpacked into a passing folder and played with its own code: histories of every kind of
run, the fingerprint of its protocol, and an installation with initiatives open in every phase. What its version already
had recorded is replaced. What is not committed is not recorded.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.upgrade import archives
from tests.upgrade.commits import ROOT, resolved, unpack, version
from tests.upgrade.installations import Installation
from tests.upgrade.opening import Opening, begin_all, enter_all
from tests.upgrade.playing import FINGERPRINT

OURS = Path(__file__).parent
RECORDED = OURS / "recorded"
INSTALLATION = "installation.tar.xz"
NOBODY_LISTENS = "smtp://127.0.0.1:9"


def main() -> None:
    """Record one commit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", default="HEAD", metavar="COMMIT", help="which commit; HEAD if none is named")
    commit = resolved(parser.parse_args().at)
    with tempfile.TemporaryDirectory(prefix="talkoot-record-") as passing:
        checkout, made = Path(passing) / "checkout", Path(passing) / "made"
        made.mkdir()
        unpack(commit, checkout)
        play(checkout, made)
        archives.pack(made / INSTALLATION, *opened_on(Installation(checkout, Path(passing) / "data")))
        named(made / FINGERPRINT, version(checkout), commit)
        folder = RECORDED / version(checkout)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made, folder)
    for file in sorted(folder.iterdir()):
        print(f"{file.stat().st_size:9,}  {file.relative_to(ROOT)}")


def play(checkout: Path, folder: Path) -> None:
    """Play the scenarios with the code of a checkout; the recorder is ours, as an old commit may have none."""
    recorder = checkout / OURS.relative_to(ROOT)
    shutil.rmtree(recorder, ignore_errors=True)
    shutil.copytree(OURS, recorder, ignore=shutil.ignore_patterns("recorded", "__pycache__"))
    command = [sys.executable, "-m", "tests.upgrade.playing", str(folder)]
    subprocess.run(command, cwd=checkout, env=os.environ | {"PYTHONPATH": str(checkout)}, check=True)


def opened_on(installation: Installation) -> tuple[Path, Opening]:
    """A data folder on which all stories are half told, with letters that could not be sent yet."""
    try:
        opening = asyncio.run(enter_all(installation, installation.up()))
        installation.end()
        installation.settings["TALKOOT_SMTP_URL"] = NOBODY_LISTENS
        asyncio.run(begin_all(opening, installation.up()))
        installation.end()
    finally:
        installation.kill()
    return installation.data, opening


def named(file: Path, of_version: str, commit: str) -> None:
    """Say in the fingerprint which version and commit it is of."""
    told = {"version": of_version, "commit": commit} | json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
