"""Talkoot from a checkout, ours or an older one, as its operator runs it: commands and processes on a data folder."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx

PATIENCE = 90.0  # seconds that a start may take on a busy machine
MODEL = "fi.yhteisovaikuttavuus.recorded"
RUN = f"""
import dataclasses, socket, sys
import stack.parts

published = stack.parts.published()
slow = dataclasses.replace(published["fi.yhteisovaikuttavuus.demo"], id="{MODEL}", day_milliseconds=8_640_000_000)
stack.parts.published = lambda: {{**published, slow.id: slow}}
socket.gethostname = lambda: "recorded"
sys.argv[0] = "talkoot"

from cli.main import run

run()
"""
"""The command. Beside the published models it knows one whose days last a hundred days: what is recorded must not
lapse while it waits to be upgraded. Temporal writes down which machine did what, so the machine has no name of its own.
"""


@dataclass
class Installation:
    """A checkout, a data folder, and settings. What it starts it also ends, as `ended` or at `killed`."""

    checkout: Path
    data: Path
    settings: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """All that its processes say."""
        return self.data.with_suffix(".log")

    def command(self, *arguments: str) -> str:
        """What a command prints. Raises AssertionError with its complaint."""
        ran = subprocess.run(
            self._line(*arguments), cwd=self.checkout, env=self._environment(), capture_output=True, check=False
        )
        assert ran.returncode == 0, ran.stderr.decode()[-3000:]
        return ran.stdout.decode().strip()

    def up(self) -> str:
        """Start the whole stack in one process; the address of its API, once it answers."""
        process = self._start("up")
        state = self.data / "stack.json"
        state.unlink(missing_ok=True)
        return self._until(process, lambda: _said(state))

    def api(self, port: int) -> str:
        """Start an API of its own on a port; its address, once it answers."""
        process = self._start("api", TALKOOT_API_PORT=str(port))
        return self._until(process, lambda: _answers(f"http://127.0.0.1:{port}"))

    def worker(self) -> None:
        """Start a worker of its own."""
        self._start("worker")

    def end(self) -> None:
        """End all politely. Raises AssertionError if one does not end well."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            assert process.wait(60) in (0, -signal.SIGTERM), self.log.read_text(encoding="utf-8")[-3000:]
        self.processes.clear()

    def kill(self) -> None:
        """Whatever still runs goes at once."""
        for process in self.processes:
            process.kill()
            process.wait()
        self.processes.clear()

    def _start(self, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
        self.data.mkdir(parents=True, exist_ok=True)
        log: IO[bytes]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                self._line(*arguments), cwd=self.checkout, env=self._environment() | settings, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def _until(self, process: subprocess.Popen[bytes], looked: object) -> str:
        end = time.monotonic() + PATIENCE
        while not (found := looked()):  # type: ignore[operator]
            said = self.log.read_text(encoding="utf-8")[-3000:]
            assert process.poll() is None, said
            assert time.monotonic() < end, said
            time.sleep(0.1)
        return str(found)

    def _line(self, *arguments: str) -> list[str]:
        return [sys.executable, "-c", RUN, *arguments, "--data", str(self.data)]

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TALKOOT_")}
        quiet = {"TALKOOT_TEMPORAL_UI": "false", "TALKOOT_API_PORT": "0"}
        return inherited | {"PYTHONPATH": str(self.checkout)} | quiet | self.settings


def _said(state: Path) -> str | None:
    with suppress(OSError, ValueError):
        found: str | None = json.loads(state.read_text(encoding="utf-8")).get("api_url")
        return found
    return None


def _answers(url: str) -> str | None:
    with suppress(httpx.TransportError):
        if httpx.get(f"{url}/healthz").is_success:
            return url
    return None
