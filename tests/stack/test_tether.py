"""The tether where no kernel ties processes together: it watches. (The Linux way is seen in test_temporal_server.)"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from stack import tether

ROOT = Path(__file__).parents[2]
PARENT = """
import os, subprocess, sys
subprocess.run([sys.executable, "-c", sys.argv[1], str(os.getpid())])
"""
SLEEP = [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)"]
WATCH = f"import sys; from stack import tether; sys.exit(tether.watch(int(sys.argv[1]), {SLEEP!r}, every=0.05))"


def gone(pid: int, within: float = 3.0) -> bool:
    deadline = time.monotonic() + within
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.kill(pid, 0)
            time.sleep(0.02)
        return False
    return True


def test_the_command_is_killed_when_its_parent_is_gone() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, WATCH], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert not gone(pid, within=0.3)
        parent.kill()
        assert gone(pid)


def test_the_command_ends_with_its_watcher_and_gives_its_exit_code() -> None:
    command = [sys.executable, "-c", WATCH, str(os.getpid())]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as watcher:
        assert watcher.stdout
        pid = int(watcher.stdout.readline())
        watcher.terminate()
        assert watcher.wait(3) == -signal.SIGTERM % 256
        assert gone(pid)


def test_a_command_whose_parent_went_before_it_began_does_not_begin() -> None:
    ended = subprocess.run([sys.executable, tether.__file__, "1", *SLEEP], capture_output=True, timeout=5, check=False)
    assert ended.returncode == tether.ORPHANED
